// What the cell is asked to sign: whether it is something that a desk signs at all, and what a person has to be told of
// it before. Everything here comes from a page that the cell does not trust, so everything that a person is not shown
// has to follow from what they are shown.
// @ts-check

import shapes from "./shapes.json" with { type: "json" };
import { withPlace } from "./again.js";
import { tidyName } from "../../verifier/src/names.js";
import { OB_3, VC_2 } from "./credential.js";
import { DeskFault } from "./fault.js";
import { identityHash } from "./identity.js";
import { decodeList, FOR_EVER, LASTS } from "./lists.js";
import { timestamp } from "./moments.js";

export const MAX_DOCUMENTS = 25_000;
const MAX_DOCUMENT = 256 * 1024;
const CREATED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DID = /^did:web:([A-Za-z0-9.-]+(?:%3A\d+)?)((?::[A-Za-z0-9._~-]+)*):organisations:([a-z0-9]+(?:-[a-z0-9]+)*)$/;
/** The name of a key. */
export const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Each kind by its types. @type {{kind: "award" | "list" | "endorsement", type: string[], shape: any, contexts: string[]}[]} */
const KINDS = [
  {
    kind: "award",
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    shape: shapes.credential,
    contexts: [VC_2, OB_3],
  },
  {
    kind: "list",
    type: ["VerifiableCredential", "BitstringStatusListCredential"],
    shape: shapes.statusList,
    contexts: [VC_2],
  },
  {
    kind: "endorsement",
    type: ["VerifiableCredential", "EndorsementCredential"],
    shape: shapes.endorsement,
    contexts: [VC_2, OB_3],
  },
];

/** What is asked for by message, before anybody looked at it. @typedef {{documents?: unknown, people?: unknown, created?: unknown, did?: unknown, key?: unknown}} Asked */
/**
 * Awards that are alike. `place` is the path of the badge on the site, `ends` the day on which they run out, `words`
 * what else is said of the badge, `says` of their people beyond it.
 * @typedef {{badge: string, place: string, description: string, issuer: string, awarded: string, ends: string, words: string[], says: string[], count: number}} Group
 */
/**
 * A list with what changes in it. `withdraws` and `restores` are the places; `before` is the list whose place it takes
 * (null: it is new), as it was signed; `awards` those whose places change, as they were signed; `ends` the day on which it is
 * old.
 * @typedef {{list: string, ends: string, places: number, withdraws: number[], restores: number[], before: Record<string, any> | null, awards: Record<string, any>[]}} Listed
 */
/**
 * What a person is told before they press the button.
 * @typedef {object} Summary
 * @property {Group[]} groups the awards, by badge and by the day of the deed ("" for the day of the signature)
 * @property {string[]} people their names and addresses, each proven to be what its award commits to
 * @property {Listed[]} lists with the number of awards that each withdraws, and what changes
 * @property {string} site whose badges they are
 * @property {{name: string, issuer: string, subject: string, comment: string}[]} endorsements with the path of the badge or the award
 * @property {Record<string, any>[]} again the awards as they were signed before, which the key still has to recognise
 * @property {Map<Record<string, any>, string>} others of what was signed before, the key, where it is not the one that is open
 * @property {string} created
 */
/** @typedef {{documents: Record<string, any>[], created: string, did: string, key: string, summary: Summary}} Job */
/** The addresses that follow from a DID: of the site, and of the issuer's lists. @typedef {{site: string, lists: string}} Places */

/**
 * The job, when it is one that a desk signs. Fault: job-refused, with what is odd in it.
 * @param {Asked} asked
 * @returns {Job}
 */
