// What the documents of Open Badges 2.0 and 1.x have to be (Open Badges 2.0, section "Data classes").
// @ts-check

import { failed } from "./fault.js";
import { asList, isObject, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

const DATE = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** The classes of a document. @param {Json} document @returns {string[]} */
export const typesOf = (document) => asList(document.type ?? document["@type"]).map((type) => plain(type).replace(/^obi:|^.*[#/]/, ""));

/**
 * Which document of Open Badges 1 or 2 it is, or null when it is none.
 * @param {Json} document
 * @returns {"assertion" | "badge" | "assertion-1" | null}
 */
export function kindOf2(document) {
  const types = typesOf(document);
  const contexts = asList(document["@context"]);
  const named = contexts.some((one) => typeof one === "string" && /^https?:\/\/w3id\.org\/openbadges\/v[12]$|^https?:\/\/openbadgespec\.org/.test(one.replace(/\/$/, "")));
  const old = contexts.some((one) => typeof one === "string" && /openbadges\/v1\/?$/.test(one)) || (!contexts.length && document.verify !== undefined);
  if (types.includes("Assertion")) return old ? "assertion-1" : "assertion";
  if (types.includes("BadgeClass")) return "badge";
  if (!types.length && isObject(document.verify) && (document.badge !== undefined || document.recipient !== undefined)) return "assertion-1";
  if (named && (document.recipient !== undefined || document.badge !== undefined)) throw failed("MALFORMED_VALUE_ERROR", { property: "type" });
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
const isAddress = (/** @type {unknown} */ value) => typeof value === "string" && /^(?:https?:\/\/|urn:uuid:|data:image\/)\S+$/.test(value) && value.length < 3_000_000;

/** @param {unknown} value */
export const isDate = (value) => (typeof value === "number" && value > 0) || (DATE.test(plain(value)) && !Number.isNaN(timeOf(value)));

/** Milliseconds of a date as Open Badges 1 and 2 write it; seconds since 1970 in the oldest. @param {unknown} value */
export const timeOf = (value) => (typeof value === "number" ? value * 1000 : Date.parse(plain(value).replace(" ", "T")));

/**
 * @param {Json} document
 * @param {boolean} old Open Badges 1.x
 */
export function checkAssertion(document, old) {
  need(old ? isText(document.id ?? document.uid) : isAddress(document.id), "id");
  const recipient = document.recipient;
  need(isObject(recipient) && isText(recipient.identity) && isText(recipient.type) && ["boolean", "string"].includes(typeof recipient.hashed), "recipient");
  need(isText(document.badge) || isObject(document.badge), "badge");
  const verification = document.verification ?? document.verify;
  need(isObject(verification) && asList(verification.type).some(isText), "verification");
  need(isDate(document.issuedOn), "issuedOn");
  need(document.expires === undefined || isDate(document.expires), "expires");
}

/** @param {Json} document @param {boolean} old */
export function checkBadgeClass(document, old) {
  need(old || typesOf(document).includes("BadgeClass"), "badge.type");
  for (const name of ["name", "description"]) need(isText(document[name]), `badge.${name}`);
  need(isAddress(document.image) || (isObject(document.image) && isAddress(document.image.id)), "badge.image");
  need(isText(document.criteria) || (isObject(document.criteria) && (isText(document.criteria.id) || isText(document.criteria.narrative))), "badge.criteria");
  need(isText(document.issuer) || isObject(document.issuer), "badge.issuer");
}

/** @param {Json} document @param {boolean} old */
export function checkIssuer(document, old) {
  need(old || typesOf(document).some((type) => ["Issuer", "Profile"].includes(type)), "issuer.type");
  for (const name of old ? ["name", "url"] : ["name", "url", "email"]) need(isText(document[name]), `issuer.${name}`);
}
