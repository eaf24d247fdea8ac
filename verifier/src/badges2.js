// Verifying Open Badges 2.0 (hosted and signed) and 1.x: what counts is what stands at the issuer's address. The copy
// that somebody hands over only names that address (Open Badges 2.0, "Hosted verification").
// @ts-check

import { getHosted, sameAddress } from "./documents.js";
import { failed, Fault, notChecked } from "./fault.js";
import { isDate, kindOf2, need, readAssertion, readBadgeClass, readIssuer, timeOf, tooOld, typesOf } from "./model2.js";
import { isCredential } from "./model3.js";
import { hostOf } from "./net.js";
import { inScope, originOf } from "./scope.js";
import { asList, isObject, plain, sameJson, single, withoutNulls } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./run.js").Run} Run */
/** @typedef {{badge: Json, issuer: Json, badgeAddress: string, issuerAddress: string}} Parts */

const HOSTED = /^hosted(?:badge)?$/i;
const SIGNED = /^signed(?:badge)?$/i;

/**
 * All checks of an Assertion. `jws` is the token that it came in, when it came in one.
 * @param {Run} run
 * @param {Json} given
 * @param {"assertion" | "assertion-1" | "assertion-0"} kind
 * @param {import("./jwt.js").Jws | null} jws
 */
export async function verifyAssertion(run, given, kind, jws) {
  if (kind === "assertion-0") {
    run.format = { name: "Open Badges 0.5", proof: "" };
    return run.checkNow("proof", tooOld);
  }
  let old = kind === "assertion-1";
  /** @type {string[]} */
  const notes = [];
  const note = (/** @type {boolean} */ good, /** @type {string} */ property) =>
    void (good || notes.includes(property) || notes.push(property));
  const verification = single(given.verification ?? given.verify) ?? {};
  const types = isObject(verification) ? asList(verification.type).map(plain) : [];
  const signed = types.some((type) => SIGNED.test(type));
  run.format = { name: old ? "Open Badges 1" : "Open Badges 2.0", proof: jws ? "JWS" : "hosted" };
  if (types.length && !signed && !types.some((type) => HOSTED.test(type)))
    return run.add("proof", notChecked("UNKNOWN_PROOF", { format: plain(types[0]).slice(0, 60) }));
  if (signed && !jws) return run.add("proof", failed("UNSIGNED", {}));
  // A token that says nothing of its own key is judged by its address, like any copy.
  const asSigned = Boolean(jws) && signed;
  if (asSigned)
    await run.check(
      "format",
      () => (readAssertion(given, old, note), need(typeof (given.id ?? given.uid) === "string", "id"), {}),
    );
  if (run.has("failed")) return;
  const assertion = asSigned ? given : await hosted(run, given, old, verification, note);
  if (!assertion) return;
  if (!asSigned) old = kindOf2(assertion) === "assertion-1";
  // A key is never read from a saved file.
  if (asSigned) run.net.copies.clear();
  const parts = await related(run, assertion, old, note);
  if (!parts) return;
  const { signature, revocations } = asSigned ? await import("./signed2.js") : { signature: null, revocations: null };
  if (signature && jws)
    await signature(run, assertion, { ...parts.issuer, host: hostOf(originOf(parts)) }, verification, jws, old);
  else inScope(run, assertion, parts);
  if (revocations) await revocations(run, assertion, parts.issuer, old);
  run.dates({
    ...(isDate(assertion.issuedOn) && { start: timeOf(assertion.issuedOn) }),
    ...(assertion.expires !== undefined && { end: timeOf(assertion.expires) }),
  });
  if (assertion.recipient === undefined) run.add("named", new Fault("warned", "NO_RECIPIENT", {}));
  if (notes.length) run.add("form", new Fault("warned", "NOT_TO_STANDARD", { property: notes.slice(0, 8).join(", ") }));
  if (old) run.add("age", new Fault("warned", "OLD_FORMAT", { format: "Open Badges 1" }));
  const copies = [...run.net.usedCopies];
  const how = copies.length ? "COPIES" : asSigned ? "SIGNED_2" : "HOSTED";
  if (copies.length)
    run.instead("proof", new Fault("warned", "FROM_COPIES", { addresses: copies, count: copies.length }));
  // The first edition's key speaks for its host, and for no page on it.
  const issuer = asSigned && old ? `https://${hostOf(originOf(parts))}/` : originOf(parts);
  run.found({ assertion, ...parts }, { issuer, how, multikey: "", created: plain(assertion.issuedOn ?? "") });
}

/**
 * What stands at the assertion's own address. The copy that was handed over is only compared with it.
 * @param {Run} run
 * @param {Json} given
 * @param {boolean} old
 * @param {Json} verification
 * @param {import("./model2.js").Note} note
 */
