// What a credential of Open Badges 3.0 has to be before anything else is asked (sections 8.1 and B.1; VC 2.0 and 1.1).
// A fault that changes who, what, when or whether is a fault; one of form alone is noted by the name of its property.
// @ts-check

import { failed } from "./fault.js";
import { asList, isObject, plain, single } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

export const VC_2 = "https://www.w3.org/ns/credentials/v2";
export const VC_1 = "https://www.w3.org/2018/credentials/v1";
const BADGES = ["OpenBadgeCredential", "AchievementCredential"];
const OB_CONTEXT = /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(?:-3\.\d\.\d)?\.json$/;
const DATE = /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** The classes of a document. @param {Json} document @returns {string[]} */
const typesOf = (document) => asList(document.type ?? document["@type"]).filter((one) => typeof one === "string");

/** Whether a document is a verifiable credential of any kind. @param {Json} document */
export const isCredential = (document) =>
  typesOf(document).includes("VerifiableCredential") ||
  (typesOf(document).some((type) => BADGES.includes(type)) && isObject(subjectOf(document)));

/** Whether a document is a wrapper around credentials. @param {Json} document */
export const isPresentation = (document) => typesOf(document).includes("VerifiablePresentation");

/** @param {Json} document @returns {"badge" | "endorsement" | "other"} */
export function kindOf(document) {
  const types = typesOf(document);
  if (types.some((type) => BADGES.includes(type))) return "badge";
  if (types.includes("EndorsementCredential")) return "endorsement";
  return isObject(achievementOf(document)) ? "badge" : "other";
}

/** The version of the data model. @param {Json} document @returns {1 | 2} */
export const versionOf = (document) =>
  asList(document["@context"]).includes(VC_1) && !asList(document["@context"]).includes(VC_2) ? 1 : 2;

/** The id of the issuer. @param {Json} document @returns {string} */
export const issuerId = (document) =>
  plain(isObject(single(document.issuer)) ? single(document.issuer).id : single(document.issuer));

/** The subject of a badge: there is one. @param {Json} document @returns {Json} */
export const subjectOf = (document) =>
  isObject(asList(document.credentialSubject)[0]) ? asList(document.credentialSubject)[0] : {};

/** @param {Json} document */
export const achievementOf = (document) => single(subjectOf(document).achievement);

/**
 * When it starts and ends. Where two properties say it, the narrower span counts; values that are no dates are left
 * out (`readModel` refuses them).
 * @param {Json} document
 * @returns {{start?: string, end?: string}}
 */
export function datesOf(document) {
  const sorted = (/** @type {string[]} */ names) =>
    names
      .map((name) => document[name])
      .filter((value) => !Number.isNaN(timeOf3(value)))
      .sort((one, other) => timeOf3(one) - timeOf3(other));
  const start = sorted(["validFrom", "issuanceDate"]).at(-1);
  const end = sorted(["validUntil", "expirationDate"])[0];
  return { ...(start !== undefined && { start }), ...(end !== undefined && { end }) };
}

/** Milliseconds of a date; NaN for what is none. A date without a zone is one in UTC. @param {unknown} value */
export function timeOf3(value) {
  const text = plain(value);
  if (DATE.test(text)) return Date.parse(text);
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/.exec(text) ?? [];
  return day ? Date.parse(`${day}T${time ?? "00:00"}Z`) : NaN;
}

/**
 * @param {boolean} good
 * @param {string} property
 */
function need(good, property) {
  if (!good) throw failed("MALFORMED_VALUE_ERROR", { property });
}

const isText = (/** @type {unknown} */ value) => typeof value === "string" && value.length > 0;
const isTexts = (/** @type {unknown} */ value) =>
  isText(value) ||
  (isObject(value) && isText(value["@value"])) ||
  (Array.isArray(value) && value.length > 0 && value.every(isTexts));

/**
 * The properties in which a credential departs from the standard without saying anything else by it. Fault:
 * MALFORMED_VALUE_ERROR with the property that says who, what, when or whether and cannot be understood.
 * @param {Json} document without its nulls
 * @returns {string[]}
 */
export function readModel(document) {
  /** @type {string[]} */
  const notes = [];
  const note = (/** @type {boolean} */ good, /** @type {string} */ property) =>
    void (good || notes.includes(property) || notes.push(property));
  const kind = kindOf(document);
  const contexts = asList(document["@context"]);
  note(
    (contexts[0] === VC_2 || contexts[0] === VC_1) && (kind === "other" || OB_CONTEXT.test(plain(contexts[1]))),
    "@context",
  );
  note(
    typesOf(document).includes("VerifiableCredential") &&
      (kind !== "badge" || typesOf(document).some((type) => BADGES.includes(type))),
    "type",
  );
  note(document.id === undefined ? kind === "other" : isAddress(document.id), "id");
  need(document.id === undefined || typeof document.id === "string", "id");
  need(isAddress(issuerId(document)), "issuer");
  readDates(document, note);
  if (document.name !== undefined) note(isTexts(document.name), "name");
  if (kind === "badge") readBadge(document, note);
  if (kind === "endorsement") need(isAddress(subjectOf(document).id), "credentialSubject.id");
  return notes;
}

/**
 * @param {Json} document
 * @param {(good: boolean, property: string) => void} note
 */
function readDates(document, note) {
  const old = versionOf(document) === 1;
  for (const name of ["validFrom", "issuanceDate", "validUntil", "expirationDate"]) {
    if (document[name] === undefined) continue;
    need(!Number.isNaN(timeOf3(document[name])), name);
    note(DATE.test(plain(document[name])) && ["issuanceDate", "expirationDate"].includes(name) === old, name);
  }
  const { start, end } = datesOf(document);
  note(start !== undefined, old ? "issuanceDate" : "validFrom");
  note(
    start === undefined || end === undefined || timeOf3(start) <= timeOf3(end),
    old ? "expirationDate" : "validUntil",
  );
  if (document.awardedDate !== undefined) note(!Number.isNaN(timeOf3(document.awardedDate)), "awardedDate");
}

/**
 * @param {Json} document
 * @param {(good: boolean, property: string) => void} note
 */
function readBadge(document, note) {
  need(
    asList(document.credentialSubject).length === 1 && isObject(asList(document.credentialSubject)[0]),
    "credentialSubject",
  );
  const subject = subjectOf(document);
  const achievement = achievementOf(document);
  need(isObject(achievement), "credentialSubject.achievement");
  need(isTexts(achievement.name) || isTexts(document.name), "achievement.name");
  note(asList(subject.type).includes("AchievementSubject"), "credentialSubject.type");
  note(isText(achievement.id), "achievement.id");
  note(asList(achievement.type).includes("Achievement"), "achievement.type");
  note(isTexts(achievement.name), "achievement.name");
  note(isTexts(achievement.description), "achievement.description");
  const criteria = single(achievement.criteria);
  note(isObject(criteria) && (isText(criteria.id) || isText(criteria.narrative)), "achievement.criteria");
  for (const one of asList(subject.identifier)) {
    note(
      isObject(one) && typeof one.hashed === "boolean" && isText(one.identityHash) && isText(one.identityType),
      "credentialSubject.identifier",
    );
  }
}

/** Whether a badge says in any way whose it is. @param {Json} document */
export const namesSomebody = (document) =>
  isText(subjectOf(document).id) ||
  asList(subjectOf(document).identifier).some((one) => isObject(one) && isText(one.identityHash));

/** @param {unknown} value */
function isAddress(value) {
  return typeof value === "string" && value.length < 3000 && /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(value);
}
