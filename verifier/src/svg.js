// The badge in an SVG: one element in the namespace of Open Badges. Nothing in the drawing is run or loaded.
// @ts-check

import { failed } from "./fault.js";

const NAMESPACES = ["https://purl.imsglobal.org/ob/v3p0", "http://openbadges.org", "https://openbadges.org"];
const MAX_FOUND = 20;
const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
const TAG = /<(?:([A-Za-z_][\w.-]{0,40}):)?(assertion|credential)\b((?:[^<>"']|"[^"<]*"|'[^'<]*')*)>/y;

/**
 * Where the text goes on after a comment, a CDATA section, an instruction or a document type; -1 when it has no end.
 * @param {string} text
 * @param {number} at
 */
function after(text, at) {
  const pairs = [
    ["<!--", "-->"],
    ["<![CDATA[", "]]>"],
    ["<?", "?>"],
    ["<!", ">"],
  ];
  const pair = pairs.find(([open = ""]) => text.startsWith(open, at));
  if (!pair) return at;
  const end = text.indexOf(pair[1] ?? "", at + (pair[0] ?? "").length);
  return end < 0 ? -1 : end + (pair[1] ?? "").length;
}

/** Whether the first element of a text is an SVG. @param {string} text */
export function isSvg(text) {
  const head = text.slice(0, 20_000).replace(/^\uFEFF/, "");
  for (let at = 0; at >= 0;) {
    at += /^\s*/.exec(head.slice(at))?.[0].length ?? 0;
    const next = after(head, at);
    if (next === at) return /^<(?:[\w-]{1,40}:)?svg[\s>]/.test(head.slice(at, at + 60));
    at = next;
  }
  return false;
}

/**
 * Text with the five entities of XML and numbered ones; an entity that the file itself defines is a fault.
 * @param {string} text
 */
function unescape(text) {
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{1,20});?/g, (whole, name) => {
    if (name.startsWith("#")) {
      const number = name[1] === "x" ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
      if (number > 0x10ffff) throw failed("PARSING_ERROR", { what: "SVG" });
      return String.fromCodePoint(number);
    }
    const known = ENTITIES[/** @type {keyof ENTITIES} */ (name)];
    if (!known) throw failed("PARSING_ERROR", { what: "SVG" });
    return known;
  });
}

/**
 * The texts that are baked into an SVG: a JWS or an address in `verify`, or JSON inside the element.
 * @param {string} text
 * @returns {string[]}
 */
export function readSvg(text) {
  const found = [];
  const spaces = declared(text);
  for (let at = text.indexOf("<"); at >= 0; at = text.indexOf("<", at)) {
    const next = after(text, at);
    if (next < 0) break;
    TAG.lastIndex = at;
    const tag = next === at ? TAG.exec(text) : null;
    at = tag ? TAG.lastIndex : Math.max(next, at + 1);
    if (!tag) continue;
    const [whole, prefix, name, attributes = ""] = tag;
    if (!inNamespace(spaces, prefix, attributes)) continue;
    const verify = /\sverify\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes);
    const value = unescape(verify?.[1] ?? verify?.[2] ?? "").trim();
    const end = whole.endsWith("/>") ? at : text.indexOf(`</${prefix ? `${prefix}:` : ""}${name}`, at);
    if (end < 0 || found.length > MAX_FOUND) throw failed("PARSING_ERROR", { what: "SVG" });
    const inner = content(text.slice(at, end)).trim();
    // A hosted badge of Open Badges 2.0 has both: its address, and a copy of what stands there.
    const jws = /^[\w-]+\.[\w-]*\.[\w-]*$/.test(value);
    const chosen = jws ? value : inner || value;
    if (chosen) found.push(chosen);
    at = end;
  }
  return found;
}

/**
 * The text inside an element: CDATA as it is, the rest without entities and comments.
 * @param {string} inner
 */
function content(inner) {
  const parts = [];
  let at = 0;
  for (;;) {
    const start = inner.indexOf("<!", at);
    const next = start < 0 ? -1 : after(inner, start);
    if (start < 0 || next < 0) break;
    parts.push(unescape(inner.slice(at, start)));
    if (inner.startsWith("<![CDATA[", start)) parts.push(inner.slice(start + 9, next - 3));
    at = next;
  }
  parts.push(unescape(inner.slice(at)));
  return parts.join("");
}

/**
 * The prefixes that stand for one of the namespaces anywhere in the drawing.
 * @param {string} text
 */
function declared(text) {
  const found = new Set();
  for (const [, prefix = "", space = ""] of text.matchAll(
    /\sxmlns:([\w.-]{1,40})\s{0,9}=\s{0,9}["']([^"']{0,60})["']/g,
  )) {
    if (NAMESPACES.includes(space.trim().replace(/\/$/, ""))) found.add(prefix);
  }
  return found;
}

/**
 * Whether the prefix stands for one of the namespaces, here or above.
 * @param {Set<string>} spaces
 * @param {string | undefined} prefix
 * @param {string} attributes
 */
function inNamespace(spaces, prefix, attributes) {
  const name = prefix ? `xmlns:${prefix.replaceAll(".", "\\.")}` : "xmlns";
  const own = new RegExp(`\\s${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes.slice(0, 5000));
  if (own) return NAMESPACES.includes((own[1] ?? "").trim());
  return prefix !== undefined && spaces.has(prefix);
}
