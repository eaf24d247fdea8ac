// The badge in a PNG: text chunks with the keywords of Open Badges (Open Badges 2.0 and 3.0, section "Baking").
// @ts-check

import { fromUtf8 } from "./bytes.js";
import { failed } from "./fault.js";
import { inflate } from "./inflate.js";

/** The second is of Open Badges 2.0; some bakers left its last letter out. */
export const KEYWORDS = ["openbadgecredential", "openbadges", "openbadge"];
const MAX_TEXTS = 8;
const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/** @param {Uint8Array} bytes */
export const isPng = (bytes) => SIGNATURE.every((byte, at) => bytes[at] === byte);

const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});

/**
 * The checksum of a PNG chunk (PNG, annex D).
 * @param {Uint8Array} bytes
 */
export function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = (TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/**
 * The texts that are baked into a PNG. Faults: PARSING_ERROR (cut off, or a badge chunk that is damaged).
 * @param {Uint8Array} bytes
 * @param {import("./budget.js").Budget} budget
 * @returns {Promise<string[]>}
 */
export async function readPng(bytes, budget) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = [];
  for (let at = 8; at < bytes.length;) {
    if (at + 12 > bytes.length) throw failed("PARSING_ERROR", { what: "PNG" });
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) throw failed("PARSING_ERROR", { what: "PNG" });
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const data = bytes.subarray(at + 8, end - 4);
    if (["iTXt", "tEXt", "zTXt"].includes(type)) {
      const text = await readText(type, data, budget);
      if (text !== null) {
        if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4))
          throw failed("PARSING_ERROR", { what: "PNG" });
        found.push(text);
        // Two that agree are one badge; more say nothing new.
        if (found.length > MAX_TEXTS) throw failed("TWO_BADGES", { count: found.length });
      }
    }
    if (type === "IEND") break;
    at = end;
  }
  return found;
}

/**
 * The text of a chunk, or null when it is not about badges (PNG, section 11.3.3).
 * @param {string} type
 * @param {Uint8Array} data
 * @param {import("./budget.js").Budget} budget
 */
async function readText(type, data, budget) {
  const end = data.indexOf(0);
  if (end < 0 || !KEYWORDS.includes(String.fromCharCode(...data.subarray(0, Math.min(end, 80))))) return null;
  let rest = data.subarray(end + 1);
  budget.take("characters", rest.length);
  if (type === "tEXt") return anyText(rest);
  if (type === "zTXt") return fromUtf8(await inflate(rest.subarray(1), "zlib", budget));
  const compressed = rest[0] === 1;
  rest = rest.subarray(2);
  for (let part = 0; part < 2; part++) {
    const stop = rest.indexOf(0);
    if (stop < 0) throw failed("PARSING_ERROR", { what: "PNG" });
    rest = rest.subarray(stop + 1);
  }
  return fromUtf8(compressed ? await inflate(rest, "zlib", budget) : rest);
}

/** Such a chunk is Latin-1; most makers wrote UTF-8 all the same. @param {Uint8Array} bytes */
function anyText(bytes) {
  try {
    return fromUtf8(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}
