// The text of a QR code in a picture: the browser's own reader where there is one, a small library otherwise.
// @ts-check

/** @typedef {HTMLVideoElement | ImageBitmap | HTMLCanvasElement} Source */

/**
 * @returns {Promise<(source: Source) => Promise<string | null>>}
 */
export async function codeReader() {
  const Detector = /** @type {any} */ (globalThis).BarcodeDetector;
  if (Detector && (await Detector.getSupportedFormats().catch(() => [])).includes("qr_code")) {
    const detector = new Detector({ formats: ["qr_code"] });
    return async (source) => (await detector.detect(source))[0]?.rawValue ?? null;
  }
  const { default: jsQR } = await import("jsqr");
  const canvas = document.createElement("canvas");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  return async (source) => {
    const [width, height] =
      "videoWidth" in source ? [source.videoWidth, source.videoHeight] : [source.width, source.height];
    const scale = Math.min(1, MAX_SIDE / Math.max(width, height, 1));
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    if (!canvas.width || !canvas.height) return null;
    context.drawImage(source, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return jsQR(data, canvas.width, canvas.height)?.data || null;
  };
}

/** A larger picture is made smaller: a code that fills a tenth of it is read all the same. */
const MAX_SIDE = 1800;

/**
 * The address in the QR code of a picture, or null.
 * @param {Blob} picture
 */
export async function codeIn(picture) {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (!bitmap || bitmap.width * bitmap.height > 60_000_000) return null;
  return (await codeReader())(bitmap).then(addressOf, () => null);
}

/** Only an address: a code with other text in it is not about a badge. @param {string | null} text */
export const addressOf = (text) => (text && /^\s*https?:\/\/\S+\s*$/i.test(text) ? text.trim() : null);
