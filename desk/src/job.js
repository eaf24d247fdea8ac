// What the cell is asked to sign: whether it is something that a desk signs at all, and what a person has to be told of
// it before. Everything here comes from a page that the cell does not trust, so everything that a person is not shown
// has to follow from what they are shown.
// @ts-check

import shapes from "./shapes.json" with { type: "json" };
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
const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

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
/** @typedef {{badge: string, issuer: string, awarded: string, count: number}} Group */
/**
 * What a person is told before they press the button.
 * @typedef {object} Summary
 * @property {Group[]} groups the awards, by badge and by the day of the deed ("" for the day of the signature)
 * @property {string[]} people their names and addresses, each proven to be what its award commits to
 * @property {{list: string, places: number}[]} lists with the number of awards that each withdraws
 * @property {{subject: string, comment: string}[]} endorsements
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
  if (typeof created !== "string" || !CREATED.test(created)) throw refuse("created");
  const site = `https://${decodeURIComponent(host)}${path.replaceAll(":", "/")}/`;
  const places = { site, lists: `${site}organisations/${slug}/status/` };
  const said = Array.isArray(people) ? people : [];
  /** @type {Map<string, Group>} */
  const groups = new Map();
  /** @type {Summary} */
  const summary = { groups: [], people: [], lists: [], endorsements: [], created };
  for (const [at, document] of documents.entries()) {
    const kind = kindOf(document, did);
    if (!kind || document.validFrom !== created) throw refuse(String(at));
    if (kind === "award") {
      const person = isAward(document, places, created) && personOf(document, said[at]);
      if (!person) throw refuse(String(at));
      const awarded = (document.awardedDate ?? "").slice(0, 10);
      const group = JSON.stringify([
        document.credentialSubject.achievement.id,
        document.name,
        document.issuer.name,
        awarded,
      ]);
      const found = groups.get(group) ?? { badge: document.name, issuer: document.issuer.name, awarded, count: 0 };
      found.count++;
      groups.set(group, found);
      summary.people.push(person);
    } else if (kind === "list") {
      if (!isList(document, places)) throw refuse(String(at));
      summary.lists.push({ list: document.id, places: decodeList(document.credentialSubject.encodedList).size });
    } else {
      const { id: subject, endorsementComment: comment } = document.credentialSubject;
      summary.endorsements.push({ subject, comment });
    }
  }
  summary.groups = [...groups.values()];
  return { documents, created, did, key, summary };
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

/** Whether a value has no other parts than its shape, each of its kind and none of them empty. @param {any} value @param {any} shape @returns {boolean} */
function fits(value, shape) {
  if (shape === "text") return typeof value === "string" && value !== "";
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
