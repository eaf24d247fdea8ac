// JSON that means one thing to everybody: no key twice, no key that changes objects, no bottomless nesting.
// @ts-check

import { failed, notChecked } from "./fault.js";

export const MAX_DEPTH = 60;
const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);
/** Commas and brackets in one text: more would fill the memory of a telephone. */
const MAX_MARKS = 600_000;

/**
 * The value of a JSON text. Faults: PARSING_ERROR, DUPLICATE_KEY, FORBIDDEN_KEY; TOO_COMPLEX, not checked.
 * @param {string} text
 * @returns {any}
 */
export function parseStrict(text) {
  let marks = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if ((code === 0x2c || code === 0x7b || code === 0x5b) && ++marks > MAX_MARKS) throw notChecked("TOO_COMPLEX", {});
  }
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw failed("PARSING_ERROR", { what: "JSON" });
  }
  screen(text);
  return value;
}

/**
 * Where a string of a text that is JSON ends: behind its closing quotation mark.
 * @param {string} text
 * @param {number} start of the opening one
 */
function endOfString(text, start) {
  for (let at = start + 1; ; at++) {
    at = text.indexOf('"', at);
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
}

/**
 * Walks the strings and brackets of a text that is JSON, and refuses keys and depth. It keeps no more than a stack.
 * @param {string} text
 */
function screen(text) {
  /** @type {(Set<string> | null)[]} */
  const stack = [];
  let key = "";
  for (let at = 0; at < text.length; at++) {
    const mark = text[at];
    if (mark === '"') {
      const end = endOfString(text, at);
      // Only a key is read: a colon follows it.
      key = end - at < MAX_KEY ? text.slice(at, end) : "";
      at = end - 1;
    } else if (mark === "{" || mark === "[") {
      stack.push(mark === "{" ? new Set() : null);
      if (stack.length > MAX_DEPTH) throw failed("PARSING_ERROR", { what: "JSON" });
    } else if (mark === "}" || mark === "]") {
      stack.pop();
    } else if (mark === ":") {
      if (!key) throw failed("FORBIDDEN_KEY", { key: "…" });
      keep(stack.at(-1) ?? null, JSON.parse(key));
    }
  }
}

const MAX_KEY = 2000;

/**
 * @param {Set<string> | null} keys
 * @param {string} key
 */
function keep(keys, key) {
  if (FORBIDDEN.has(key)) throw failed("FORBIDDEN_KEY", { key });
  if (keys?.has(key)) throw failed("DUPLICATE_KEY", { key });
  keys?.add(key);
}

/**
 * Whether a value is an object with keys, and not a list.
 * @param {unknown} value
 * @returns {value is Record<string, any>}
 */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** The only member of a list, or the value itself: JSON-LD writes both for one value. @param {any} value */
export const single = (value) => (Array.isArray(value) && value.length === 1 ? value[0] : value);

/**
 * A value as text, or the only value of a list; what is no single value is none. (An object of somebody else may have
 * a `toString` that throws.)
 * @param {unknown} value
 */
export function plain(value) {
  const one = single(value);
  return typeof one === "object" || one === undefined ? "" : `${/** @type {any} */ (one)}`;
}

/**
 * One value or a list of them, as a list.
 * @param {any} value
 * @returns {any[]}
 */
export const asList = (value) => (value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]);

/**
 * A value without its nulls: a null says the same as nothing at all, in every format.
 * @param {any} value
 * @returns {any}
 */
export function withoutNulls(value) {
  if (Array.isArray(value)) return value.filter((one) => one !== null).map(withoutNulls);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]) => (one === null ? [] : [[key, withoutNulls(one)]])),
  );
}

/**
 * Equal as JSON: the order of keys does not matter, the order of lists does.
 * @param {unknown} one
 * @param {unknown} other
 * @returns {boolean}
 */
export function sameJson(one, other) {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, at) => sameJson(value, other[at]));
  }
  if (isObject(one) && isObject(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]))
    );
  }
  return one === other;
}

export const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * The canonical form of JSON (RFC 8785).
 * @param {any} value
 * @returns {string}
 */
export function jcs(value) {
  if (Array.isArray(value)) return `[${value.map(jcs).join(",")}]`;
  if (!isObject(value)) {
    if (typeof value === "string" && LONE.test(value)) throw failed("PARSING_ERROR", { what: "JSON" });
    return JSON.stringify(value);
  }
  // Array.prototype.sort compares UTF-16 code units, as section 3.2.3 asks.
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${jcs(key)}:${jcs(value[key])}`).join(",")}}`;
}
