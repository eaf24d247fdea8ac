// Public keys as text: Multikey, JWK and PEM (W3C Controlled Identifiers 1.0, section 2.2), and keys that are none.
// @ts-check

import { fromBase64Url, fromMultibase, hex, toBase58 } from "./bytes.js";
import { failed, notChecked } from "./fault.js";
import { isObject, plain } from "./strict_json.js";

/** @typedef {import("./signatures.js").Key} Key */

/** Two bytes in front of a key, its kind, and its length. @type {[number, number, Key["type"], number][]} */
const MULTICODEC = [
  [0xed, 0x01, "Ed25519", 32],
  [0x80, 0x24, "P-256", 33],
  [0x81, 0x24, "P-384", 49],
];
/** The prime of the field of Ed25519. */
const P = 2n ** 255n - 19n;
/** The y of every point of small order (RFC 8032; the curve's cofactor is 8): with such a key one signature fits any text. */
const SMALL_ORDER = new Set([
  0n,
  1n,
  2707385501144840649318225287225658788936804267575313519463743609750303402022n,
  55188659117513257062467267217118295137698188065244968500265048394206261417927n,
  P - 1n,
]);

/**
 * @param {unknown} text
 * @returns {Key}
 */
export function fromMultikey(text) {
  const bytes = fromMultibase(text);
  const row = MULTICODEC.find(([one, two]) => bytes[0] === one && bytes[1] === two);
  if (!row) throw notChecked("UNKNOWN_KEY_TYPE", {});
  if (bytes.length !== row[3] + 2) throw failed("BAD_KEY", { type: row[2] });
  return good({ type: row[2], raw: bytes.subarray(2) });
}

/**
 * @param {unknown} jwk
 * @returns {Key}
 */
export function fromJwk(jwk) {
  if (!isObject(jwk)) throw failed("BAD_KEY", {});
  if ("d" in jwk || jwk.kty === "oct") throw failed("BAD_KEY", { type: plain(jwk.kty) });
  const { kty, crv, x, y, n, e } = jwk;
  if (kty === "OKP" && crv === "Ed25519") return good({ type: "Ed25519", raw: fromBase64Url(x) });
  if (kty === "EC" && (crv === "P-256" || crv === "P-384")) return { type: crv, jwk: { kty, crv, x, y } };
  if (kty === "RSA") return { type: "RSA", jwk: { kty, n, e } };
  throw notChecked("UNKNOWN_KEY_TYPE", { type: plain(kty).slice(0, 20) });
}

/**
 * A key of Ed25519 that is a point in its one right form, and not one of the eight of small order. (RFC 8032, section
 * 5.1.3: y below the prime. Points of P-256 and P-384 are looked at where they are imported. Of the two values that an
 * ECDSA signature can have, both are accepted: they say the same of the same text.)
 * @param {Key} key
 */
function good(key) {
  if (key.type !== "Ed25519") return key;
  const raw = key.raw ?? new Uint8Array();
  if (raw.length !== 32) throw failed("BAD_KEY", { type: key.type });
  const y = BigInt(`0x${hex(raw.slice().reverse())}`) & (2n ** 255n - 1n);
  if (y >= P || SMALL_ORDER.has(y)) throw failed("BAD_KEY", { type: key.type });
  return key;
}

/**
 * A key as Multikey, whatever it was written as, so that keys are compared by their bytes; "" for RSA.
 * @param {Key} key
 */
export function toMultikey(key) {
  const row = MULTICODEC.find(([, , type]) => type === key.type);
  if (!row) return "";
  const raw = key.raw ?? compressed(key.jwk ?? {});
  return raw.length === row[3] ? toBase58(Uint8Array.from([row[0], row[1], ...raw])) : "";
}

/** A point as it is written short: its x, and whether its y is odd. @param {JsonWebKey} jwk */
function compressed({ x = "", y = "" }) {
  const last = fromBase64Url(y).at(-1) ?? 0;
  return Uint8Array.from([2 + (last & 1), ...fromBase64Url(x)]);
}

/**
 * The key in a verification method of a DID or controller document.
 * @param {Record<string, any>} method
 * @returns {Key}
 */
export function fromMethod(method) {
  if (method.publicKeyMultibase !== undefined) return fromMultikey(method.publicKeyMultibase);
  if (method.publicKeyJwk !== undefined) return fromJwk(method.publicKeyJwk);
  if (method.publicKeyPem !== undefined) return fromPem(method.publicKeyPem);
  throw notChecked("UNKNOWN_KEY_TYPE", { type: plain(method.type).slice(0, 60) });
}

/**
 * An RSA key in PEM (SubjectPublicKeyInfo), as Open Badges 2.0 has it.
 * @param {unknown} text
 * @returns {Key}
 */
export function fromPem(text) {
  const body = /^\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/.exec(plain(text))?.[1];
  if (!body || body.length > 10_000) throw failed("BAD_KEY", { type: "PEM" });
  const base64 = body.replace(/[\s=]/g, "").replaceAll("+", "-").replaceAll("/", "_");
  return { type: "RSA", spki: fromBase64Url(base64) };
}
