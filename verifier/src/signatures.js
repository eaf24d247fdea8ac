// Verifying a signature over bytes: WebCrypto, and a small audited library where a browser lacks Ed25519.
// @ts-check

import { failed, notChecked } from "./fault.js";

/**
 * A public key: raw bytes (Ed25519), a compressed point (P-256, P-384), a JWK, or SPKI (RSA).
 * @typedef {object} Key
 * @property {"Ed25519" | "P-256" | "P-384" | "RSA"} type
 * @property {Uint8Array} [raw]
 * @property {JsonWebKey} [jwk]
 * @property {Uint8Array} [spki]
 */

/** The hash of each kind of key, as the signatures of the field use it. */
export const HASH_OF = { Ed25519: "SHA-256", "P-256": "SHA-256", "P-384": "SHA-384", RSA: "SHA-256" };

/**
 * Whether `signature` over `data` was made with the key.
 * @param {Key} key
 * @param {Uint8Array} signature
 * @param {Uint8Array} data
 * @returns {Promise<boolean>}
 */
export async function verifySignature(key, signature, data) {
  if (key.type === "Ed25519") return verifyEd25519(key, signature, data);
  const hash = HASH_OF[key.type];
  const algorithm =
    key.type === "RSA" ? { name: "RSASSA-PKCS1-v1_5", hash } : { name: "ECDSA", namedCurve: key.type, hash };
  let imported;
  try {
    if (key.spki) imported = await crypto.subtle.importKey("spki", buffer(key.spki), algorithm, false, ["verify"]);
    else imported = await crypto.subtle.importKey("jwk", key.jwk ?? (await expand(key)), algorithm, false, ["verify"]);
  } catch (error) {
    if (error instanceof Error && "outcome" in error) throw error;
    throw failed("BAD_KEY", { type: key.type });
  }
  const bits = /** @type {any} */ (imported.algorithm).modulusLength;
  if (bits !== undefined && bits < 2048) throw failed("WEAK_KEY", { bits });
  return crypto.subtle.verify(algorithm, imported, buffer(signature), buffer(data));
}

/** @param {Uint8Array} bytes */
const buffer = (bytes) => /** @type {BufferSource} */ (bytes);

/**
 * @param {Key} key
 * @param {Uint8Array} signature
 * @param {Uint8Array} data
 */
async function verifyEd25519(key, signature, data) {
  const raw = key.raw ?? new Uint8Array();
  if (raw.length !== 32) throw failed("BAD_KEY", { type: key.type });
  if (signature.length !== 64) return false;
  try {
    const imported = await crypto.subtle.importKey("raw", buffer(raw), { name: "Ed25519" }, false, ["verify"]);
    return await crypto.subtle.verify({ name: "Ed25519" }, imported, buffer(signature), buffer(data));
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "NotSupportedError")
      throw failed("BAD_KEY", { type: key.type });
  }
  const { ed25519 } = await import("@noble/curves/ed25519.js");
  try {
    return ed25519.verify(signature, data, raw, { zip215: false });
  } catch {
    return false;
  }
}

/**
 * A compressed point as a JWK.
 * @param {Key} key
 * @returns {Promise<JsonWebKey>}
 */
async function expand(key) {
  if (!key.raw) throw notChecked("UNKNOWN_KEY_TYPE", { type: key.type });
  const { p256, p384 } = await import("@noble/curves/nist.js");
  const { toBase64Url } = await import("./bytes.js");
  const curve = key.type === "P-256" ? p256 : p384;
  const point = curve.Point.fromBytes(key.raw).toBytes(false);
  const half = (point.length - 1) / 2;
  return {
    kty: "EC",
    crv: key.type,
    x: toBase64Url(point.subarray(1, 1 + half)),
    y: toBase64Url(point.subarray(1 + half)),
  };
}
