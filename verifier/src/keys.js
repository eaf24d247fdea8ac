// Which key a proof names, and whether the issuer controls it: one row for each way to name a key.
// @ts-check

import { fromBase64Url, fromUtf8 } from "./bytes.js";
import { getJson } from "./documents.js";
import { failed, Fault, notChecked } from "./fault.js";
import { fromJwk, fromMethod, fromMultikey } from "./key_formats.js";
import { asList, isObject, parseStrict, plain } from "./strict_json.js";

/**
 * A key that the issuer controls.
 * @typedef {object} Controlled
 * @property {import("./signatures.js").Key} key
 * @property {string} how the row that found it: a code for the sentence
 * @property {string} id the name of the key
 * @property {string} [multikey] as it stands in a registry
 */

/**
 * The key that `method` names. It is given back even when the issuer does not control it, with `fault` saying so,
 * so that the proof is checked on its own too.
 * @param {import("./net.js").Net} net
 * @param {unknown} method a DID URL or an https address
 * @param {string} issuer
 * @param {string} created when the proof says that it was made, or ""
 * @returns {Promise<Controlled & {fault?: Fault}>}
 */
export async function resolveKey(net, method, issuer, created = "") {
  if (typeof method !== "string" || method.length > 5000) throw failed("MALFORMED_VALUE_ERROR", { property: "verificationMethod" });
  const [base = "", fragment = ""] = method.split("#");
  const fault = base === issuer ? undefined : failed("ISSUER_MISMATCH", { issuer, controller: base.slice(0, 200) });
  if (base.startsWith("did:key:")) return { ...didKey(base), id: method, ...(fault && { fault }) };
  if (base.startsWith("did:jwk:")) return { ...didJwk(base), id: method, ...(fault && { fault }) };
  if (base.startsWith("did:web:")) {
    if (fault) throw fault;
    return { ...(await didWeb(net, base, method, created)), id: method };
  }
  if (base.startsWith("did:")) {
    if (fault) throw fault;
    throw notChecked("UNKNOWN_DID_METHOD", { method: base.split(":").slice(0, 2).join(":") });
  }
  if (/^https?:\/\//.test(base)) return address(net, method, base, fragment, issuer, created);
  throw failed("MALFORMED_VALUE_ERROR", { property: "verificationMethod" });
}

/** @param {string} did */
function didKey(did) {
  const multikey = did.slice("did:key:".length);
  return { key: fromMultikey(multikey), how: "DID_KEY", multikey };
}

/** @param {string} did */
function didJwk(did) {
  return { key: fromJwk(parseStrict(fromUtf8(fromBase64Url(did.slice("did:jwk:".length))))), how: "DID_JWK" };
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
  const document = await getJson(net, didWebAddress(did));
  if (document.id !== did) throw failed("ISSUER_MISMATCH", { issuer: did, controller: plain(document.id).slice(0, 200) });
  return document;
}

/**
 * @param {import("./net.js").Net} net
 * @param {string} did
 * @param {string} method
 * @param {string} created
 */
async function didWeb(net, did, method, created) {
  const document = await didDocument(net, did);
  return fromDocument(document, did, method, created, "DID_WEB");
}

/**
 * The key `method` of a controller document, if it may make assertions (Controlled Identifiers 1.0, section 3.3).
 * @param {Record<string, any>} document
 * @param {string} controller
 * @param {string} method
 * @param {string} created
 * @param {string} how
 */
function fromDocument(document, controller, method, created, how) {
  const found = methodsOf(document, controller).find((one) => one.id === method);
  if (!found) throw failed("KEY_NOT_LISTED", { key: method.slice(0, 300), issuer: controller });
  if (found.controller !== undefined && found.controller !== controller) {
    throw failed("ISSUER_MISMATCH", { issuer: controller, controller: plain(found.controller).slice(0, 200) });
  }
  inForce(found, created);
  return { key: fromMethod(found), how, ...(typeof found.publicKeyMultibase === "string" && { multikey: found.publicKeyMultibase }) };
}

/**
 * The methods that may make assertions, with whole ids.
 * @param {Record<string, any>} document
 * @param {string} controller
 * @returns {Record<string, any>[]}
 */
export function methodsOf(document, controller) {
  const whole = (/** @type {unknown} */ id) => (typeof id === "string" && id.startsWith("#") ? controller + id : id);
  const all = asList(document.verificationMethod).filter(isObject).map((one) => ({ ...one, id: whole(one.id) }));
  const asserting = asList(document.assertionMethod);
  const named = new Set(asserting.filter((one) => typeof one === "string").map(whole));
  const inside = asserting.filter(isObject).map((one) => ({ ...one, id: whole(one.id) }));
  return [...all.filter((one) => named.has(one.id)), ...inside];
}

/**
 * @param {Record<string, any>} method
 * @param {string} created
 */
function inForce(method, created) {
  const made = created ? Date.parse(created) : Date.now();
  for (const [name, code] of /** @type {const} */ ([["revoked", "KEY_REVOKED"], ["expires", "KEY_EXPIRED"]])) {
    if (method[name] === undefined) continue;
    const end = Date.parse(plain(method[name]));
    if (Number.isNaN(end) || !(made < end)) throw failed(code, { key: plain(method.id).slice(0, 300), date: plain(method[name]).slice(0, 40) });
  }
}

/**
 * @param {Record<string, any>} method
 * @param {string} created
 */
function isInForce(method, created) {
  try {
    inForce(method, created);
    return true;
  } catch {
    return false;
  }
}

/**
 * A key at an https address: in the address itself (as 1EdTech does), or in the document there.
 * @param {import("./net.js").Net} net
 * @param {string} method
 * @param {string} base
 * @param {string} fragment
 * @param {string} issuer
 * @param {string} created
 * @returns {Promise<Controlled & {fault?: Fault}>}
 */
async function address(net, method, base, fragment, issuer, created) {
  const inAddress = /^z(?:6Mk|Dn|82)[1-9A-HJ-NP-Za-km-z]{40,80}$/.test(fragment);
  if (inAddress && base !== issuer) {
    return { key: fromMultikey(fragment), how: "KEY_IN_ADDRESS", id: method, fault: failed("ISSUER_MISMATCH", { issuer, controller: base }) };
  }
  let document = null;
  try {
    document = await getJson(net, base);
  } catch (error) {
    if (!(error instanceof Fault) || !inAddress) throw error;
  }
  const listsKeys = document && ["verificationMethod", "assertionMethod", "publicKey"].some((name) => asList(document[name]).length);
  if (document && listsKeys && (inAddress || document.id === base)) {
    if (document.id !== base) throw notChecked("KEY_UNAVAILABLE", {});
    if (base !== issuer) throw failed("ISSUER_MISMATCH", { issuer, controller: base });
    return { ...fromDocument(document, base, method, created, "ISSUER_DOCUMENT"), id: method };
  }
  if (inAddress) return { key: fromMultikey(fragment), how: "KEY_IN_ADDRESS", id: method, multikey: fragment };
  return { ...(await keyDocument(net, /** @type {Record<string, any>} */ (document), method, issuer, created)), id: method };
}

/**
 * A document that is one key. Anybody can write a document that names an issuer as its controller, so it has to
 * stand at the issuer's own host, or the issuer has to name it.
 * @param {import("./net.js").Net} net
 * @param {Record<string, any>} document
 * @param {string} method
 * @param {string} issuer
 * @param {string} created
 */
async function keyDocument(net, document, method, issuer, created) {
  const jwk = document.kty !== undefined ? document : asList(document.keys).filter(isObject).find((one) => one.kid === method.split("#")[1]);
  if (jwk && /^https?:/.test(issuer)) {
    // A plain JWK says nothing about its owner: it counts when the issuer's own list of keys has it.
    const own = (await jwks(net, issuer)).find(({ publicKeyJwk: one }) => ["kty", "crv", "x", "y", "n", "e"].every((name) => one[name] === jwk[name]));
    if (!own) throw failed("KEY_NOT_LISTED", { key: method.slice(0, 300), issuer });
    return { key: fromJwk(jwk), how: "JWKS" };
  }
  if (document.id !== method) throw failed("KEY_NOT_LISTED", { key: method.slice(0, 300), issuer });
  if (document.controller !== issuer) throw failed("ISSUER_MISMATCH", { issuer, controller: plain(document.controller).slice(0, 200) });
  inForce(document, created);
  const key = fromMethod(document);
  const near = /^https?:/.test(issuer) && new URL(issuer).host === new URL(method).host;
  let profile;
  try {
    profile = issuer.startsWith("did:web:") ? await didDocument(net, issuer) : await getJson(net, issuer);
  } catch (error) {
    // On the issuer's own host a key document is enough when the issuer has no page that says more.
    if (near && error instanceof Fault && error.outcome === "not-checked") return { key, how: "KEY_DOCUMENT" };
    throw error;
  }
  const named = [...asList(profile.assertionMethod), ...asList(profile.verificationMethod), ...asList(profile.publicKey)];
  if (near && !named.length) return { key, how: "KEY_DOCUMENT" };
  if (!named.some((one) => one === method || (isObject(one) && one.id === method))) {
    throw failed("KEY_NOT_LISTED", { key: method.slice(0, 300), issuer });
  }
  return { key, how: "KEY_DOCUMENT" };
}

/**
 * The keys that may have signed a JWT of the issuer: those that the issuer shows somewhere else than in the token
 * (Open Badges 3.0 implementation guide, "Key provenance"). A `jwk` in the header is not asked.
 * @param {import("./net.js").Net} net
 * @param {{kid?: unknown}} header
 * @param {string} issuer
 * @param {string} created
 * @returns {Promise<(Controlled & {fault?: Fault})[]>}
 */
export async function keysOfJwt(net, header, issuer, created) {
  const { kid } = header;
  if (typeof kid === "string" && /^(?:did|https?):/.test(kid) && (kid.includes("#") || /^https?:/.test(kid))) {
    return [await resolveKey(net, kid, issuer, created)];
  }
  if (issuer.startsWith("did:key:")) return [{ ...didKey(issuer), id: issuer }];
  if (issuer.startsWith("did:jwk:")) return [{ ...didJwk(issuer), id: issuer }];
  /** @type {Record<string, any>[]} */
  let methods;
  if (issuer.startsWith("did:web:")) {
    methods = methodsOf(await didDocument(net, issuer), issuer);
  } else if (issuer.startsWith("did:")) {
    throw notChecked("UNKNOWN_DID_METHOD", { method: issuer.split(":").slice(0, 2).join(":") });
  } else {
    methods = await jwks(net, issuer);
  }
  const wanted = methods.filter((one) => {
    if (typeof kid === "string") return [one.id, one.publicKeyJwk?.kid].some((name) => name === kid || name === `${issuer}#${kid}` || name === `${issuer}${kid}`);
    return true;
  });
  // Keys of a kind that is not known here cannot have signed what is verified here.
  const how = issuer.startsWith("did:") ? "DID_WEB" : "JWKS";
  const found = wanted.slice(0, 20).flatMap((one) => {
    try {
      const multikey = typeof one.publicKeyMultibase === "string" ? { multikey: one.publicKeyMultibase } : {};
      return [{ key: fromMethod(one), how, id: plain(one.id), ...multikey, method: one }];
    } catch {
      return [];
    }
  });
  if (!found.length) throw failed("KEY_NOT_LISTED", { key: plain(kid ?? "").slice(0, 300), issuer });
  const good = found.filter(({ method }) => isInForce(method, created));
  if (!good.length) for (const { method } of found) inForce(method, created);
  return good;
}

/**
 * The keys that an issuer with an https address shows: in `/.well-known/jwks.json` of its host.
 * @param {import("./net.js").Net} net
 * @param {string} issuer
 */
async function jwks(net, issuer) {
  let host;
  try {
    host = new URL(issuer).origin;
  } catch {
    throw failed("MALFORMED_VALUE_ERROR", { property: "issuer" });
  }
  const document = await getJson(net, `${host}/.well-known/jwks.json`);
  return asList(document.keys).filter(isObject).slice(0, 50).map((one) => ({ id: one.kid, publicKeyJwk: one }));
}