async function hosted(run, given, old, verification, note) {
  const choices = old ? [verification.url, given.id ?? given["@id"]] : [given.id, verification.url];
  const address = choices.map(plain).find((one) => /^https?:\/\//.test(one));
  /** @type {Json | null} */
  let there = null;
  await run.check("proof", async () => {
    if (!address)
      throw given.id === undefined && verification.url === undefined
        ? failed("MALFORMED_VALUE_ERROR", { property: "id" })
        : failed("MALFORMED_VALUE_ERROR", { property: "verification.url" });
    const document = await served(run, address);
    notRevoked(document, address);
    const now = isCredential(document) ? null : kindOf2(document);
    if (now === "assertion-0") tooOld();
    // Another form of it, or a message of the host in its place, says nothing about this badge.
    if (now !== "assertion" && now !== "assertion-1")
      throw notChecked(isCredential(document) ? "OTHER_FORMAT" : "NOT_JSON", { address });
    readAssertion(document, now === "assertion-1", note);
    const changed = difference(given, document);
    if (changed) run.add("copy", new Fault("warned", "COPY_DIFFERS", { property: changed }));
    there = document;
    if (run.net.usedCopies.size) throw new Fault("warned", "FROM_COPIES", { addresses: [...run.net.usedCopies] });
    return { how: "HOSTED", address };
  });
  // Without its own page nothing is believed; which pages are still needed is found out all the same.
  if (!there && !run.has("failed") && run.net.fetch) await related(run.aside(), given, old, () => {}).catch(() => null);
  return there;
}

/**
 * @param {Json} document
 * @param {string} address
 */
function notRevoked(document, address) {
  const value = single(document.revoked);
  const said = isObject(value) && "@value" in value ? value["@value"] : value;
  // Whoever writes it means it, in whatever form; only a plain no is one.
  if (said === undefined || (typeof said !== "object" && /^(?:false|no|0|)$/i.test(plain(said)))) return;
  throw failed("REVOKED", {
    address,
    ...(typeof document.revocationReason === "string" && { reason: document.revocationReason.slice(0, 500) }),
  });
}

/** The address that a served assertion says is its own, or "". @param {Json} document */
const ownAddress = (document) =>
  [document.id, document["@id"], single(document.verify)?.url, single(document.verification)?.url]
    .map(plain)
    .find((one) => /^https?:\/\//.test(one)) ?? "";

/**
 * The assertion at an address. What says that it belongs to another address is asked for there: a copy on the same
 * host may be older than a withdrawal. It counts where it was found, whatever it says of itself.
 * @param {Run} run
 * @param {string} address
 */
async function served(run, address) {
  const get = async (/** @type {string} */ one) => {
    try {
      return withoutNulls(await getHosted(run.net, one));
    } catch (error) {
      if (error instanceof Fault && error.code === "GONE") throw failed("REVOKED", { address: one });
      throw error;
    }
  };
  const document = await get(address);
  const id = ownAddress(document);
  if (!id || sameAddress(id, address)) return { ...document, id: address };
  const own = await get(id);
  notRevoked(own, id);
  if (ownAddress(own) && !sameAddress(ownAddress(own), id))
    throw failed("ID_MISMATCH", { id: id.slice(0, 300), address: address.slice(0, 300) });
  run.add("address", new Fault("warned", "OTHER_ADDRESS", { id: id.slice(0, 300), address: address.slice(0, 300) }));
  return { ...own, id };
}

/**
 * The first thing that a copy says otherwise than the document at its address.
 * @param {Json} given
 * @param {Json} there
 */
function difference(given, there) {
  const skip = ["@context", "type", "verification", "verify", "image", "id", "uid", "endorsement", "related"];
  const idOf = (/** @type {unknown} */ value) => (isObject(value) && typeof value.id === "string" ? value.id : value);
  return Object.keys(given).find((key) => {
    if (skip.includes(key) || key.startsWith("extensions:")) return false;
    if (["issuedOn", "expires"].includes(key)) return Math.abs(timeOf(given[key]) - timeOf(there[key])) >= 1000;
    return key === "badge"
      ? !sameAddress(idOf(given[key]), idOf(there[key])) && !sameJson(given[key], there[key])
      : !sameJson(given[key], there[key]);
  });
}

/**
 * The badge and its issuer, each as its own address serves it.
 * @param {Run} run
 * @param {Json} assertion
 * @param {boolean} old
 * @param {import("./model2.js").Note} note
 * @returns {Promise<Parts | null>}
 */
async function related(run, assertion, old, note) {
  let parts = null;
  await run.check("badge", async () => {
    const inline = single(assertion.badge);
    const badgeAddress = typeof inline === "string" ? inline : plain(inline?.id ?? "");
    let badge = isObject(inline) ? inline : withoutNulls(await getHosted(run.net, badgeAddress));
    if (!old && !isObject(inline) && !sameAddress(badge.id, badgeAddress)) badge = await own(run, plain(badge.id), old);
    readBadgeClass(badge, old, note);
    const named = single(badge.issuer);
    const issuerAddress = typeof named === "string" ? named : plain(named?.id ?? "");
    let issuer = issuerAddress || !old ? withoutNulls(await getHosted(run.net, issuerAddress)) : named;
    // A document that says that it is another one could name itself into the issuer's place.
    if (issuer.id !== undefined && issuerAddress && !sameAddress(issuer.id, issuerAddress))
      issuer = await own(run, plain(issuer.id), false);
    if (old && issuer.id === undefined && issuerAddress) issuer = { ...issuer, id: issuerAddress };
    readIssuer(issuer, old, note);
    parts = { badge, issuer, badgeAddress, issuerAddress };
    return { badge: badgeAddress, issuer: issuerAddress };
  });
  return parts;
}

/**
 * The document at an address, which has to say that it stands there.
 * @param {Run} run
 * @param {string} address
 * @param {boolean} old
 */
async function own(run, address, old) {
  const document = withoutNulls(await getHosted(run.net, address));
  if (!old && !sameAddress(document.id, address))
    throw failed("ID_MISMATCH", { id: plain(document.id).slice(0, 300), address: address.slice(0, 300) });
  return document;
}

/**
 * The description of a badge, of an issuer, or the words of somebody: nothing in it was given to anybody.
 * @param {Run} run
 * @param {Json} given
 */
export function describes(run, given) {
  const types = typesOf(given);
  const code = types.some((type) => type === "Endorsement")
    ? "ENDORSEMENT"
    : types.some((type) => ["Issuer", "Profile"].includes(type))
      ? "ISSUER_PAGE"
      : "DEFINITION";
  run.add("kind", failed(code, {}));
}
