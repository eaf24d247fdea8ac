// Whether a badge is of the person who was asked about: plain or hashed, as typed and tidied, and never assumed.
// @ts-check

import { digest, hex, utf8 } from "./bytes.js";
import { failed, notChecked } from "./fault.js";
import { asList, isObject, plain } from "./strict_json.js";

/**
 * An identity in a badge: of Open Badges 3.0 (`identityHash`) or 2.0 (`identity`), or the id of the subject.
 * @typedef {object} Identity
 * @property {string} kind "emailAddress", "name"…
 * @property {boolean} hashed
 * @property {string} value a hash with the name of its algorithm in front, or the identity itself
 * @property {string} salt
 */

/**
 * What was asked: an address or a name; a `salt` that only the earner's own link has.
 * @typedef {string | {value: string, salt?: string}} Asked
 */

/** @param {Record<string, any>} subject of Open Badges 3.0 @returns {Identity[]} */
export function identitiesOf(subject) {
  const found = asList(subject.identifier).filter(isObject).slice(0, 20).map((one) => ({
    kind: plain(one.identityType),
    hashed: one.hashed === true,
    value: plain(one.identityHash),
    salt: typeof one.salt === "string" ? one.salt : "",
  }));
  if (typeof subject.id === "string" && /^mailto:/i.test(subject.id)) {
    found.push({ kind: "emailAddress", hashed: false, value: subject.id.slice(7), salt: "" });
  }
  return found;
}

/** @param {unknown} recipient of Open Badges 1 and 2 @returns {Identity[]} */
export function identitiesOf2(recipient) {
  return asList(recipient).filter(isObject).slice(0, 20).map((one) => ({
    kind: plain(one.type) === "email" ? "emailAddress" : plain(one.type),
    hashed: one.hashed === true || plain(one.hashed) === "true",
    value: plain(one.identity),
    salt: typeof one.salt === "string" ? one.salt : "",
  }));
}

/**
 * The forms in which somebody may have meant what they typed.
 * @param {string} text
 */
function forms(text) {
  const tidy = text.normalize("NFC").trim().split(/\s+/u).join(" ");
  const all = { "as-typed": text, trimmed: tidy, "small-letters": tidy.toLowerCase() };
  return Object.entries(all).filter(([, value], at, rows) => value && rows.findIndex((row) => row[1] === value) === at);
}

/**
 * Which of what was asked is in the badge. Faults: RECIPIENT_MISMATCH; RECIPIENT_UNKNOWN when the badge names nobody
 * in a way that can be compared.
 * @param {Identity[]} identities
 * @param {Asked[]} asked
 * @returns {Promise<{asked: string, form: string, kind: string, hashed: boolean}>}
 */
export async function checkRecipient(identities, asked) {
  if (!identities.length) throw notChecked("RECIPIENT_UNKNOWN", {});
  let unknown = 0;
  for (const one of asked.slice(0, 50)) {
    const { value: text, salt } = typeof one === "string" ? { value: one, salt: undefined } : one;
    for (const [form, value] of forms(plain(text).slice(0, 500))) {
      for (const identity of identities) {
        const hit = identity.hashed ? await isHash(identity, value, salt) : isPlain(identity, value, form);
        if (hit === null) unknown++;
        if (hit) return { asked: text, form, kind: identity.kind, hashed: identity.hashed };
      }
    }
  }
  if (unknown) throw notChecked("RECIPIENT_UNKNOWN", {});
  throw failed("RECIPIENT_MISMATCH", { asked: asked.length });
}

/**
 * @param {Identity} identity
 * @param {string} value
 * @param {string} form
 */
function isPlain(identity, value, form) {
  const own = identity.value.normalize("NFC").trim().split(/\s+/u).join(" ");
  return own !== "" && (identity.value === value || (form === "small-letters" && own.toLowerCase() === value));
}

/**
 * Whether the identity is the hash of the text and a salt; null when the algorithm is not known here.
 * @param {Identity} identity
 * @param {string} value
 * @param {string | undefined} ownSalt
 * @returns {Promise<boolean | null>}
 */
async function isHash(identity, value, ownSalt) {
  const [algorithm = "", expected = ""] = identity.value.split("$");
  for (const salt of new Set([identity.salt, ownSalt ?? identity.salt])) {
    const bytes = utf8(value + salt);
    let found;
    if (algorithm === "sha256") found = hex(await digest(bytes));
    else if (algorithm === "md5") found = hex((await import("@noble/hashes/legacy.js")).md5(bytes));
    else return null;
    if (found === expected.toLowerCase()) return true;
  }
  return false;
}
