// Which key a proof names, and whether the issuer controls it. A key counts only when the document at the
// controller's own address lists it: a key that an address, a token or a stranger's file brings along proves nothing.
// @ts-check

import { fromBase64Url, fromUtf8 } from "./bytes.js";
import { didDocument, inForce, jwks, listsKeys, methodsOf, RELATIONSHIPS } from "./controller.js";
import { getJson } from "./documents.js";
import { failed, Fault, notChecked } from "./fault.js";
import { fromJwk, fromMethod, fromMultikey, toMultikey } from "./key_formats.js";
import { asList, isObject, parseStrict, plain, withoutNulls } from "./strict_json.js";

/** @typedef {import("./controller.js").Times} Times */

/**
 * A key that the issuer controls.
 * @typedef {object} Controlled
 * @property {import("./signatures.js").Key} key
 * @property {string} how the row that found it: a code for the sentence
 * @property {string} id the name of the key
 * @property {Fault[]} [notes] warnings about the key or the document that lists it
 */

/**
 * The key that `method` names. It is given back even when the issuer does not control it, with `fault` saying so,
 * so that the proof is checked on its own too.
 * @param {import("./net.js").Net} net
 * @param {unknown} method a DID URL or an https address
 * @param {string} issuer
 * @param {Times} times
 * @returns {Promise<Controlled & {fault?: Fault}>}
 */
