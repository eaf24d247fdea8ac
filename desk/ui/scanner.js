// Reading phones with the camera, one after another: each shows a code with a name and an address.
// @ts-check

import { codeReader } from "../../verifier/ui/qr.js";
import { personIn } from "../src/person.js";
import { by, element } from "./element.js";
import { say } from "./words.js";

const PAUSE = 150;

/** Stops the camera. */
export function stop() {
  const place = by("desk-video");
  const stream = place.querySelector("video")?.srcObject;
  if (stream instanceof MediaStream) for (const track of stream.getTracks()) track.stop();
  place.replaceChildren();
  by("desk-scan").textContent = say("desk.scan");
}

/**
 * Starts the camera, or stops it.
 * @param {string} base of the network
 * @param {(name: string, email: string) => void} found
 * @param {(key: string, values?: Record<string, string>) => void} told
 */
export async function scan(base, found, told) {
  const place = by("desk-video");
  if (place.firstChild) return stop();
  const video = element("video", { playsinline: true });
  video.muted = true;
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    return told("desk.fault.camera");
  }
  place.replaceChildren(video);
  by("desk-scan").textContent = say("desk.scan_stop");
  told("desk.scan_hint");
  await video.play();
  const read = await codeReader();
  let last = "";
  while (place.contains(video)) {
    const text = await read(video).catch(() => null);
    // The same phone is held before the camera for a while.
    if (text && text !== last) {
      last = text;
      const person = personIn(text, base);
      if (person) {
        found(...person);
        told("desk.scanned", { name: person[0] });
      } else told("desk.fault.code-other");
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
