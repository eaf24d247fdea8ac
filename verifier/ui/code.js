// Draws the QR code of an address, as a picture for a certificate (ISO/IEC 18004, error correction M).
// @ts-check

import { encode } from "uqr";

const QUIET = 4;

/**
 * The code as a `data:` address of an SVG: one path, four modules of quiet zone.
 * @param {string} text
 */
export function codeImage(text) {
  const { data, size } = encode(text, { ecc: "M", border: QUIET });
  const rows = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="${rows}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
