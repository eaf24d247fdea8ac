// What a badge says, as plain text to show. Only what was verified gets here.
// @ts-check

import { achievementOf, datesOf, issuerId, subjectOf, timeOf3 } from "./model3.js";
import { timeOf } from "./model2.js";
import { identitiesOf, identitiesOf2 } from "./recipient.js";
import { asList, isObject, single } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
const MAX_TEXT = 5000;
/** More rows than this are no badge that a person reads. */
const MAX_ROWS = 200;

/** @param {unknown} one */
const languageIn = (one) =>
  isObject(one) && typeof one["@language"] === "string" && /^[A-Za-z0-9-]{2,35}$/.test(one["@language"])
    ? one["@language"]
    : "";

/** The value in the reader's language, where there are several. @param {unknown} value @param {string} reader */
function chosen(value, reader) {
  const main = (/** @type {string} */ tag) => tag.toLowerCase().split("-")[0];
  const own = asList(value).filter((one) => reader && main(languageIn(one)) === main(reader));
  return own.length ? own : value;
}

/**
 * Reads the text of a value that may have a language, in the reader's where it has that; controls that turn the
 * direction of other text are taken out.
 * @param {string} [reader] the reader's language
 */
function textFor(reader = "") {
  /** @param {unknown} given @returns {string} */
  function text(given) {
    const value = chosen(given, reader);
    // Of several values a signature keeps no order: the first by the alphabet is the same for everybody.
    if (Array.isArray(value) && value.length > 1) return value.map(text).sort().find(Boolean) ?? "";
    const one = single(value);
    const plain = isObject(one) ? one["@value"] : one;
    return typeof plain === "string"
      ? plain
          .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u0000-\u0008\u000b-\u001f\u007f]/g, "")
          .slice(0, MAX_TEXT)
      : "";
  }
  return text;
}

/** Text for a reader of whom no language is known. */
export const text = textFor();

/**
 * The language of the words that are shown, as far as the badge says it.
 * @param {unknown} name
 * @param {unknown} said
 * @param {string} reader
 */
function languageOf(name, said, reader) {
  const own = asList(chosen(name, reader)).map(languageIn).find(Boolean);
  return own || languageIn({ "@language": single(said) });
}

/** An address that may be a link. @param {unknown} value @returns {string} */
export function link(value) {
  const one = single(isObject(single(value)) ? single(value).id : value);
  return typeof one === "string" && /^https:\/\/[^\s"<>]+$/.test(one) && one.length < 2000 ? one : "";
}

/** A picture that needs no other host, or its address. @param {unknown} value @returns {string} */
function picture(value) {
  const one = single(isObject(single(value)) ? single(value).id : asList(value)[0]);
  return typeof one === "string" &&
    /^data:image\/(?:png|jpeg|gif|webp|svg\+xml)[;,]/.test(one) &&
    one.length < 3_000_000
    ? one
    : link(one);
}

/** @param {unknown} value */
const iso = (value) =>
  value === undefined || Number.isNaN(timeOf(value)) ? "" : new Date(timeOf(value)).toISOString();

/** @param {unknown} value */
const iso3 = (value) =>
  value === undefined || Number.isNaN(timeOf3(value)) ? "" : new Date(timeOf3(value)).toISOString();

/** Whose badge it is, where it says so openly. @param {import("./recipient.js").Identity[]} identities */
const openly = (identities) =>
  text(identities.find(({ hashed, kind }) => !hashed && ["name", "emailAddress"].includes(kind))?.value ?? "");

/**
 * The name that a badge says of whoever gave it, as this reader is shown it: what is warned of must be what is read.
 * @param {Json} material
 * @param {string} [language] of the reader
 */
export function saidName({ document, issuer }, language = "") {
  const text = textFor(language);
  return document ? text(single(document.issuer)?.name) : text(issuer?.name);
}

/**
 * The page of whoever gave it: the one in the list, or the one that the badge names where its host has answered.
 * @param {unknown} url
 * @param {import("./registry.js").Proven} proven
 */
function pageOf(url, proven) {
  if (proven.by === "list") return link(proven.url);
  const address = link(url);
  return address && proven.by === "host" && new URL(address).host === proven.host ? address : "";
}

/**
 * @param {Json} document a credential of Open Badges 3.0
 * @param {import("./registry.js").Proven} proven
 * @param {string} [language] of the reader
 */
export function factsOf3(document, proven, language = "") {
  const text = textFor(language);
  const subject = subjectOf(document);
  const achievement = isObject(achievementOf(document)) ? achievementOf(document) : {};
  const issuer = isObject(single(document.issuer)) ? single(document.issuer) : {};
  const { start, end } = datesOf(document);
  return {
    id: text(document.id),
    name: text(achievement.name) || text(document.name),
    language: languageOf(achievement.name ?? document.name, achievement.inLanguage, language),
    description: text(achievement.description) || text(document.description) || text(subject.endorsementComment),
    criteria: text(single(achievement.criteria)?.narrative),
    criteriaAddress: link(single(achievement.criteria)?.id),
    picture: picture(document.image ?? achievement.image),
    giver: proven,
    person: openly(identitiesOf(subject)),
    issuer: text(issuer.name),
    issuerId: issuerId(document),
    issuerAddress: pageOf(issuer.url ?? issuer.id, proven),
    issued: iso3(document.awardedDate) || iso3(start),
    ends: iso3(end),
    narrative: text(subject.narrative),
    evidence: evidence(document.evidence ?? subject.evidence, text),
    results: asList(subject.result)
      .filter(isObject)
      .map((one) => [text(one.value), text(one.status)].filter(Boolean).join(" · "))
      .filter(Boolean)
      .slice(0, MAX_ROWS),
    alignment: asList(achievement.alignment)
      .filter(isObject)
      .slice(0, MAX_ROWS)
      .map((one) => ({ name: text(one.targetName), address: link(one.targetUrl) })),
  };
}

/**
 * @param {{assertion: Json, badge: Json, issuer: Json}} parts of Open Badges 2.0 or 1
 * @param {import("./registry.js").Proven} proven
 * @param {string} [language] of the reader
 */
export function factsOf2({ assertion, badge, issuer }, proven, language = "") {
  const text = textFor(language);
  return {
    id: text(assertion.id ?? badge.id),
    name: text(badge.name),
    language: languageOf(badge.name, badge["@language"], language),
    description: text(badge.description),
    criteria: isObject(badge.criteria) ? text(badge.criteria.narrative) : "",
    criteriaAddress: link(badge.criteria),
    picture: picture(assertion.image ?? badge.image),
    giver: proven,
    person: openly(identitiesOf2(assertion.recipient)),
    issuer: text(issuer.name),
    issuerId: text(issuer.id ?? issuer.url ?? issuer.origin),
    issuerAddress: pageOf(issuer.url, proven),
    issued: iso(assertion.issuedOn ?? assertion.issued_on),
    ends: iso(assertion.expires),
    narrative: text(assertion.narrative),
    evidence: evidence(assertion.evidence, text),
    results: [],
    alignment: asList(badge.alignment)
      .filter(isObject)
      .slice(0, MAX_ROWS)
      .map((one) => ({ name: text(one.targetName), address: link(one.targetUrl) })),
  };
}

/** @param {unknown} value @param {(given: unknown) => string} text */
function evidence(value, text) {
  const rows = asList(value).map((one) =>
    isObject(one)
      ? { text: text(one.narrative) || text(one.name) || text(one.description), address: link(one.id) }
      : { text: "", address: link(one) },
  );
  return rows.filter((one) => one.text || one.address).slice(0, MAX_ROWS);
}
