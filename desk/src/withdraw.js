// Withdrawing an award, taking a withdrawal back, and awarding anew to another address (the engine:
// lapel/issuing/revoke.py, reissue.py).
// @ts-check

import { makeJob, usableKey } from "./batch.js";
import { DeskFault } from "./fault.js";
import { identityHash, newId } from "./identity.js";
import { decodeList, FOR_EVER, listCredential } from "./lists.js";
import { timestamp } from "./moments.js";
import { issuerOf, listAddress } from "./network.js";
import { reasonFault, reasonLine, reasonsFile } from "./reasons.js";

/** @typedef {import("./network.js").Network} Network */
/** @typedef {import("./batch.js").Job} Job */
/** @typedef {import("./reasons.js").Change} Change */

export const REISSUED = "Re-issued.";

/** The id in a link of an award, or an id. @param {string} text */
export const awardIn = (text) => /(?:^|\/awards\/|%2Fawards%2F)([a-z2-7]{26})(?:[/?#%]|$)/.exec(text.trim())?.[1] ?? "";

/**
 * Whose award it is, and its place in which list. Faults: award-other (not of this network).
 * @param {Network} network
 * @param {any} credential
 */
export function placeOf(network, credential) {
  const entry = credential?.credentialStatus;
  const [slug, issuer] = Object.entries(network.issuers).find(([, one]) => one.did === credential?.issuer?.id) ?? [];
  const index = Number(entry?.statusListIndex);
  const list = issuer?.lists.find((one) => one.address === entry?.statusListCredential);
  if (!slug || !list || !Number.isSafeInteger(index)) throw new DeskFault("award-other");
  if (list.address !== listAddress(network, slug, list.number)) throw new DeskFault("award-other");
  return { issuer: slug, number: list.number, address: list.address, index };
}

/** The badge of an award. @param {any} credential */
export const badgeOf = (credential) =>
  /\/badges\/([a-z0-9-]+)\/achievement\.json$/.exec(String(credential?.credentialSubject?.achievement?.id))?.[1] ?? "";

/** Whether somebody else may have signed an award: what a signature says of its moment proves nothing. @param {Network} network @param {string} issuer @param {any} credential */
function isDoubtful(network, issuer, credential) {
  const name = String(credential.proof?.verificationMethod).split("#")[1];
  const key = network.issuers[issuer]?.keys.find((one) => one.id === name);
  return !key || key.revoked !== undefined;
}

/**
 * The list with one place changed, and the line that says why.
 * @param {object} order
 * @param {Network} order.network
 * @param {ReturnType<typeof placeOf>} order.place
 * @param {any} order.list the list that is published
 * @param {Change} order.change
 * @param {Date} order.now
 * @param {import("./identity.js").Chance} order.random
 * @returns {Job}
 */
export function listJob({ network, place, list, change, now, random }) {
  const issuer = issuerOf({ ...network, closed: "" }, place.issuer);
  const { key, moment } = usableKey(issuer, now);
  const withdraw = !("undoes" in change);
  const why = "undoes" in change ? "" : reasonFault(change.reason);
  if (why) throw new DeskFault(why);
  if (list?.id !== place.address) throw new DeskFault("list-unreadable");
  const places = decodeList(String(list.credentialSubject?.encodedList));
  if (places.has(place.index) === withdraw) throw new DeskFault(withdraw ? "withdrawn-already" : "withdrawn-not");
  if (withdraw) places.add(place.index);
  else places.delete(place.index);
  // Later than the one that is published: another computer's clock may be ahead.
  const from = new Date(Math.max(moment.valueOf(), Date.parse(list.validFrom) + 1000));
  const document = listCredential(place.address, issuer.did, places, from);
  if (list.validUntil === FOR_EVER) document.validUntil = FOR_EVER;
  const path = `network/status/${place.issuer}/${place.number}.json`;
  const day = timestamp(from).slice(0, 10);
  const { did } = issuer;
  return {
    ...{ issuer: place.issuer, key: key.id, did, publicKeyMultibase: key.publicKeyMultibase },
    created: timestamp(from),
    documents: [{ path, document }],
    letters: [],
    lines: { [reasonsFile(place.issuer)]: reasonLine(change, place, day, newId(random)) },
    bases: { [path]: list },
  };
}

/**
 * Every list of an issuer, signed anew before it is old (the engine: lapel/issuing/renew.py). Fault: lists-none.
 * @param {object} order
 * @param {Network} order.network
 * @param {string} order.issuer
 * @param {any[]} order.lists as they are published
 * @param {Date} order.now
 * @returns {Job}
 */
export function renewJob({ network, issuer: slug, lists, now }) {
  const issuer = issuerOf({ ...network, closed: "" }, slug);
  const { key, moment } = usableKey(issuer, now);
  if (!lists.length) throw new DeskFault("lists-none", { name: issuer.name });
  const from = new Date(Math.max(moment.valueOf(), ...lists.map((one) => Date.parse(one.validFrom) + 1000)));
  const numbers = new Map(issuer.lists.map((one) => [one.address, one.number]));
  /** @type {Job["documents"]} */
  const documents = [];
  /** @type {Record<string, any>} */
  const bases = {};
  for (const list of lists) {
    const number = numbers.get(list?.id);
    if (!number) throw new DeskFault("list-unreadable");
    const path = `network/status/${slug}/${number}.json`;
    const document = listCredential(list.id, issuer.did, decodeList(String(list.credentialSubject?.encodedList)), from);
    if (list.validUntil === FOR_EVER) document.validUntil = FOR_EVER;
    documents.push({ path, document });
    bases[path] = list;
  }
  const { did } = issuer;
  const { id, publicKeyMultibase } = key;
  return { issuer: slug, key: id, did, publicKeyMultibase, created: timestamp(from), documents, letters: [], bases };
}

/**
 * The same badge, day, words and evidence for another address; the old award is withdrawn and leads to the new one.
 * Faults: award-other, award-doubt, award-moved, badge-not-yours, withdrawn-already, address-same.
 * @param {object} order
 * @param {Network} order.network
 * @param {any} order.credential the award as it is published
 * @param {any} order.list the list that is published
 * @param {string} order.name
 * @param {string} order.email tidied
 * @param {string} order.batch
 * @param {import("./plan.js").Holdings} order.holdings
 * @param {Date} order.now
 * @param {import("./identity.js").Chance} order.random
 * @param {Map<string, Set<number>>} [order.taken]
 * @returns {Job}
 */
export function reissueJob({ network, credential, list, name, email, batch, holdings, now, random, taken }) {
  const place = placeOf(network, credential);
  const issuer = issuerOf(network, place.issuer);
  const slug = badgeOf(credential);
  const badge = Object.hasOwn(network.badges, slug) ? network.badges[slug] : undefined;
  if (!badge || !credential.id.startsWith(network.base)) throw new DeskFault("award-moved");
  if (isDoubtful(network, place.issuer, credential)) throw new DeskFault("award-doubt");
  if (!badge.issuers.includes(place.issuer)) throw new DeskFault("badge-not-yours", { badge: badge.name });
  const own = credential.credentialSubject.identifier.find((/** @type {any} */ one) => one.identityType !== "name");
  if (own && identityHash(email, own.salt ?? "") === own.identityHash) throw new DeskFault("address-same");
  const person = { row: 2, name, email, ...wordsOf(credential) };
  if (holdings.has(person, slug)) throw new DeskFault("held-there", { name, badge: badge.name });
  // The words that it was earned by, without what a stopped key said of them.
  const { endorsement = [], ...words } = credential.credentialSubject.achievement;
  const said = endorsement.filter((/** @type {any} */ one) => !(badge.without ?? []).includes(one.id));
  // All of it is of one moment, which is later than that of the list.
  const start = new Date(Math.max(now.valueOf(), Date.parse(list?.validFrom) + 1000));
  const job = makeJob({
    ...{ network, batch, random, now: start, issuer: place.issuer },
    awards: [{ person: { ...person, ...languageOf(words) }, badge: slug }],
    achievements: { [slug]: { ...words, ...(said.length && { endorsement: said }) } },
    awarded: String(credential.awardedDate ?? credential.validFrom).slice(0, 10),
    until: credential.validUntil ?? null,
    ...(taken && { taken }),
  });
  const [letter] = job.letters;
  const award = awardIn(credential.id);
  if (!letter || !issuer || !award) throw new DeskFault("award-other");
  const change = { award, reason: REISSUED, replacement: letter.award };
  const listed = listJob({ network, place, list, change, now: start, random });
  return {
    ...job,
    documents: [...job.documents, ...listed.documents],
    lines: { ...listed.lines },
    bases: { ...listed.bases },
  };
}

/** The language in which the earner read the criteria, as the award names it. @param {any} achievement */
function languageOf({ related = [] }) {
  const language = related.find((/** @type {any} */ one) => one.inLanguage !== undefined)?.inLanguage;
  return language ? { language } : {};
}

/** What an award says of what somebody did. @param {any} credential */
function wordsOf({ credentialSubject: subject, evidence = [] }) {
  const told = evidence.map((/** @type {any} */ one) => one.id ?? one.narrative).find(Boolean);
  const result = subject.result?.[0]?.value;
  return {
    ...(told && { evidence: String(told) }),
    ...(subject.narrative && { narrative: String(subject.narrative) }),
    ...(result !== undefined && { result: String(result) }),
  };
}
