// What the documents of Open Badges 2.0 and 1.x have to be (Open Badges 2.0, section "Data classes"). A fault that
// changes who, what, when or whether is a fault; one of form alone is noted by the name of its property.
// @ts-check

import { failed, notChecked } from "./fault.js";
import { asList, isObject, plain, single } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {(good: boolean, property: string) => void} Note */

const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** The classes of a document. @param {Json} document @returns {string[]} */
export const typesOf = (document) =>
  asList(document.type ?? document["@type"]).map((type) => plain(type).replace(/^obi:|^.*[#/]/, ""));

/**
 * Which document of Open Badges 1 or 2 it is, or null when it is none.
 * @param {Json} document
 * @returns {"assertion" | "assertion-1" | "assertion-0" | "description" | null}
 */
export function kindOf2(document) {
  const types = typesOf(document);
  const contexts = asList(document["@context"]);
  const named = contexts.some(
    (one) =>
      typeof one === "string" &&
      /^https?:\/\/w3id\.org\/openbadges\/v[12]$|^https?:\/\/openbadgespec\.org/.test(one.replace(/\/$/, "")),
  );
  const old =
    contexts.some(
      (one) => typeof one === "string" && /openbadges\/v1\/?$|^https?:\/\/standard\.openbadges\.org\/1/.test(one),
    ) ||
    (!contexts.length && document.verify !== undefined);
  if (types.includes("Assertion")) return old ? "assertion-1" : "assertion";
  if (types.some((type) => ["BadgeClass", "Achievement", "Issuer", "Profile", "Endorsement"].includes(type)))
    return "description";
  // A withdrawn badge may have lost all but its address.
  if (!types.length && document.revoked === true && typeof document.id === "string") return "assertion";
  const given = document.recipient !== undefined && document.badge !== undefined;
  if (!types.length && isObject(document.verify) && (document.badge !== undefined || document.recipient !== undefined))
    return "assertion-1";
  if (!types.length && given && isObject(document.badge) && !named) return "assertion-0";
  if (
    !types.length &&
    document.criteria !== undefined &&
    document.issuer !== undefined &&
    document.recipient === undefined
  )
    return "description";
  if (named && (document.recipient !== undefined || document.badge !== undefined))
    throw failed("MALFORMED_VALUE_ERROR", { property: "type" });
  return null;
}

/**
 * @param {boolean} good
 * @param {string} property
 */
export function need(good, property) {
  if (!good) throw failed("MALFORMED_VALUE_ERROR", { property });
}

const isText = (/** @type {unknown} */ value) => typeof value === "string" && value.trim().length > 0;
const isAddress = (/** @type {unknown} */ value) =>
  typeof value === "string" && /^(?:https?:\/\/|urn:uuid:)\S+$/.test(value) && value.length < 3000;
const isPicture = (/** @type {unknown} */ value) =>
  isAddress(value) || (typeof value === "string" && /^data:image\//.test(value) && value.length < 3_000_000);

/** @param {unknown} value */
export const isDate = (value) => !Number.isNaN(timeOf(value)) && timeOf(value) > 0;

/** Milliseconds of a date as Open Badges 1 and 2 write it; seconds since 1970 in the oldest, as a number or a text. @param {unknown} value */
export function timeOf(value) {
  if (typeof value === "number") return Math.abs(value) < 8e12 ? value * 1000 : NaN;
  const text = plain(value);
  if (/^\d{9,11}(?:\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  if (!DATE.test(text)) return NaN;
  // A time without a zone is taken as one in UTC: what a badge says must not hang on where its reader lives.
  const whole = text.replace(" ", "T");
  return Date.parse(/T[\d:.]+$/.test(whole) ? `${whole}Z` : whole);
}

/**
 * @param {Json} document as its host serves it, without nulls
 * @param {boolean} old Open Badges 1.x
 * @param {Note} note
 */
export function readAssertion(document, old, note) {
  const recipient = single(document.recipient);
  note(old ? isText(document.id ?? document.uid) : isAddress(document.id), "id");
  note(
    recipient === undefined ||
      old ||
      (isObject(recipient) &&
        isText(recipient.identity) &&
        isText(recipient.type) &&
        typeof recipient.hashed === "boolean"),
    "recipient",
  );
  need(isText(single(document.badge)) || isObject(single(document.badge)), "badge");
  note(old || isObject(document.verification), "verification");
  note(document.issuedOn !== undefined, "issuedOn");
  need(document.issuedOn === undefined || isDate(document.issuedOn), "issuedOn");
  note(old || document.issuedOn === undefined || DATE.test(plain(document.issuedOn)), "issuedOn");
  need(document.expires === undefined || isDate(document.expires), "expires");
  note(
    document.expires === undefined ||
      document.issuedOn === undefined ||
      timeOf(document.issuedOn) <= timeOf(document.expires),
    "expires",
  );
  if (!old && document.image !== undefined)
    note(isAddress(isObject(document.image) ? document.image.id : document.image), "image");
}

/** @param {Json} document @param {boolean} old @param {Note} note */
export function readBadgeClass(document, old, note) {
  need(!typesOf(document).some((type) => ["Assertion", "Issuer", "Profile"].includes(type)), "badge.type");
  note(old || typesOf(document).includes("BadgeClass"), "badge.type");
  need(isText(document.name), "badge.name");
  note(isText(document.description), "badge.description");
  note(isPicture(isObject(document.image) ? document.image.id : document.image), "badge.image");
  note(
    isText(document.criteria) ||
      (isObject(document.criteria) && (isText(document.criteria.id) || isText(document.criteria.narrative))),
    "badge.criteria",
  );
  need(isText(document.issuer) || isObject(document.issuer), "badge.issuer");
}

/** @param {Json} document @param {boolean} old @param {Note} note */
export function readIssuer(document, old, note) {
  need(!typesOf(document).some((type) => ["Assertion", "BadgeClass"].includes(type)), "issuer.type");
  note(old || typesOf(document).some((type) => ["Issuer", "Profile"].includes(type)), "issuer.type");
  for (const name of old ? ["name", "url"] : ["name", "url", "email"]) note(isText(document[name]), `issuer.${name}`);
}

/**
 * A badge of Open Badges 0.5 says in itself all that there is, and nothing that could be asked.
 * @returns {never}
 */
export function tooOld() {
  throw notChecked("TOO_OLD", { format: "Open Badges 0.5" });
}