export async function resolveKey(net, method, issuer, times) {
  const named = isObject(method) && typeof method.id === "string" ? method.id : method;
  if (typeof named !== "string" || named.length > 5000)
    throw failed("MALFORMED_VALUE_ERROR", { property: "verificationMethod" });
  const [base = "", fragment = ""] = named.split("#");
  const fault = base === issuer ? undefined : failed("ISSUER_MISMATCH", { issuer, controller: base.slice(0, 200) });
  if (base.startsWith("did:key:")) return { ...ofItself(didKey(base), times), id: named, ...(fault && { fault }) };
  if (base.startsWith("did:jwk:")) return { ...ofItself(didJwk(base), times), id: named, ...(fault && { fault }) };
  if (base.startsWith("did:web:")) {
    if (fault) throw fault;
    return { ...fromDocument(await didDocument(net, base), base, named, times, "DID_WEB"), id: named };
  }
  if (base.startsWith("did:")) {
    if (fault) throw fault;
    throw notChecked("UNKNOWN_DID_METHOD", { method: base.split(":").slice(0, 2).join(":") });
  }
  if (/^https?:\/\//.test(base)) return { ...(await atAddress(net, named, base, fragment, issuer, times)), id: named };
  throw failed("MALFORMED_VALUE_ERROR", { property: "verificationMethod" });
}

/** @param {string} did */
const didKey = (did) => ({ key: fromMultikey(did.slice("did:key:".length)), how: "DID_KEY" });

/** @param {string} did */
const didJwk = (did) => ({
  key: fromJwk(parseStrict(fromUtf8(fromBase64Url(did.slice("did:jwk:".length))))),
  how: "DID_JWK",
});

/**
 * A key that is its own name has no dates; only what is still to come cannot have been signed.
 * @template T
 * @param {T} found
 * @param {Times} times
 */
function ofItself(found, times) {
  inForce({}, times);
  return found;
}

/**
 * The key `method` of a controller document, if it may make assertions (Controlled Identifiers 1.0, section 3.3).
 * @param {Record<string, any>} document
 * @param {string} controller
 * @param {string} method
 * @param {Times} times
 * @param {string} how
 * @param {string} [bytes] the key as Multikey, where the method's name is the key itself
 * @returns {Omit<Controlled, "id">}
 */
function fromDocument(document, controller, method, times, how, bytes = "") {
  const { methods, loose } = methodsOf(document, controller);
  if (!methods.length && !listsKeys(document))
    throw notChecked("KEY_NOT_CONFIRMED", { key: method.slice(0, 300), issuer: controller });
  const found =
    methods.find((one) => one.id === method) ?? (bytes ? methods.find((one) => sameKey(one, bytes)) : undefined);
  if (!found) throw failed("KEY_NOT_LISTED", { key: method.slice(0, 300), issuer: controller });
  if (found.controller !== undefined && found.controller !== controller) {
    throw failed("ISSUER_MISMATCH", { issuer: controller, controller: plain(found.controller).slice(0, 200) });
  }
  const late = inForce(found, times);
  return { key: fromMethod(found), how, notes: [...(late ? [late] : []), ...(loose ? [unstated()] : [])] };
}

/** A document that lists keys and does not say what they are for. */
const unstated = () => new Fault("warned", "NOT_TO_STANDARD", { property: "assertionMethod" });

/**
 * @param {Record<string, any>} method
 * @param {string} multikey
 */
function sameKey(method, multikey) {
  try {
    return toMultikey(fromMethod(method)) === multikey;
  } catch {
    return false;
  }
}

/**
 * A key at an https address: the issuer's own document lists it, or it is a document of its own that the issuer names.
 * @param {import("./net.js").Net} net
 * @param {string} method
 * @param {string} base
 * @param {string} fragment
 * @param {string} issuer
 * @param {Times} times
 * @returns {Promise<Omit<Controlled, "id"> & {fault?: Fault}>}
 */
async function atAddress(net, method, base, fragment, issuer, times) {
  // The key in an address (as 1EdTech's samples have it) shows whether the badge is whole, and never whose it is.
  const inAddress = /^z(?:6Mk|Dn|82)[1-9A-HJ-NP-Za-km-z]{40,80}$/.test(fragment)
    ? { key: fromMultikey(fragment), how: "KEY_IN_ADDRESS" }
    : null;
  if (inAddress && base !== issuer)
    return { ...inAddress, fault: failed("ISSUER_MISMATCH", { issuer, controller: base.slice(0, 200) }) };
  try {
    const document = withoutNulls(await getJson(net, base));
    const isKey = ["publicKeyMultibase", "publicKeyJwk", "publicKeyPem", "kty"].some(
      (name) => document[name] !== undefined,
    );
    if (base === issuer && !isKey) {
      if (inAddress && document.id !== undefined && document.id !== base)
        throw notChecked("KEY_NOT_CONFIRMED", { key: method.slice(0, 300), issuer });
      if (inAddress || (document.id === base && listsKeys(document)))
        return fromDocument(document, base, method, times, "ISSUER_DOCUMENT", inAddress ? fragment : "");
    }
    return await keyDocument(net, document, method, issuer, times);
  } catch (error) {
    if (!inAddress || !(error instanceof Fault)) throw error;
    return {
      ...inAddress,
      fault:
        error.outcome === "failed"
          ? error
          : notChecked("KEY_NOT_CONFIRMED", { key: method.slice(0, 300), issuer, cause: error.code, address: base }),
    };
  }
}

/**
 * A document that is one key. Anybody can write a document that names an issuer as its controller, on a host that
 * many share too: the issuer's own document has to name it.
 * @param {import("./net.js").Net} net
 * @param {Record<string, any>} document
 * @param {string} method
 * @param {string} issuer
 * @param {Times} times
 * @returns {Promise<Omit<Controlled, "id"> & {fault?: Fault}>}
 */
async function keyDocument(net, document, method, issuer, times) {
  const jwk =
    document.kty !== undefined
      ? document
      : asList(document.keys)
          .filter(isObject)
          .find((one) => one.kid === method.split("#")[1]);
  if (jwk && /^https?:/.test(issuer)) {
    // A plain JWK says nothing about its owner: it counts when the issuer's own list of keys has it.
    const own = (await jwks(net, issuer)).find(({ publicKeyJwk: one }) =>
      ["kty", "crv", "x", "y", "n", "e"].every((name) => one[name] === jwk[name]),
    );
    if (!own) throw failed("KEY_NOT_LISTED", { key: method.slice(0, 300), issuer });
    inForce({}, times);
    return { key: fromJwk(jwk), how: "JWKS" };
  }
  const listed = { key: method.slice(0, 300), issuer };
  if (document.id !== method) throw failed("KEY_NOT_LISTED", listed);
  if (document.controller !== issuer)
    throw failed("ISSUER_MISMATCH", { issuer, controller: plain(document.controller).slice(0, 200) });
  const late = inForce(document, times);
  const found = { key: fromMethod(document), how: "KEY_DOCUMENT", notes: late ? [late] : [] };
  let profile;
  try {
    profile = issuer.startsWith("did:web:") ? await didDocument(net, issuer) : withoutNulls(await getJson(net, issuer));
  } catch (error) {
    if (!(error instanceof Fault) || error.outcome === "failed") throw error;
    return { ...found, fault: notChecked("KEY_NOT_CONFIRMED", { ...listed, cause: error.code, address: issuer }) };
  }
  if (!listsKeys(profile)) return { ...found, fault: notChecked("KEY_NOT_CONFIRMED", listed) };
  const { methods, loose } = methodsOf(profile, issuer);
  const named = [
    ...methods.map((one) => one.id),
    ...asList(profile.assertionMethod),
    ...asList(profile.publicKey).map((one) => (isObject(one) ? one.id : one)),
  ];
  const only = RELATIONSHIPS.every((name) => profile[name] === undefined) ? asList(profile.verificationMethod) : [];
  if (![...named, ...only].includes(method)) throw failed("KEY_NOT_LISTED", listed);
  return { ...found, notes: [...found.notes, ...(loose || only.includes(method) ? [unstated()] : [])] };
}

/**
 * The keys that may have signed a JWT of the issuer: those that the issuer shows somewhere else than in the token
 * (Open Badges 3.0 implementation guide, "Key provenance"). A `jwk` in the header is not asked.
 * @param {import("./net.js").Net} net
 * @param {{kid?: unknown}} header
 * @param {string} issuer
 * @param {Times} times
 * @returns {Promise<(Controlled & {fault?: Fault})[]>}
 */
export async function keysOfJwt(net, header, issuer, times) {
  const { kid } = header;
  if (
    typeof kid === "string" &&
    kid !== issuer &&
    /^(?:did|https?):/.test(kid) &&
    (kid.includes("#") || /^https?:/.test(kid))
  ) {
    return [await resolveKey(net, kid, issuer, times)];
  }
  if (issuer.startsWith("did:key:")) return [{ ...ofItself(didKey(issuer), times), id: issuer }];
  if (issuer.startsWith("did:jwk:")) return [{ ...ofItself(didJwk(issuer), times), id: issuer }];
  /** @type {{methods: Record<string, any>[], loose: boolean}} */
  let list;
  if (issuer.startsWith("did:web:")) list = methodsOf(await didDocument(net, issuer), issuer);
  else if (issuer.startsWith("did:"))
    throw notChecked("UNKNOWN_DID_METHOD", { method: issuer.split(":").slice(0, 2).join(":") });
  else list = { methods: await jwks(net, issuer), loose: false };
  const wanted = list.methods.filter((one) => {
    if (typeof kid === "string" && kid !== issuer)
      return [one.id, one.publicKeyJwk?.kid].some(
        (name) => name === kid || name === `${issuer}#${kid}` || name === `${issuer}${kid}`,
      );
    return true;
  });
  const how = issuer.startsWith("did:") ? "DID_WEB" : "JWKS";
  return usable(wanted.slice(0, 20), issuer, plain(kid ?? ""), times, how, list.loose);
}

/**
 * Of several methods those whose key is known here and was in force; a fault when there is none.
 * @param {Record<string, any>[]} methods
 * @param {string} issuer
 * @param {string} kid
 * @param {Times} times
 * @param {string} how
 * @param {boolean} loose
 */
function usable(methods, issuer, kid, times, how, loose) {
  /** @type {Controlled[]} */
  const found = [];
  let fault = failed("KEY_NOT_LISTED", { key: kid.slice(0, 300), issuer });
  for (const method of methods) {
    if (method.controller !== undefined && method.controller !== issuer) continue;
    let key;
    try {
      // A key of a kind that is not known here cannot have signed what is verified here.
      key = fromMethod(method);
    } catch {
      continue;
    }
    try {
      const late = inForce(method, times);
      found.push({ key, how, id: plain(method.id), notes: [...(late ? [late] : []), ...(loose ? [unstated()] : [])] });
    } catch (error) {
      if (error instanceof Fault) fault = error;
    }
  }
  if (!found.length) throw fault;
  return found;
}
