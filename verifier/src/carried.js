// A badge that travels inside its own link, in the part that no host is sent: it opens before its page is published.
// It is packed with the Achievement of its badge as the dictionary, which the site of the link has already.
// @ts-check

import { concat, fromBase64Url, fromUtf8, toBase64Url, utf8 } from "./bytes.js";
import { failed } from "./fault.js";
import { isObject, parseStrict } from "./strict_json.js";

const MAX_CREDENTIAL = 256 * 1024;
const MAX_PACKED = 8000;
const LINK = /^(https?:\/\/[^#?]+\/)awards\/([a-z2-7]{26})\/#(.*)$/s;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
/** What every credential of ours says, in the order in which it is written; what is last is found best. */
const SKELETON =
  '{"id":"https://","type":["Result"],"value":""}],"evidence":[{"type":["Evidence"],"narrative":"' +
  '"awardedDate":"T00:00:00Z","validUntil":"T00:00:00Z","email":"","identityType":"emailAddress","salt":"' +
  '{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],' +
  '"id":"https://awards/credential.json","type":["VerifiableCredential","OpenBadgeCredential"],"name":"' +
  '"issuer":{"id":"did:web:organisations:","type":["Profile"],"name":"","url":"https://"},"validFrom":"2026-' +
  '"credentialSubject":{"type":["AchievementSubject"],"identifier":[{"type":"IdentityObject","hashed":true,' +
  '"identityHash":"sha256$","identityType":"name"}],"achievement":' +
  '"credentialStatus":{"id":"https://organisations/status/1.json#","type":"BitstringStatusListEntry",' +
  '"statusPurpose":"revocation","statusListIndex":"","statusListCredential":"' +
  '"proof":{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","created":"2026-","verificationMethod":"did:web:' +
  ':organisations:#key-","proofPurpose":"assertionMethod","proofValue":"z"}}';

/** A link with a badge in it. @typedef {{base: string, award: string, badge: string, packed: string}} Carried */

/** What a link carries, or null. @param {string} address @returns {Carried | null} */
export function carriedIn(address) {
  const [, base, award, fragment] = LINK.exec(address) ?? [];
  if (!base || !award || fragment === undefined) return null;
  const said = new URLSearchParams(fragment.replaceAll("+", "%2B"));
  const [badge, packed] = [said.get("badge") ?? "", said.get("signed") ?? ""];
  return SLUG.test(badge) && packed && packed.length <= MAX_PACKED ? { base, award, badge, packed } : null;
}

/** Where the dictionary of a badge is. @param {string} base @param {string} badge */
export const dictionaryAddress = (base, badge) => `${base}badges/${badge}/achievement.json`;

/** The dictionary: the Achievement without what an award may embed of it or not, and what is the same in every credential. @param {Record<string, any>} achievement as the site has it */
function dictionaryOf({ "@context": _, endorsement: __, related: ___, ...achievement }) {
  return concat(utf8(JSON.stringify(achievement)), utf8(SKELETON));
}

/**
 * The text of a credential in small.
 * @param {string} line
 * @param {Record<string, any>} achievement
 */
export async function pack(line, achievement) {
  const { deflateSync } = await import("fflate");
  return toBase64Url(deflateSync(utf8(line), { level: 9, dictionary: dictionaryOf(achievement).slice(-32_768) }));
}

/**
 * The text again. Faults: PARSING_ERROR, TOO_LARGE.
 * @param {string} packed
 * @param {unknown} achievement
 * @param {import("./budget.js").Budget} budget
 */
export async function unpackCarried(packed, achievement, budget) {
  if (!isObject(achievement)) throw failed("PARSING_ERROR", { what: "Achievement" });
  const { Inflate } = await import("fflate");
  const bytes = fromBase64Url(packed);
  /** @type {Uint8Array[]} */
  const parts = [];
  let size = 0;
  const stream = new Inflate({ dictionary: dictionaryOf(achievement).slice(-32_768) }, (part) => {
    size += part.length;
    budget.take("inflated", part.length);
    if (size > MAX_CREDENTIAL) throw failed("TOO_LARGE", { bytes: size });
    parts.push(part.slice());
  });
  try {
    for (let at = 0; at < bytes.length; at += 256) stream.push(bytes.subarray(at, at + 256), at + 256 >= bytes.length);
  } catch (error) {
    if (error instanceof Error && "outcome" in error) throw error;
    throw failed("PARSING_ERROR", { what: "deflate" });
  }
  return fromUtf8(concat(...parts));
}

/**
 * The badge that a link carries, read with the help of the site that it leads to.
 * @param {import("./net.js").Net} net
 * @param {Carried} carried
 */
export async function readCarried(net, { base, award, badge, packed }) {
  const answer = await net.get(dictionaryAddress(base, badge));
  const text = await unpackCarried(packed, parseStrict(fromUtf8(answer.bytes)), net.budget);
  const document = parseStrict(text);
  // The link names one award, and later leads to its page: it carries no other.
  if (!isObject(document) || document.id !== `${base}awards/${award}/credential.json`)
    throw failed("MALFORMED_VALUE_ERROR", { property: "id" });
  return text;
}
