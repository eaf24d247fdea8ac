// Bytes as text and text as bytes. Every decoder refuses what its alphabet does not have.
// @ts-check

import { failed } from "./fault.js";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** @param {string} text */
export const utf8 = (text) => new TextEncoder().encode(text);

/**
 * Text of UTF-8 bytes; a byte that is none is a fault.
 * @param {Uint8Array} bytes
 */
export function fromUtf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw failed("PARSING_ERROR", { what: "UTF-8" });
  }
}

/** @param {Uint8Array} bytes */
export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** @param {Uint8Array[]} parts */
export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The bytes of base64url without padding (RFC 4648, section 5).
 * @param {string} text
 */
export function fromBase64Url(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) {
    throw failed("PARSING_ERROR", { what: "base64url" });
  }
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

/**
 * Base64 of any alphabet as the one for addresses, without padding.
 * @param {string} text
 */
export function toUrlAlphabet(text) {
  let end = text.length;
  while (end > 0 && text[end - 1] === "=") end--;
  return text.slice(0, end).replaceAll("+", "-").replaceAll("/", "_");
}

/** @param {Uint8Array} bytes */
export function toBase64Url(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * The bytes of multibase `z` (base58btc) or `u` (base64url without padding).
 * @param {unknown} text
 */
export function fromMultibase(text) {
  if (typeof text !== "string" || text.length > 10_000) throw failed("PARSING_ERROR", { what: "multibase" });
  if (text.startsWith("u")) return fromBase64Url(text.slice(1));
  if (!text.startsWith("z") || text.length > 500) throw failed("PARSING_ERROR", { what: "multibase" });
  let number = 0n;
  for (const letter of text.slice(1)) {
    const value = BASE58.indexOf(letter);
    if (value < 0) throw failed("PARSING_ERROR", { what: "base58" });
    number = number * 58n + BigInt(value);
  }
  const digits = number ? number.toString(16) : "";
  const body = (digits.length % 2 ? `0${digits}` : digits).match(/../g) ?? [];
  const zeros = /^1*/.exec(text.slice(1))?.[0].length ?? 0;
  return Uint8Array.from([...Array(zeros).fill(0), ...body.map((pair) => parseInt(pair, 16))]);
}

/**
 * Multibase `z` (base58btc) of some bytes.
 * @param {Uint8Array} bytes
 */
export function toBase58(bytes) {
  let number = BigInt(`0x${hex(bytes) || "0"}`);
  let text = "";
  for (; number; number /= 58n) text = BASE58[Number(number % 58n)] + text;
  return `z${"1".repeat(bytes.findIndex((byte) => byte !== 0))}${text}`;
}

/**
 * @param {Uint8Array} bytes
 * @param {"SHA-256" | "SHA-384"} [algorithm]
 */
export async function digest(bytes, algorithm = "SHA-256") {
  return new Uint8Array(await crypto.subtle.digest(algorithm, /** @type {BufferSource} */ (bytes)));
}