export function readJob(asked) {
  const { documents, people, created, did, key } = asked;
  const refuse = (/** @type {string} */ what) => new DeskFault("job-refused", { what });
  if (!Array.isArray(documents) || !documents.length || documents.length > MAX_DOCUMENTS) throw refuse("documents");
  const [, host, path = "", slug] = (typeof did === "string" && DID.exec(did)) || [];
  if (typeof did !== "string" || !host) throw refuse("did");
  if (typeof key !== "string" || !KEY.test(key)) throw refuse("key");
  if (typeof created !== "string" || !CREATED.test(created) || !Number.isFinite(Date.parse(created)))
    throw refuse("created");
  const site = `https://${decodeURIComponent(host)}${path.replaceAll(":", "/")}/`;
  const places = { site, lists: `${site}organisations/${slug}/status/` };
  const said = Array.isArray(people) ? people : [];
  /** @type {Map<string, Group>} */
  const groups = new Map();
  /** @type {Summary} */
  const summary = { groups: [], people: [], lists: [], site, endorsements: [], again: [], others: new Map(), created };
  for (const [at, document] of documents.entries()) {
    const kind = kindOf(document, did);
    if (!kind || document.validFrom !== created) throw refuse(String(at));
    if (kind === "award" && typeof said[at]?.before === "string") {
      const before = isAward(document, places, created) && signedBefore(document, said[at].before);
      if (!before) throw refuse(String(at));
      summary.again.push(before);
    } else if (kind === "award") {
      const person = isAward(document, places, created) && personOf(document, said[at]);
      if (!person) throw refuse(String(at));
      const awarded = (document.awardedDate ?? "").slice(0, 10);
      const { id: achievement, description } = document.credentialSubject.achievement;
      const ends = String(document.validUntil ?? "").slice(0, 10);
      const words = wordsOf(document);
      const group = JSON.stringify([
        achievement,
        document.name,
        description,
        document.issuer.name,
        awarded,
        ends,
        words,
      ]);
      const place = String(achievement)
        .slice(site.length)
        .replace(/achievement\.json$/, "");
      /** @type {Group} */
      const found = groups.get(group) ?? {
        ...{ badge: document.name, place, description: String(description ?? ""), issuer: document.issuer.name },
        ...{ awarded, ends, words, says: [], count: 0 },
      };
      for (const text of saidOf(document)) if (!found.says.includes(text)) found.says.push(text);
      found.count++;
      groups.set(group, found);
      summary.people.push(person);
    } else if (kind === "list") {
      const listed = isList(document, places) && listedOf(document, said[at]);
      if (!listed) throw refuse(String(at));
      summary.lists.push(listed);
    } else {
      if (!isEndorsement(document, places)) throw refuse(String(at));
      const { id, endorsementComment: comment } = document.credentialSubject;
      const { name, issuer } = document;
      summary.endorsements.push({ name, issuer: String(issuer.name ?? ""), subject: id.slice(site.length), comment });
    }
  }
  summary.groups = [...groups.values()];
  return { documents, created, did, key, summary };
}

/** What an award says of its badge and its issuer beside name and description: what readers take it for. @param {any} document @returns {string[]} */
function wordsOf({ issuer, credentialSubject: { achievement } }) {
  const { criteria, achievementType, creator, alignment = [], tag = [] } = achievement;
  const nodes = alignment.map((/** @type {any} */ one) => Object.values(one).slice(1).join(" · "));
  const texts = [criteria?.narrative, achievementType, creator?.name, creator?.url, issuer.url, issuer.email];
  return [...new Set([...texts, ...nodes, ...tag].filter(Boolean).map(String))];
}

/** What an award says of a person beyond the badge. @param {any} document @returns {string[]} */
function saidOf({ credentialSubject: { narrative, result = [] }, evidence = [] }) {
  return [
    narrative,
    ...evidence.flatMap((/** @type {any} */ one) => [one.id, one.narrative]),
    ...result.map((/** @type {any} */ one) => one.value),
  ]
    .filter(Boolean)
    .map(String);
}

/** What changes in a list; null when the page does not say what it takes the place of, or whose places change. @param {any} document @param {any} said @returns {Listed | null} */
function listedOf(document, said) {
  const own = decodeList(document.credentialSubject.encodedList);
  try {
    const before = typeof said?.list === "string" ? JSON.parse(said.list) : null;
    if (before && before.id !== document.id) return null;
    const old = before ? decodeList(String(before.credentialSubject?.encodedList)) : new Set();
    const withdraws = [...own].filter((place) => !old.has(place));
    const restores = [...old].filter((place) => !own.has(place));
    /** @type {Record<string, any>[]} */
    const awards = (Array.isArray(said?.awards) ? said.awards : []).map((/** @type {string} */ one) => JSON.parse(one));
    const named = awards.map(({ credentialStatus: entry }) =>
      entry?.statusListCredential === document.id ? Number(entry.statusListIndex) : -1,
    );
    const changed = [...withdraws, ...restores];
    const isWhole = changed.length === named.length && changed.every((place) => named.includes(place));
    const ends = String(document.validUntil).slice(0, 10);
    return isWhole ? { list: document.id, ends, places: own.size, withdraws, restores, before, awards } : null;
  } catch {
    return null;
  }
}

/** Which kind of document it is, when it is in every part as a desk makes it. @param {any} document @param {string} did */
function kindOf(document, did) {
  if (typeof document !== "object" || document === null || JSON.stringify(document).length > MAX_DOCUMENT) return null;
  const found = KINDS.find((one) => same(document.type, one.type));
  if (!found || !same(document["@context"], found.contexts) || "proof" in document) return null;
  const issuer = found.kind === "list" ? document.issuer : document.issuer?.id;
  return issuer === did && fits(document, found.shape) ? found.kind : null;
}

