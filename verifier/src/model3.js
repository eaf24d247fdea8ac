// What a credential of Open Badges 3.0 has to be before anything else is asked (sections 8.1 and B.1; VC 2.0 and 1.1).
// @ts-check

import { failed, notChecked } from "./fault.js";
import { CONTEXTS } from "./contexts.js";
import { asList, isObject, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

export const VC_2 = "https://www.w3.org/ns/credentials/v2";
export const VC_1 = "https://www.w3.org/2018/credentials/v1";
const BADGES = ["OpenBadgeCredential", "AchievementCredential"];
const OB_CONTEXT = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(?:-3\.\d\.\d)?\.json$/;
const DATE = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
// Values with a language are the only places where a keyword of JSON-LD may stand.
const KEYWORDS = ["@context", "@value", "@language", "@direction", "@type"];

/** Whether a document is a verifiable credential of any kind. @param {Json} document */
export const isCredential = (document) => asList(document.type ?? document["@type"]).includes("VerifiableCredential");

/** @param {Json} document @returns {"badge" | "endorsement" | "other"} */
export function kindOf(document) {
  const types = asList(document.type);
  if (types.some((type) => BADGES.includes(type))) return "badge";
  return types.includes("EndorsementCredential") ? "endorsement" : "other";
}

/** The version of the data model. @param {Json} document @returns {1 | 2} */
export const versionOf = (document) => (asList(document["@context"])[0] === VC_1 ? 1 : 2);

/** The id of the issuer. @param {Json} document @returns {string} */
export const issuerId = (document) => plain(isObject(document.issuer) ? document.issuer.id : document.issuer);

/** The subject of a badge: there is one. @param {Json} document @returns {Json} */
export const subjectOf = (document) => asList(document.credentialSubject)[0] ?? {};

/** When it starts and ends. @param {Json} document @returns {{start?: string, end?: string}} */
export const datesOf = (document) =>
  versionOf(document) === 1
    ? { start: document.issuanceDate, end: document.expirationDate }
    : { start: document.validFrom, end: document.validUntil };

/**
 * @param {boolean} good
 * @param {string} property
 */
function need(good, property) {
  if (!good) throw failed("MALFORMED_VALUE_ERROR", { property });
}

const isText = (/** @type {unknown} */ value) => typeof value === "string" && value.length > 0;
const isTexts = (/** @type {unknown} */ value) => isText(value) || (isObject(value) && isText(value["@value"])) || (Array.isArray(value) && value.every(isTexts));

/**
 * Faults: MALFORMED_VALUE_ERROR with the property, UNKNOWN_CONTEXT, HIDDEN_PROPERTY.
 * @param {Json} document
 * @param {boolean} asRdf whether the proof signs what the contexts make of the words, and not the words themselves
 */
export function checkModel(document, asRdf) {
  const contexts = asList(document["@context"]);
  need(contexts[0] === VC_2 || contexts[0] === VC_1, "@context");
  const kind = kindOf(document);
  // Which contexts stand there matters only for what is read as RDF; an unknown one hides what the words mean.
  const unknown = contexts.find((one) => typeof one !== "string" || !Object.hasOwn(CONTEXTS, one));
  if (asRdf) {
    if (kind !== "other" && !unknown) need(OB_CONTEXT.test(plain(contexts[1])), "@context");
    plainKeys(document, 0);
    sameIdTwice(document);
  }
  need(document.id === undefined ? kind === "other" : isAddress(document.id), "id");
  need(isAddress(isObject(document.issuer) ? document.issuer.id : document.issuer), "issuer");
  const { start, end } = datesOf(document);
  need(DATE.test(plain(start)) && !Number.isNaN(Date.parse(plain(start))), versionOf(document) === 1 ? "issuanceDate" : "validFrom");
  need(end === undefined || (DATE.test(plain(end)) && !Number.isNaN(Date.parse(plain(end)))), versionOf(document) === 1 ? "expirationDate" : "validUntil");
  need(document.name === undefined || isTexts(document.name), "name");
  if (kind === "badge") checkBadge(document);
  if (kind === "endorsement") need(isAddress(subjectOf(document).id), "credentialSubject.id");
  if (asRdf && unknown !== undefined) throw notChecked("UNKNOWN_CONTEXT", { context: plain(isObject(unknown) ? "{…}" : unknown).slice(0, 200) });
}

/** @param {Json} document */
function checkBadge(document) {
  need(asList(document.credentialSubject).length === 1 && isObject(subjectOf(document)), "credentialSubject");
  const subject = subjectOf(document);
  need(asList(subject.type).includes("AchievementSubject"), "credentialSubject.type");
  const achievement = subject.achievement;
  need(isObject(achievement), "credentialSubject.achievement");
  need(isText(achievement.id), "achievement.id");
  need(asList(achievement.type).includes("Achievement"), "achievement.type");
  need(isTexts(achievement.name), "achievement.name");
  need(isTexts(achievement.description), "achievement.description");
  need(isObject(achievement.criteria) && (achievement.criteria.id !== undefined || achievement.criteria.narrative !== undefined), "achievement.criteria");
  for (const one of asList(subject.identifier)) {
    need(isObject(one) && typeof one.hashed === "boolean" && isText(one.identityHash) && isText(one.identityType), "credentialSubject.identifier");
  }
  need(subject.id !== undefined || asList(subject.identifier).length > 0, "credentialSubject.id");
}

/** @param {unknown} value */
function isAddress(value) {
  return typeof value === "string" && value.length < 3000 && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value);
}

/**
 * Keys that say the same to a signature and something else to a reader: whole addresses and keywords instead of
 * the short words. A withdrawal could hide behind one.
 * @param {any} node
 * @param {number} depth
 */
function plainKeys(node, depth) {
  if (Array.isArray(node)) for (const one of node) plainKeys(one, depth);
  if (!isObject(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (key.includes(":") || (key.startsWith("@") && !KEYWORDS.includes(key)) || (key === "@type" && !("@value" in node))) {
      throw failed("HIDDEN_PROPERTY", { property: key.slice(0, 100) });
    }
    if (key === "@context") {
      if (depth > 0 && asList(value).some((one) => typeof one !== "string")) throw notChecked("UNKNOWN_CONTEXT", { context: "{…}" });
      continue;
    }
    plainKeys(value, depth + 1);
  }
}

/**
 * A second object with the credential's own id: what is said there is signed as if it were said of the credential,
 * and a reader of the JSON would not see it.
 * @param {Json} document
 */
function sameIdTwice(document) {
  const walk = (/** @type {any} */ node) => {
    if (Array.isArray(node)) return node.forEach(walk);
    if (!isObject(node)) return;
    if (node !== document && node.id === document.id && node.id !== undefined && Object.keys(node).some((key) => key !== "id" && key !== "type")) {
      throw failed("HIDDEN_PROPERTY", { property: "id" });
    }
    for (const [key, value] of Object.entries(node)) if (key !== "@context" && key !== "proof") walk(value);
  };
  walk(document);
}
