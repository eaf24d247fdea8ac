// Whose badge it is: what a link says of a name, and what a reader asks. Two questions; neither answers for the other,
// and the reader's never changes the verdict.
// @ts-check

import { digest, hex, utf8 } from "./bytes.js";
import { failed, Fault, notChecked } from "./fault.js";
import { tidyName } from "./names.js";
import { asList, isObject, plain } from "./strict_json.js";

/**
 * An identity in a badge: of Open Badges 3.0 (`identityHash`) or 2.0 (`identity`), or the id of the subject.
 * @typedef {object} Identity
 * @property {string} kind "emailAddress", "name"…
 * @property {boolean} hashed
 * @property {string} value a hash with the name of its algorithm in front, or the identity itself
 * @property {string} salt
 */

/** What an earner's own link says: a name, and the salt with which it was hashed. @typedef {{name: string, salt: string}} Claim */

/** Some makers say that an address is hashed when it is not; its form tells. @param {unknown} value */
const isHashed = (value) => /^[a-z0-9-]{1,20}\$[0-9a-f]+$/i.test(short(value));

/** No name and no hash is longer. @param {unknown} value */
const short = (value) => (plain(value).length <= 1000 ? plain(value) : "");

/** @param {Record<string, any>} subject of Open Badges 3.0 @returns {Identity[]} */
export function identitiesOf(subject) {
  const found = asList(subject.identifier)
    .filter(isObject)
    .slice(0, 50)
    .map((one) => ({
      kind: plain(one.identityType),
      hashed: isHashed(one.identityHash),
      value: short(one.identityHash),
      salt: short(one.salt ?? ""),
    }));
  if (typeof subject.id === "string" && /^mailto:/i.test(subject.id)) {
    found.push({ kind: "emailAddress", hashed: false, value: subject.id.slice(7), salt: "" });
  }
  return found;
}

/** @param {unknown} recipient of Open Badges 1 and 2; a text alone is a hash or an address of Open Badges 0.5 @param {unknown} [salt] @returns {Identity[]} */
export function identitiesOf2(recipient, salt) {
  const whole = typeof recipient === "string" ? { type: "email", identity: recipient, salt } : recipient;
  return asList(whole)
    .filter(isObject)
    .slice(0, 50)
    .map((one) => ({
      kind: plain(one.type) === "email" ? "emailAddress" : plain(one.type),
      hashed: isHashed(one.identity),
      value: short(one.identity),
      salt: short(one.salt ?? ""),
    }));
}

/**
 * The forms in which somebody may have meant what they typed.
 * @param {string} text
 */
function forms(text) {
  const tidy = tidyName(text);
  const all = { "as-typed": text, trimmed: tidy, "small-letters": tidy.toLowerCase() };
  return Object.entries(all).filter(([, value], at, rows) => value && rows.findIndex((row) => row[1] === value) === at);
}

/** An answer kept apart: the verdict does not hear of it. @param {import("./codes.js").Code} code @param {Record<string, any>} details @param {boolean} known */
const answer = (code, details, known) => (known ? failed : notChecked)(code, details);

/**
 * Which of what a reader asked is in the badge. Faults: RECIPIENT_MISMATCH, not the same as what could be compared;
 * RECIPIENT_UNKNOWN, the badge names nobody in a way that can be compared with this.
 * @param {Identity[]} identities
 * @param {string[]} asked
 * @param {Claim | null} claim the salt of the earner's own link, when there was one
 * @returns {Promise<{asked: string, form: string, kind: string, hashed: boolean}>}
 */
export async function checkRecipient(identities, asked, claim) {
  const kinds = new Set();
  for (const text of asked.slice(0, 50)) {
    for (const identity of identities.filter((one) => comparable(one, text, claim))) {
      for (const [form, value] of forms(plain(text).slice(0, 500))) {
        const hit = identity.hashed
          ? await isHash(identity, value, saltFor(identity, claim))
          : isPlain(identity, value);
        if (hit) return { asked: text, form, kind: identity.kind, hashed: identity.hashed };
        if (hit === false) kinds.add(identity.kind);
      }
    }
  }
  const names = identities.some(({ kind, hashed, salt }) => kind === "name" && hashed && !salt);
  if (!kinds.size)
    throw answer("RECIPIENT_UNKNOWN", { asked: plain(asked[0]).slice(0, 200), link: names && !claim }, false);
  throw answer("RECIPIENT_MISMATCH", { asked: plain(asked[0]).slice(0, 200), kind: [...kinds].join(", ") }, true);
}

/**
 * Whether a text can be compared with an identity at all: an address with an address, a name with a name of the same
 * script, and a hash only with its salt.
 * @param {Identity} identity
 * @param {string} text
 * @param {Claim | null} claim
 */
function comparable(identity, text, claim) {
  const address = /\S@\S/.test(text);
  if (identity.kind === "emailAddress" && !address) return false;
  if (identity.kind === "name" && address) return false;
  if (identity.hashed) return identity.kind !== "name" || identity.salt !== "" || claim !== null;
  return identity.kind !== "name" || latin(identity.value) === latin(text);
}

/** @param {string} text */
const latin = (text) => /\p{Script=Latin}/u.test(text);

/** @param {Identity} identity @param {Claim | null} claim */
const saltFor = (identity, claim) => (identity.kind === "name" && !identity.salt && claim ? claim.salt : identity.salt);

/**
 * @param {Identity} identity
 * @param {string} value
 */
function isPlain(identity, value) {
  const own = tidyName(identity.value);
  return own !== "" && (identity.value === value || own === value || own.toLowerCase() === value);
}

/**
 * Whether the identity is the hash of the text and a salt; null when the algorithm is not known here.
 * @param {Identity} identity
 * @param {string} value
 * @param {string} salt
 * @returns {Promise<boolean | null>}
 */
async function isHash(identity, value, salt) {
  const [algorithm = "", expected = ""] = identity.value.split("$");
  const bytes = utf8(value + salt);
  if (algorithm === "sha256") return hex(await digest(bytes)) === expected.toLowerCase();
  if (algorithm === "md5") return hex((await import("@noble/hashes/legacy.js")).md5(bytes)) === expected.toLowerCase();
  return null;
}

/**
 * What the fragment of an earner's own link says, or null when it says nothing of a name.
 * @param {string} address
 * @returns {Claim | null}
 */
export function claimOf(address) {
  const fragment = new URLSearchParams((address.split("#")[1] ?? "").replaceAll("+", "%2B"));
  const [name, salt] = [fragment.get("name"), fragment.get("salt")];
  return name ? { name: name.slice(0, 500), salt: (salt ?? "").slice(0, 200) } : null;
}

/**
 * Whether the name in a link is the one that was signed. Name and salt are hashed as one text, so a salt of any other
 * length than ours could take letters from the name, or give it some: "John" out of "John Smithson". Fault, warned:
 * LINK_NAME_WRONG.
 * @param {Identity[]} identities
 * @param {Claim} claim
 */
export async function checkClaim(identities, { name, salt }) {
  const tidy = tidyName(name);
  const own = identities.filter(
    (one) =>
      one.kind === "name" && one.hashed && one.value.startsWith("sha256$") && (one.salt === "" || one.salt === salt),
  );
  if (/^[0-9a-f]{32}$/.test(salt) && tidy) {
    for (const one of own) if (await isHash(one, tidy, salt)) return { name: tidy };
  }
  throw new Fault("warned", "LINK_NAME_WRONG", { name: tidy.slice(0, 200) });
}
