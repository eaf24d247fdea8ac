// What somebody hands over, and the badge in it: one row for each container.
// @ts-check

import { fromUtf8 } from "./bytes.js";
import { failed } from "./fault.js";
import { isPng, readPng } from "./png.js";
import { isSvg, readSvg } from "./svg.js";

export const MAX_BYTES = 10 * 1024 * 1024;
// A header is an object of JSON: "{" and a quotation mark, or white space, after Base64.
const JWS = /^(?:ey|ew)[\w-]*\.[\w-]*\.[\w-]*$/;
const ADDRESS = /^\s*https?:\/\/\S+\s*$/i;
// What somebody copied from where a browser leaves the scheme out.
const BARE = /^\s*(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?::\d{1,5})?(?:[/?#]\S*)?\s*$/i;

/**
 * @typedef {object} Found
 * @property {"png" | "svg" | "json" | "jws" | "address" | "html"} container
 * @property {string} text a JSON text, a compact JWS, or an address
 */

/**
 * @typedef {object} Row
 * @property {"png" | "svg" | "json" | "jws" | "address" | "html"} name
 * @property {(bytes: Uint8Array, text: string | null) => boolean} is
 * @property {(bytes: Uint8Array, text: string, budget: import("./budget.js").Budget) => Promise<string[]> | string[]} read
 */

/** @type {Row[]} */
const CONTAINERS = [
  { name: "png", is: (bytes) => isPng(bytes), read: (bytes, _, budget) => readPng(bytes, budget) },
  { name: "svg", is: (_, text) => text !== null && isSvg(text), read: (_, text) => readSvg(text) },
  { name: "json", is: (_, text) => /^\s*[[{]/.test(text ?? ""), read: (_, text) => [text.trim()] },
  { name: "jws", is: (_, text) => JWS.test((text ?? "").trim()), read: (_, text) => [text.trim()] },
  { name: "address", is: (_, text) => ADDRESS.test(text ?? ""), read: (_, text) => [text.trim()] },
  {
    name: "address",
    is: (_, text) => (text ?? "").length < 2000 && BARE.test(text ?? ""),
    read: (_, text) => [`https://${text.trim()}`],
  },
  {
    name: "html",
    is: (_, text) => /<html|<!doctype html/i.test((text ?? "").slice(0, 5000)),
    read: (_, text) => links(text),
  },
];

/**
 * The badge in some bytes. Faults: NOT_A_BADGE, TWO_BADGES, PARSING_ERROR, TOO_LARGE.
 * @param {Uint8Array} bytes
 * @param {import("./budget.js").Budget} budget
 * @returns {Promise<Found>}
 */
export async function open(bytes, budget) {
  if (bytes.length > MAX_BYTES) throw failed("TOO_LARGE", { bytes: bytes.length });
  let text = null;
  try {
    text = fromUtf8(bytes);
  } catch {
    // A picture, or no text at all.
  }
  const row = CONTAINERS.find((one) => one.is(bytes, text));
  if (!row) throw failed("NOT_A_BADGE", { kind: kindOf(bytes, text) });
  const found = [...new Set(await row.read(bytes, text ?? "", budget))];
  const first = found[0];
  if (first === undefined) throw failed("NOT_A_BADGE", { kind: row.name });
  if (found.length > 1) throw failed("TWO_BADGES", { count: found.length });
  if (row.name === "png" || row.name === "svg" || row.name === "html")
    return { container: row.name, text: first.trim() };
  return { container: row.name, text: first };
}

/**
 * What the text inside a container is.
 * @param {string} text
 * @returns {"json" | "jws" | "address" | "unknown"}
 */
export function kindOfText(text) {
  if (/^\s*[{[]/.test(text)) return "json";
  if (JWS.test(text.trim())) return "jws";
  return ADDRESS.test(text) ? "address" : "unknown";
}

/**
 * The credential that a page names as another form of itself.
 * @param {string} html
 */
function links(html) {
  const found = [];
  for (const [tag] of html.slice(0, 500_000).matchAll(/<link\b[^<>]{0,2000}>/gi)) {
    const value = (/** @type {string} */ name) =>
      new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(tag)?.slice(1).find(Boolean) ?? "";
    if (
      /\balternate\b/i.test(value("rel")) &&
      /^application\/(?:vc\+|ld\+)?(?:ld\+json|json|jwt|vc)/i.test(value("type"))
    ) {
      found.push(value("href").replaceAll("&amp;", "&"));
    }
  }
  return found.slice(0, 1);
}

/**
 * @param {Uint8Array} bytes
 * @param {string | null} text
 */
function kindOf(bytes, text) {
  const head = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (head.startsWith("ffd8ff")) return "jpeg";
  if (head === "47494638") return "gif";
  if (head === "25504446") return "pdf";
  if (head === "52494646") return "webp";
  return text === null ? "unknown" : text.trim() ? "text" : "empty";
}
