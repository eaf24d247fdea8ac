// What the document of a controller says of its keys: which are listed for assertions, and when each was in use
// (W3C Controlled Identifiers 1.0, sections 2.2 and 3.3).
// @ts-check

import { getJson } from "./documents.js";
import { failed, Fault, notChecked } from "./fault.js";
import { asList, isObject, plain, withoutNulls } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

/** How much two clocks may differ, in milliseconds. */
export const LEEWAY = 5 * 60 * 1000;
/** A whole day: a maker's clock may stand in another time zone. */
const DAY = 24 * 60 * 60 * 1000;
export const RELATIONSHIPS = [
  "assertionMethod",
  "authentication",
  "keyAgreement",
  "capabilityInvocation",
  "capabilityDelegation",
];
/** The days between which a key is in use, where its document says so without `expires` (schema.org). */
const FROM = "https://schema.org/validFrom";
const THROUGH = "https://schema.org/validThrough";

/**
 * When something says that it was signed, against the clock of whoever verifies.
 * @typedef {object} Times
 * @property {string} created what the signer says, or ""
 * @property {Date} now
 * @property {number | undefined} [recorded] when a network wrote it down: then the signer's word is not needed
 */

/** The host that speaks for an issuer, or "". @param {string} issuer */
export function hostOfIssuer(issuer) {
  try {
    if (issuer.startsWith("did:web:")) return decodeURIComponent(issuer.split(":")[2] ?? "").toLowerCase();
    return /^https?:/.test(issuer) ? new URL(issuer).host : "";
  } catch {
    return "";
  }
}

/**
 * The address of a did:web document (did:web, section 2.5.2).
 * @param {string} did
 */
export function didWebAddress(did) {
  const parts = did.slice("did:web:".length).split(":");
  const [host = "", ...path] = parts.map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      throw failed("MALFORMED_VALUE_ERROR", { property: "issuer" });
    }
  });
  if (!/^[a-z0-9.-]+(?::\d{1,5})?$/i.test(host) || path.some((part) => !part || /[/?#\\]|^\.\.?$/.test(part))) {
    throw failed("MALFORMED_VALUE_ERROR", { property: "issuer" });
  }
  return `https://${host}/${path.length ? path.map(encodeURIComponent).join("/") : ".well-known"}/did.json`;
}

/**
 * @param {import("./net.js").Net} net
 * @param {string} did
 */
export async function didDocument(net, did) {
  const document = withoutNulls(await getJson(net, didWebAddress(did)));
  // A message of the host in its place says nothing about keys.
  if (document.id === undefined) throw notChecked("KEY_NOT_CONFIRMED", { issuer: did });
  if (document.id !== did)
    throw failed("ISSUER_MISMATCH", { issuer: did, controller: plain(document.id).slice(0, 200) });
  return document;
}

/**
 * The methods that may make assertions, with whole ids. A document that says of no key at all what it is for lists
 * them all; `loose` tells that it does.
 * @param {Json} document
 * @param {string} controller
 * @returns {{methods: Json[], loose: boolean}}
 */
export function methodsOf(document, controller) {
  const whole = (/** @type {unknown} */ id) => (typeof id === "string" && id.startsWith("#") ? controller + id : id);
  const all = asList(document.verificationMethod)
    .filter(isObject)
    .map((one) => ({ ...one, id: whole(one.id) }));
  const loose = all.length > 0 && RELATIONSHIPS.every((name) => document[name] === undefined);
  if (loose) return { methods: all, loose };
  const asserting = asList(document.assertionMethod);
  const named = new Set(asserting.filter((one) => typeof one === "string").map(whole));
  const inside = asserting.filter(isObject).map((one) => ({ ...one, id: whole(one.id) }));
  return { methods: [...all.filter((one) => named.has(one.id)), ...inside], loose };
}

/** Whether a document says anything about keys. @param {Json} document */
export const listsKeys = (document) =>
  ["verificationMethod", "assertionMethod", "publicKey"].some((name) => asList(document[name]).length > 0);

/**
 * Whether the key may have signed at the time that the signer says. A warning for a key that went out of use since.
 * Faults: KEY_TOO_NEW, KEY_EXPIRED, KEY_REVOKED, when the signer's own word speaks against it; SIGNED_WHEN, not
 * checked, when only the signer's word speaks for it and the key was stopped.
 * @param {Json} method
 * @param {Times} times
 * @returns {Fault | null}
 */
export function inForce(method, { created, now, recorded }) {
  const key = plain(method.id ?? method.key).slice(0, 300);
  const made = created ? Date.parse(created) : NaN;
  const bound = (/** @type {unknown} */ value) => {
    if (value === undefined) return undefined;
    const time = Date.parse(plain(value));
    // A bound that cannot be read is one that was passed.
    return Number.isNaN(time) ? -Infinity : time;
  };
  if (made > now.getTime() + DAY) throw notChecked("SIGNED_WHEN", { key, date: created });
  const from = bound(method[FROM]);
  if (from !== undefined && made < from - DAY)
    throw failed("KEY_TOO_NEW", { key, date: plain(method[FROM]).slice(0, 40) });
  const revoked = bound(method.revoked);
  if (revoked !== undefined) {
    if (made >= revoked) throw failed("KEY_REVOKED", { key, date: plain(method.revoked).slice(0, 40) });
    const before = recorded !== undefined && recorded < revoked;
    if (revoked <= now.getTime() && !before)
      throw notChecked("SIGNED_WHEN", { key, date: plain(method.revoked).slice(0, 40) });
  }
  const through = bound(method[THROUGH]);
  if (through !== undefined) {
    const date = plain(method[THROUGH]).slice(0, 40);
    if (made >= through + DAY) throw failed("KEY_EXPIRED", { key, date });
    if (Number.isNaN(made) && now.getTime() >= through + DAY) throw notChecked("SIGNED_WHEN", { key, date });
  }
  const expires = bound(method.expires);
  if (expires === undefined) return null;
  const date = plain(method.expires).slice(0, 40);
  if (made >= expires) throw failed("KEY_EXPIRED", { key, date });
  if (expires > now.getTime()) return null;
  if (Number.isNaN(made)) throw notChecked("SIGNED_WHEN", { key, date });
  return new Fault("warned", "KEY_ENDED", { key, date });
}

/**
 * The keys that an issuer with an https address shows: in `/.well-known/jwks.json` of its host.
 * @param {import("./net.js").Net} net
 * @param {string} issuer
 */
export async function jwks(net, issuer) {
  let host;
  try {
    host = new URL(issuer).origin;
  } catch {
    throw failed("MALFORMED_VALUE_ERROR", { property: "issuer" });
  }
  const document = await getJson(net, `${host}/.well-known/jwks.json`);
  return asList(document.keys)
    .filter(isObject)
    .slice(0, 50)
    .map((one) => ({ id: one.kid, publicKeyJwk: one }));
}
