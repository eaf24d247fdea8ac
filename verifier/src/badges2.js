// Verifying Open Badges 2.0 (hosted and signed) and 1.x: what counts is what stands at the issuer's address.
// @ts-check

import { getJson, sameAddress } from "./documents.js";
import { failed, Fault, notChecked } from "./fault.js";
import { fromPem } from "./key_formats.js";
import { checkAssertion, checkBadgeClass, checkIssuer, need, timeOf, typesOf } from "./model2.js";
import { hostOf } from "./net.js";
import { fromUtf8 } from "./bytes.js";
import { asList, isObject, plain, sameJson } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./run.js").Run} Run */

const HOSTED = ["HostedBadge", "hosted"];
const SIGNED = ["SignedBadge", "signed"];

/**
 * All checks of an Assertion. `jws` is the token that it came in, when it came in one.
 * @param {Run} run
 * @param {Json} given
 * @param {boolean} old
 * @param {import("./jwt.js").Jws | null} jws
 */
export async function verifyAssertion(run, given, old, jws) {
  await run.check("format", () => {
    if (given.revoked === true && given.badge === undefined) return {};
    checkAssertion(given, old);
    if (jws && old && given.id === undefined) need(typeof given.uid === "string", "uid");
    return {};
  });
  if (run.has("failed")) return;
  run.format = { name: old ? "Open Badges 1" : "Open Badges 2.0", proof: jws ? "JWS" : "hosted" };
  const verification = given.verification ?? given.verify ?? {};
  const kinds = asList(verification.type);
  const signed = kinds.some((kind) => SIGNED.includes(kind));
  if (!signed && !kinds.some((kind) => HOSTED.includes(kind)) && given.revoked !== true) {
    run.add("proof", notChecked("UNKNOWN_PROOF", { format: plain(kinds[0]).slice(0, 60) }));
    return;
  }
  if (signed !== Boolean(jws)) {
    run.add("proof", failed(signed ? "UNSIGNED" : "MALFORMED_VALUE_ERROR", { property: "verification" }));
    return;
  }
  const assertion = jws ? given : await hosted(run, given, old, verification);
  if (!assertion) return;
  const parts = await related(run, assertion, old);
  if (!parts) return;
  if (jws) await signature(run, assertion, parts.issuer, verification, jws, old);
  else scope(run, assertion, parts);
  if (jws) await revocations(run, assertion, parts.issuer, old);
  run.dates({ start: timeOf(assertion.issuedOn), ...(assertion.expires !== undefined && { end: timeOf(assertion.expires) }) });
  if (old) run.add("age", new Fault("warned", "OLD_FORMAT", { format: "Open Badges 1" }));
  run.found({ assertion, ...parts }, plain(parts.issuer.id ?? parts.issuerAddress), "");
}

/**
 * What stands at the assertion's own address. The copy that was handed over is only compared with it.
 * @param {Run} run
 * @param {Json} given
 * @param {boolean} old
 * @param {Json} verification
 */
