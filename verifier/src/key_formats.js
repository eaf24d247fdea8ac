// Public keys as text: Multikey, JWK and PEM (W3C Controlled Identifiers 1.0, section 2.2).
// @ts-check

import { fromBase64Url, fromMultibase } from "./bytes.js";
import { failed, notChecked } from "./fault.js";
import { isObject, plain } from "./strict_json.js";

/** @typedef {import("./signatures.js").Key} Key */

/** Two bytes in front of a key, its kind, and its length. @type {[number, number, Key["type"], number][]} */
const MULTICODEC = [
  [0xed, 0x01, "Ed25519", 32],
  [0x80, 0x24, "P-256", 33],
  [0x81, 0x24, "P-384", 49],
];

/**
 * @param {unknown} text
 * @returns {Key}
 */
export function fromMultikey(text) {
  const bytes = fromMultibase(text);
  const row = MULTICODEC.find(([one, two]) => bytes[0] === one && bytes[1] === two);
  if (!row) throw notChecked("UNKNOWN_KEY_TYPE", {});
  if (bytes.length !== row[3] + 2) throw failed("BAD_KEY", { type: row[2] });
  return { type: row[2], raw: bytes.subarray(2) };
}

/**
 * @param {unknown} jwk
 * @returns {Key}
 */
export function fromJwk(jwk) {
  if (!isObject(jwk)) throw failed("BAD_KEY", {});
  if ("d" in jwk || jwk.kty === "oct") throw failed("BAD_KEY", { type: plain(jwk.kty) });
  const { kty, crv, x, y, n, e } = jwk;
  if (kty === "OKP" && crv === "Ed25519") return { type: "Ed25519", raw: fromBase64Url(x) };
  if (kty === "EC" && (crv === "P-256" || crv === "P-384")) return { type: crv, jwk: { kty, crv, x, y } };
  if (kty === "RSA") return { type: "RSA", jwk: { kty, n, e } };
  throw notChecked("UNKNOWN_KEY_TYPE", { type: plain(kty).slice(0, 20) });
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
