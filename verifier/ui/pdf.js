// The badge in a certificate: what is attached to a PDF, a link in it, or the QR code on its pages.
// @ts-check

import { getDocument, GlobalWorkerOptions } from "pdfjs-dist";
import { addressOf, codeReader } from "./qr.js";

const MAX_PAGES = 3;

/**
 * The text of a badge or its address, or null.
 * @param {Uint8Array} bytes
 * @param {string} worker the address of the library's own thread
 */
export async function badgeInPdf(bytes, worker) {
  GlobalWorkerOptions.workerSrc = worker;
  const loading = getDocument({
    data: bytes.slice(),
    disableFontFace: true,
    useWasm: false,
    maxImageSize: 40_000_000,
    stopAtErrors: true,
  });
  try {
    const file = await loading.promise;
    const { info } = await file.getMetadata();
    const custom = /** @type {any} */ (info)?.Custom ?? {};
    if (typeof custom.openbadges === "string") return custom.openbadges;
    const read = await codeReader();
    for (let number = 1; number <= Math.min(file.numPages, MAX_PAGES); number++) {
      const page = await file.getPage(number);
      const found = addressOf(await read(await drawn(page)));
      if (found) return found;
      const links = (await page.getAnnotations())
        .map((one) => one.url)
        .filter((one) => typeof one === "string" && /\/(?:awards?|assertions?|badges?|credentials?)\//.test(one));
      if (links[0]) return links[0];
    }
    return null;
  } catch {
    return null;
  } finally {
    await loading.destroy();
  }
}

/**
 * A page as a picture that is large enough for a small code.
 * @param {import("pdfjs-dist").PDFPageProxy} page
 */
async function drawn(page) {
  const size = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: Math.min(2.5, 1800 / Math.max(size.width, size.height)) });
  const canvas = document.createElement("canvas");
  canvas.width = viewport.width;
  canvas.height = viewport.height;
  await page.render({ canvas, viewport }).promise;
  return canvas;
}
