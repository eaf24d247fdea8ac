// A QR code from the camera: the browser's own reader where there is one, a small library otherwise.
// @ts-check

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
  const read = await reader(video);
  while (place.contains(video)) {
    const text = await read().catch(() => null);
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

/**
 * @param {HTMLVideoElement} video
 * @returns {Promise<() => Promise<string | null>>}
 */
async function reader(video) {
  const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
  if (Detector && (await Detector.getSupportedFormats().catch(() => [])).includes("qr_code")) {
    const detector = new Detector({ formats: ["qr_code"] });
    return async () => (await detector.detect(video))[0]?.rawValue ?? null;
  }
  const { default: jsQR } = await import("jsqr");
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  return async () => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    if (!canvas.width) return null;
    context.drawImage(video, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, width, height)?.data || null;
  };
}
