// A QR code from the camera.
// @ts-check

import { codeReader } from "./qr.js";
import { say } from "./words.js";

/**
 * @param {HTMLElement} place where the picture of the camera is shown
 * @param {HTMLElement} button starts and stops
 * @param {HTMLElement} status
 * @param {(text: string) => void} found
 */
export async function scan(place, button, status, found) {
  if (place.firstChild) return stop(place, button);
  const video = document.createElement("video");
  video.setAttribute("playsinline", "");
  video.muted = true;
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    status.textContent = say("verify.camera_failed");
    return;
  }
  place.replaceChildren(video);
  button.textContent = say("verify.camera_stop");
  status.textContent = say("verify.camera_hint");
  await video.play();
  const read = await codeReader();
  while (place.contains(video)) {
    const text = await read(video).catch(() => null);
    if (text) {
      stop(place, button);
      found(text);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

/**
 * @param {HTMLElement} place
 * @param {HTMLElement} button
 */
function stop(place, button) {
  const stream = place.querySelector("video")?.srcObject;
  if (stream instanceof MediaStream) for (const track of stream.getTracks()) track.stop();
  place.replaceChildren();
  button.textContent = say("verify.camera");
}