async function hosted(run, given, old, verification) {
  const address = old ? (verification.url ?? given.id) : given.id;
  /** @type {Json | null} */
  let there = null;
  await run.check("proof", async () => {
    if (!/^https?:\/\//.test(plain(address))) throw failed("MALFORMED_VALUE_ERROR", { property: "verification.url" });
    let document;
    try {
      document = await getJson(run.net, address);
    } catch (error) {
      if (error instanceof Fault && error.code === "GONE") throw failed("REVOKED", { address });
      throw error;
    }
    if (document.revoked === true) {
      throw failed("REVOKED", { address, ...(typeof document.revocationReason === "string" && { reason: document.revocationReason.slice(0, 500) }) });
    }
    if (!old && !sameAddress(document.id, address)) throw failed("ID_MISMATCH", { id: plain(document.id).slice(0, 300), address });
    checkAssertion(document, old);
    if (!old && !typesOf(document).includes("Assertion")) throw failed("MALFORMED_VALUE_ERROR", { property: "type" });
    const changed = difference(given, document);
    if (changed) throw failed("CHANGED", { property: changed });
    // What is shown stands at the address that was asked, whatever it says of itself.
    there = old ? { ...document, id: address } : document;
    return { how: "HOSTED", address };
  });
  return there;
}

/**
 * The first thing that a copy says otherwise than the document at its address.
 * @param {Json} given
 * @param {Json} there
 */
function difference(given, there) {
  const skip = ["@context", "type", "verification", "verify", "image", "id", "endorsement", "related"];
  const idOf = (/** @type {unknown} */ value) => (isObject(value) && typeof value.id === "string" ? value.id : value);
  return Object.keys(given).find((key) => {
    if (skip.includes(key)) return false;
    return key === "badge" ? !sameAddress(idOf(given[key]), idOf(there[key])) && !sameJson(given[key], there[key]) : !sameJson(given[key], there[key]);
  });
}

/**
 * The badge and its issuer.
 * @param {Run} run
 * @param {Json} assertion
 * @param {boolean} old
 * @returns {Promise<{badge: Json, issuer: Json, badgeAddress: string, issuerAddress: string} | null>}
 */
export async function related(run, assertion, old) {
  let parts = null;
  await run.check("badge", async () => {
    const badgeAddress = typeof assertion.badge === "string" ? assertion.badge : plain(assertion.badge?.id ?? "");
    let badge = isObject(assertion.badge) ? assertion.badge : await getJson(run.net, badgeAddress);
    if (!old && !isObject(assertion.badge) && !sameAddress(badge.id, badgeAddress)) badge = await own(run, plain(badge.id), old);
    checkBadgeClass(badge, old);
    const issuerAddress = typeof badge.issuer === "string" ? badge.issuer : plain(badge.issuer?.id ?? "");
    let issuer = issuerAddress || !old ? await getJson(run.net, issuerAddress) : badge.issuer;
    // A document that says that it is another one could name itself into the issuer's place.
    if (issuer.id !== undefined && issuerAddress && !sameAddress(issuer.id, issuerAddress)) issuer = await own(run, plain(issuer.id), false);
    if (old && issuer.id === undefined && issuerAddress) issuer = { ...issuer, id: issuerAddress };
    checkIssuer(issuer, old);
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
  const document = await getJson(run.net, address);
  if (!old && !sameAddress(document.id, address)) throw failed("ID_MISMATCH", { id: plain(document.id).slice(0, 300), address: address.slice(0, 300) });
  return document;
}

/**
 * Whether the assertion and the badge stand where the issuer's badges may stand (Open Badges 2.0, "Hosted
 * verification": `startsWith`, `allowedOrigins`, or the host of the issuer's own address).
 * @param {Run} run
 * @param {Json} assertion
 * @param {{badge: Json, issuer: Json, badgeAddress: string, issuerAddress: string}} parts
 */
function scope(run, assertion, { issuer, issuerAddress, badgeAddress }) {
  run.checkNow("issuer-key", () => {
    const rules = asList(issuer.verification).find(isObject) ?? {};
    const starts = asList(rules.startsWith).map(plain);
    const address = plain(assertion.id);
    const origins = asList(rules.allowedOrigins).length ? asList(rules.allowedOrigins).map(plain) : [hostOf(issuer.id ?? (issuerAddress || issuer.url))];
    const secure = (/** @type {string} */ one) => one.replace(/^http:/, "https:");
    const good = (/** @type {string} */ one) =>
      starts.length ? starts.some((start) => new URL(secure(one)).href.startsWith(secure(start))) : origins.some((origin) => origin === hostOf(one) || origin === new URL(one).origin);
    if (!/^https?:/.test(address)) throw failed("MALFORMED_VALUE_ERROR", { property: "id" });
    const wrong = [address, badgeAddress].find((one) => /^https?:/.test(one) && !good(one));
    if (wrong) throw failed("ISSUER_MISMATCH", { issuer: plain(issuer.id ?? issuerAddress).slice(0, 300), controller: wrong.slice(0, 300) });
    return { how: "HOSTED_SCOPE", issuer: issuer.id ?? issuerAddress };
  });
}

/**
 * @param {Run} run
 * @param {Json} assertion
 * @param {Json} issuer
 * @param {Json} verification
 * @param {import("./jwt.js").Jws} jws
 * @param {boolean} old
 */
async function signature(run, assertion, issuer, verification, jws, old) {
  const { verifyJws } = await import("./jwt.js");
  const listed = asList(issuer.publicKey).map((one) => (isObject(one) ? plain(one.id) : plain(one)));
  const address = old ? verification.url : (verification.creator ?? listed[0]);
  /** @type {import("./signatures.js").Key | null} */
  let key = null;
  await run.check("issuer-key", async () => {
    if (old) {
      const { bytes } = await run.net.get(address);
      key = fromPem(fromUtf8(bytes));
      if (hostOf(address) !== hostOf(issuer.url)) throw failed("ISSUER_MISMATCH", { issuer: plain(issuer.url), controller: plain(address) });
      return { how: "KEY_DOCUMENT", key: address };
    }
    const inside = asList(issuer.publicKey).find((one) => isObject(one) && one.id === address);
    const document = inside ?? (await getJson(run.net, address));
    key = fromPem(document.publicKeyPem);
    if (!listed.some((one) => sameAddress(one, address))) throw failed("KEY_NOT_LISTED", { key: plain(address).slice(0, 300), issuer: plain(issuer.id) });
    if (!sameAddress(document.owner, issuer.id)) throw failed("ISSUER_MISMATCH", { issuer: plain(issuer.id), controller: plain(document.owner).slice(0, 300) });
    return { how: "KEY_DOCUMENT", key: address };
  });
  await run.check("proof", async () => {
    if (!key) throw notChecked("KEY_UNAVAILABLE", {});
    await verifyJws(jws, key);
    return { how: "JWS", format: jws.header.alg };
  });
}

/**
 * @param {Run} run
 * @param {Json} assertion
 * @param {Json} issuer
 * @param {boolean} old
 */
async function revocations(run, assertion, issuer, old) {
  await run.check("status", async () => {
    if (issuer.revocationList === undefined) return { code: "NO_STATUS" };
    let list;
    try {
      list = await getJson(run.net, issuer.revocationList);
    } catch (error) {
      throw notChecked("STATUS_RETRIEVAL_ERROR", { address: plain(issuer.revocationList).slice(0, 300), cause: error instanceof Fault ? error.code : "" });
    }
    const ids = [assertion.id, assertion.uid].filter(Boolean);
    const named = asList(list.revokedAssertions).find((one) => ids.includes(isObject(one) ? (one.id ?? one.uid) : one));
    const oldReason = list.revokedAssertions === undefined ? ids.find((id) => Object.hasOwn(list, id)) : undefined;
    const isList = list.revokedAssertions !== undefined && list.revokedAssertions !== null;
    if (!old && !isList) throw notChecked("STATUS_VERIFICATION_ERROR", { what: "revokedAssertions" });
    if (named === undefined && oldReason === undefined) return { code: "NOT_REVOKED" };
    const reason = oldReason ? list[oldReason] : isObject(named) ? named.revocationReason : undefined;
    throw failed("REVOKED", { address: issuer.revocationList, ...(typeof reason === "string" && { reason: reason.slice(0, 500) }) });
  });
}

/**
 * The definition of a badge, which was given to nobody.
 * @param {Run} run
 * @param {Json} given
 */
export async function verifyBadgeClass(run, given) {
  run.format = { name: "Open Badges 2.0", proof: "hosted" };
  await run.check("format", () => {
    checkBadgeClass(given, false);
    need(typeof given.id === "string" && /^https?:\/\//.test(given.id), "id");
    return { code: "DEFINITION" };
  });
  if (run.has("failed")) return;
  const parts = await related(run, { badge: given.id }, false);
  if (!parts) return;
  const changed = difference(given, parts.badge);
  if (changed) run.add("proof", failed("CHANGED", { property: changed }));
  scope(run, { id: given.id }, { ...parts, badgeAddress: plain(given.id) });
  run.found({ assertion: {}, ...parts }, plain(parts.issuer.id), "");
}