/** @param {unknown} one @param {unknown} other */
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** @param {unknown} value */
const isMoment = (value) =>
  typeof value === "string" &&
  CREATED.test(value) &&
  // A day that no month has would be read as one of the next month.
  new Date(Date.parse(value) || 0).toISOString().slice(0, 19) === value.slice(0, 19);

/** Whether a value has no other parts than its shape, each of its kind and none of them empty. @param {any} value @param {any} shape @returns {boolean} */
function fits(value, shape) {
  if (shape === "text") return typeof value === "string" && value !== "";
  if (shape === "moment") return isMoment(value);
  if (shape === "link") return typeof value === "string" && value.startsWith("https://");
  if (shape === "flag") return typeof value === "boolean";
  if (Array.isArray(shape))
    return Array.isArray(value) && value.length > 0 && value.every((one) => fits(one, shape[0]));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => Object.hasOwn(shape, key) && fits(value[key], shape[key]));
}

/** Whether what a reader will be shown of an award is what the person at the desk is shown. @param {any} document @param {Places} places @param {string} created */
function isAward(document, { site, lists }, created) {
  const { credentialSubject: subject, credentialStatus: entry } = document;
  const address = entry?.statusListCredential;
  const ofSite = (/** @type {unknown} */ text, /** @type {string} */ folder) =>
    typeof text === "string" && text.startsWith(site + folder);
  return (
    /^awards\/[a-z2-7]{26}\/credential\.json$/.test(document.id.slice(site.length)) &&
    ofSite(document.id, "awards/") &&
    ofSite(subject?.achievement?.id, "badges/") &&
    document.name === subject.achievement.name &&
    isListAddress(address, lists) &&
    same(entry, {
      id: `${address}#${entry.statusListIndex}`,
      type: "BitstringStatusListEntry",
      statusPurpose: "revocation",
      statusListIndex: entry.statusListIndex,
      statusListCredential: address,
    }) &&
    (document.awardedDate ?? created) <= created
  );
}

/** @param {unknown} address @param {string} lists */
const isListAddress = (address, lists) =>
  typeof address === "string" && address.startsWith(lists) && /^[1-9]\d{0,5}\.json$/.test(address.slice(lists.length));

/** Whether a list of withdrawn awards stands at its place, and lasts as long as lists do. @param {any} document @param {Places} places */
function isList(document, { lists }) {
  const { id, type, statusPurpose } = document.credentialSubject;
  const end = timestamp(new Date(Date.parse(document.validFrom) + LASTS));
  return (
    isListAddress(document.id, lists) &&
    same([id, type, statusPurpose], [`${document.id}#list`, "BitstringStatusList", "revocation"]) &&
    [end, FOR_EVER].includes(document.validUntil)
  );
}

/** Whether what is said is said of a badge or an award of the site. @param {any} document @param {Places} places */
function isEndorsement(document, { site }) {
  const { id, type } = document.credentialSubject;
  const own = (/** @type {unknown} */ text) =>
    typeof text === "string" && text.startsWith(site) ? text.slice(site.length) : "";
  return (
    /^endorsements\/[a-z2-7]{26}\/credential\.json$/.test(own(document.id)) &&
    /^(?:badges\/[a-z0-9]+(?:-[a-z0-9]+)*\/achievement\.json|awards\/[a-z2-7]{26}\/)$/.test(own(id)) &&
    same(type, ["EndorsementSubject"])
  );
}

/** The award as it was signed before, when nothing but its place differs; else null. @param {any} document @param {string} line */
function signedBefore(document, line) {
  if (line.length > MAX_DOCUMENT) return null;
  try {
    const before = JSON.parse(line);
    const { statusListIndex: index } = before.credentialStatus;
    const isMoved = same(document, withPlace(before, document.credentialStatus, document.validFrom));
    return isMoved && index !== document.credentialStatus.statusListIndex ? before : null;
  } catch {
    return null;
  }
}

/** Whom an award is for, as the desk says; "" when the award commits to anything else. @param {any} document @param {any} said */
function personOf(document, said) {
  if (typeof said?.name !== "string" || !/^[0-9a-f]{32}$/.test(said.salt)) return "";
  const name = tidyName(said.name);
  const email = typeof said.email === "string" ? said.email : "";
  const expected = [email ? ["emailAddress", email] : [], ["name", name]].filter((one) => one.length);
  const identities = document.credentialSubject.identifier;
  const isProven =
    identities.length === expected.length &&
    expected.every(([kind, text], at) => {
      const { type, hashed, identityType, identityHash: hash, salt } = identities[at];
      const own = kind === "name" ? said.salt : salt;
      return (
        type === "IdentityObject" &&
        hashed === true &&
        identityType === kind &&
        (kind !== "name" || salt === undefined) &&
        hash === identityHash(text ?? "", own)
      );
    });
  return isProven ? (email ? `${name}, ${email}` : name) : "";
}
