// What the cell is asked to sign: whether it is something that a desk signs at all, and what a person has to be told of
// it before. Everything here comes from a page that the cell does not trust.
// @ts-check

import shapes from "./shapes.json" with { type: "json" };
import { OB_3, VC_2 } from "./credential.js";
import { DeskFault } from "./fault.js";
import { identityHash } from "./identity.js";
import { decodeList } from "./lists.js";
import { tidyName } from "../../verifier/src/names.js";

export const MAX_DOCUMENTS = 25_000;
const MAX_DOCUMENT = 256 * 1024;
const CREATED = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const DID = /^did:web:[A-Za-z0-9.%_-]+(?::[A-Za-z0-9.%_~-]+)*$/;
const KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * Each kind by its types, with the shape that it has before it is signed and its contexts.
 * @type {Record<string, {kind: "award" | "list" | "endorsement", shape: any, contexts: string[]}>}
 */
const KINDS = {
  "VerifiableCredential OpenBadgeCredential": { kind: "award", shape: shapes.credential, contexts: [VC_2, OB_3] },
  "VerifiableCredential BitstringStatusListCredential": { kind: "list", shape: shapes.statusList, contexts: [VC_2] },
  "VerifiableCredential EndorsementCredential": {
    kind: "endorsement",
    shape: shapes.endorsement,
    contexts: [VC_2, OB_3],
  },
};

/** What is asked for by message, before anybody looked at it. @typedef {{documents?: unknown, people?: unknown, created?: unknown, did?: unknown, key?: unknown}} Asked */
/** @typedef {{badge: string, issuer: string, count: number}} Group */
/**
 * What a person is told before they press the button.
 * @typedef {object} Summary
 * @property {Group[]} groups the awards, by badge
 * @property {string[]} people their names, each proven to be in its award
 * @property {number} unnamed awards whose name the desk did not say
 * @property {number} opened lists that are new and empty
 * @property {{list: string, places: number}[]} lists with the number of awards that each withdraws
 * @property {{name: string, comment: string}[]} endorsements
 * @property {string} created
 */
/** @typedef {{documents: Record<string, any>[], created: string, did: string, key: string, summary: Summary}} Job */

/**
 * The job, when it is one that a desk signs. Fault: job-refused, with what is odd in it.
 * @param {Asked} asked
 * @returns {Job}
 */
export function readJob(asked) {
  const { documents, people, created, did, key } = asked;
  const refuse = (/** @type {string} */ what) => new DeskFault("job-refused", { what });
  if (!Array.isArray(documents) || !documents.length || documents.length > MAX_DOCUMENTS) throw refuse("documents");
  if (typeof did !== "string" || !DID.test(did)) throw refuse("did");
  if (typeof key !== "string" || !KEY.test(key)) throw refuse("key");
  if (typeof created !== "string" || !CREATED.test(created)) throw refuse("created");
  const said = Array.isArray(people) ? people : [];
  /** @type {Map<string, Group>} */
  const groups = new Map();
  /** @type {Summary} */
  const summary = { groups: [], people: [], unnamed: 0, opened: 0, lists: [], endorsements: [], created };
  for (const [at, document] of documents.entries()) {
    const kind = kindOf(document, did);
    if (!kind) throw refuse(String(at));
    if (kind === "award") {
      const group = `${document.credentialSubject.achievement.id}\n${document.issuer.name}\n${document.name}`;
      const found = groups.get(group) ?? { badge: document.name, issuer: document.issuer.name, count: 0 };
      found.count++;
      groups.set(group, found);
      const name = nameIn(document, said[at]);
      if (name) summary.people.push(name);
      else summary.unnamed++;
    } else if (kind === "list") {
      const places = decodeList(document.credentialSubject.encodedList).size;
      if (places) summary.lists.push({ list: document.id, places });
      else summary.opened++;
    } else summary.endorsements.push({ name: document.name, comment: document.credentialSubject.endorsementComment });
  }
  summary.groups = [...groups.values()];
  return { documents, created, did, key, summary };
}

/** Which kind of document it is, when it is in every part as a desk makes it. @param {any} document @param {string} did */
function kindOf(document, did) {
  if (typeof document !== "object" || document === null || JSON.stringify(document).length > MAX_DOCUMENT) return null;
  const types = Array.isArray(document.type) ? document.type.join(" ") : "";
  const found = Object.hasOwn(KINDS, types) ? KINDS[types] : undefined;
  if (!found || String(document["@context"]) !== String(found.contexts) || "proof" in document) return null;
  const issuer = found.kind === "list" ? document.issuer : document.issuer?.id;
  return issuer === did && fits(document, found.shape) ? found.kind : null;
}

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

/** The name that the desk says an award is for, when the award commits to it. @param {any} document @param {any} said */
function nameIn(document, said) {
  if (typeof said?.name !== "string" || typeof said.salt !== "string") return "";
  const name = tidyName(said.name);
  const hash = identityHash(name, said.salt);
  const identities = document.credentialSubject.identifier;
  const is = (/** @type {any} */ one) => one.identityType === "name" && one.identityHash === hash;
  return /^[0-9a-f]{32}$/.test(said.salt) && identities.some(is) ? name : "";
}
