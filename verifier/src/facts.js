// What a badge says, as plain text to show. Only what was verified gets here.
// @ts-check

import { datesOf, issuerId, subjectOf } from "./model3.js";
import { timeOf } from "./model2.js";
import { asList, isObject } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
const MOST = 5000;

/**
 * Text of a value that may have a language; controls that turn the direction of other text are taken out.
 * @param {unknown} value
 * @returns {string}
 */
export function text(value) {
  const one = Array.isArray(value) ? value[0] : value;
  const plain = isObject(one) ? one["@value"] : one;
  return typeof plain === "string" ? plain.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u0000-\u0008\u000b-\u001f\u007f]/g, "").slice(0, MOST) : "";
}

/** An address that may be a link. @param {unknown} value @returns {string} */
export function link(value) {
  const one = isObject(value) ? value.id : value;
  return typeof one === "string" && /^https:\/\/[^\s"<>]+$/.test(one) && one.length < 2000 ? one : "";
}

/** A picture that needs no other host, or its address. @param {unknown} value @returns {string} */
function picture(value) {
  const one = isObject(value) ? value.id : asList(value)[0];
  return typeof one === "string" && /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/.test(one) && one.length < 3_000_000 ? one : link(one);
}

/** @param {unknown} value */
const iso = (value) => (value === undefined || Number.isNaN(timeOf(value)) ? "" : new Date(timeOf(value)).toISOString());

/**
 * @param {Json} document a credential of Open Badges 3.0
 */
export function factsOf3(document) {
  const subject = subjectOf(document);
  const achievement = isObject(subject.achievement) ? subject.achievement : {};
  const issuer = isObject(document.issuer) ? document.issuer : {};
  const { start, end } = datesOf(document);
  return {
    id: text(document.id),
    name: text(achievement.name) || text(document.name),
    description: text(achievement.description) || text(document.description) || text(subject.endorsementComment),
    criteria: text(achievement.criteria?.narrative),
    criteriaAddress: link(achievement.criteria?.id),
    picture: picture(document.image ?? achievement.image),
    issuer: text(issuer.name) || issuerId(document),
    issuerId: issuerId(document),
    issuerAddress: link(issuer.url) || link(issuer.id),
    issued: iso(document.awardedDate ?? start),
    ends: iso(end),
    narrative: text(subject.narrative),
    evidence: evidence(document.evidence ?? subject.evidence),
    results: asList(subject.result).filter(isObject).slice(0, 20).map((one) => text(one.value) || text(one.status)).filter(Boolean),
    alignment: asList(achievement.alignment).filter(isObject).slice(0, 20).map((one) => ({ name: text(one.targetName), address: link(one.targetUrl) })),
  };
}

/**
 * @param {{assertion: Json, badge: Json, issuer: Json}} parts of Open Badges 2.0 or 1
 */
export function factsOf2({ assertion, badge, issuer }) {
  return {
    id: text(assertion.id ?? badge.id),
    name: text(badge.name),
    description: text(badge.description),
    criteria: isObject(badge.criteria) ? text(badge.criteria.narrative) : "",
    criteriaAddress: link(badge.criteria),
    picture: picture(assertion.image ?? badge.image),
    issuer: text(issuer.name),
    issuerId: text(issuer.id ?? issuer.url),
    issuerAddress: link(issuer.url),
    issued: iso(assertion.issuedOn),
    ends: iso(assertion.expires),
    narrative: text(assertion.narrative),
    evidence: evidence(assertion.evidence),
    results: [],
    alignment: asList(badge.alignment).filter(isObject).slice(0, 20).map((one) => ({ name: text(one.targetName), address: link(one.targetUrl) })),
  };
}

/** @param {unknown} value */
function evidence(value) {
  return asList(value).slice(0, 20).map((one) =>
    isObject(one) ? { text: text(one.narrative) || text(one.name) || text(one.description), address: link(one.id) } : { text: "", address: link(one) },
  );
}
