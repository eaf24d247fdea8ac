// Putting a credential into a picture (Open Badges 3.0, section "Baking"): one iTXt chunk in a PNG, one element in an SVG.
// @ts-check

import { crc32, isPng, KEYWORDS } from "../src/png.js";

const [KEYWORD] = KEYWORDS;

/**
 * @param {string} type four letters
 * @param {Uint8Array} data
 */
function chunk(type, data) {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}

/**
 * The PNG with the credential in it. Throws when the picture is not a PNG.
 * @param {Uint8Array} png
 * @param {string} credential
 */
export function bakePng(png, credential) {
  if (!isPng(png)) throw new Error("not a PNG");
  // Keyword, end of it, not compressed, method 0, no language, no translated keyword, then the text.
  const text = new TextEncoder().encode(`${KEYWORD}\0\0\0\0\0${credential}`);
  const baked = chunk("iTXt", text);
  const head = 8 + 12 + new DataView(png.buffer, png.byteOffset).getUint32(8); // the signature and IHDR
  const whole = new Uint8Array(png.length + baked.length);
  whole.set(png.subarray(0, head));
  whole.set(baked, head);
  whole.set(png.subarray(head), head + baked.length);
  return whole;
}

/**
 * The SVG with the credential as the first child of <svg>. Throws when the picture is not an SVG.
 * @param {string} svg
 * @param {string} credential
 */
export function bakeSvg(svg, credential) {
  const open = /<svg\b(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(svg);
  if (!open || open[0].endsWith("/>")) throw new Error("not an SVG");
  const at = open.index + open[0].length;
  // The end of CDATA cannot stand in it; in JSON the same letter can be written in another way.
  const json = credential.replaceAll("]]>", "]]\\u003e");
  const element =
    `<openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">` +
    `<![CDATA[${json}]]></openbadges:credential>`;
  return svg.slice(0, at) + element + svg.slice(at);
}
