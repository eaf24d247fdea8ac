// The documents of a batch, before they are signed, and what is handed over after. Draws chance in the same order as
// the engine (lapel/issuing/batch.py), so that the same chance makes the same bytes.
// @ts-check

import { credential, statusEntry } from "./credential.js";
import { DeskFault } from "./fault.js";
import { emailIdentity, nameIdentity, newId, newSalt } from "./identity.js";
import { decodeList, freePlace, isFull, listCredential } from "./lists.js";
import { issuerOf, keysInForce, listAddress } from "./network.js";
import { timestamp } from "./moments.js";
import { fold } from "./text.js";

/**
 * One award and whom it is for. `salt` proves the name: it is in the private link and nowhere else.
 * @typedef {object} Letter
 * @property {string} award
 * @property {import("./recipients.js").Recipient} person
 * @property {string} badge
 * @property {string} salt
 * @property {string} [expires] ISO 8601
 */

/**
 * What is to be signed, all of one issuer and one moment.
 * @typedef {object} Job
 * @property {string} issuer the slug
 * @property {string} key the id of the key
 * @property {string} did
 * @property {string} publicKeyMultibase
 * @property {string} created
 * @property {{path: string, document: Record<string, any>}[]} documents lists first; a path may stand often
 * @property {Letter[]} letters
 * @property {Record<string, string>} [lines] what is added to files beside the documents, and is not signed
 * @property {Record<string, any>} [bases] the lists, as they were read, whose place a document takes
 */

/** The key that signs now, and this moment as documents say it. Fault: key-none. @param {import("./network.js").Issuer} issuer @param {Date} now */
export function usableKey(issuer, now) {
  const moment = new Date(Math.floor(now.valueOf() / 1000) * 1000);
  const [key] = keysInForce(issuer, moment.toISOString().slice(0, 10));
  if (!key) throw new DeskFault("key-none", { name: issuer.name });
  return { key, moment };
}

/**
 * @param {object} order
 * @param {import("./network.js").Network} order.network
 * @param {string} order.issuer
 * @param {string} order.batch the name of the file
 * @param {import("./plan.js").Plan["awards"]} order.awards
 * @param {Record<string, Record<string, any>>} order.achievements by badge, as an award embeds them
 * @param {Date} order.now
 * @param {import("./identity.js").Chance} order.random
 * @param {string} [order.awarded] the day of the deed for rows that say none
 * @param {string | null} [order.until] stands for the end that the badge's validity gives; null is no end
 * @param {any[]} [order.ending] lists, as they are published, that are signed once more because they end soon
 * @param {Map<string, Set<number>>} [order.taken] by list, the places that this desk took since it read the network;
 *   what it takes now is put there
 * @returns {Job}
 */
export function makeJob({
  network,
  issuer: slug,
  batch,
  awards,
  achievements,
  now,
  random,
  awarded,
  until,
  ending = [],
  taken = new Map(),
}) {
  const issuer = issuerOf(network, slug);
  const { key, moment } = usableKey(issuer, now);
  const places = new Places(network, slug, taken);
  /** @type {Job["documents"]} */
  const documents = [];
  /** @type {Letter[]} */
  const letters = [];
  /** @type {Record<string, any>} */
  const bases = {};
  for (const list of ending) {
    const number = issuer.lists.find((one) => one.address === list.id)?.number;
    if (!number || list.validFrom >= timestamp(moment)) continue;
    const path = `network/status/${slug}/${number}.json`;
    const places = decodeList(String(list.credentialSubject?.encodedList));
    documents.push({ path, document: listCredential(list.id, issuer.did, places, moment) });
    bases[path] = list;
  }
  for (const { person, badge: name } of awards) {
    const badge = network.badges[name];
    const achievement = achievements[name];
    if (!badge || !achievement) throw new DeskFault("badge-unread", { badge: name });
    const salt = newSalt(random);
    const id = newId(random);
    const { address, index, isNew, number } = places.next(random);
    if (isNew) {
      const document = listCredential(address, issuer.did, [], moment);
      documents.push({ path: `network/status/${slug}/${number}.json`, document });
    }
    const named = nameIdentity(person.name, salt);
    const day = person.awarded ?? awarded;
    const document = credential({
      ...{ network, badge, achievement: readIn(achievement, person.language), issuer, person, id },
      identities: person.email ? [emailIdentity(person.email, random), named] : [named],
      status: statusEntry(address, index),
      now: moment,
      ...(day && { awarded: day }),
      ...(until !== undefined && { until }),
    });
    documents.push({ path: `badges/${name}/awards/${batch}.jsonl`, document });
    letters.push({
      award: id,
      person,
      badge: name,
      salt,
      ...(document.validUntil && { expires: document.validUntil }),
    });
  }
  const { did } = issuer;
  const { id, publicKeyMultibase } = key;
  return { issuer: slug, key: id, did, publicKeyMultibase, created: timestamp(moment), documents, letters, bases };
}

/**
 * The Achievement as an award embeds it: of its translations it names the one in which the earner read it.
 * @param {Record<string, any>} achievement as it is published
 * @param {string | undefined} language
 */
export function readIn(achievement, language) {
  if (!achievement.related) return achievement;
  const related = achievement.related.filter(
    (/** @type {any} */ one) => one.inLanguage === undefined || one.inLanguage === language,
  );
  // In its place: what is signed is written in one order.
  return Object.fromEntries(
    Object.entries(achievement).flatMap(([key, value]) =>
      key !== "related" ? [[key, value]] : related.length ? [[key, related]] : [],
    ),
  );
}

/** The places of an issuer's lists; a second list is opened when the first is three quarters full. */
export class Places {
  /** @param {import("./network.js").Network} network @param {string} slug @param {Map<string, Set<number>>} taken */
  constructor(network, slug, taken) {
    this.network = network;
    this.slug = slug;
    this.taken = taken;
    this.lists = network.issuers[slug]?.lists ?? [];
    for (const { address, taken: places } of this.lists)
      taken.set(address, new Set([...(taken.get(address) ?? []), ...decodeList(places)]));
  }

  /** @param {import("./identity.js").Chance} random */
  next(random) {
    for (let number = 1; ; number++) {
      const list = this.lists.find((one) => one.number === number);
      const address = list?.address ?? listAddress(this.network, this.slug, number);
      const isNew = !list && !this.taken.has(address);
      const taken = this.taken.get(address) ?? new Set();
      this.taken.set(address, taken);
      // A list that was opened where the site was before says so for ever; it gets no new awards.
      if (isFull(taken) || (list && !list.here)) continue;
      const index = freePlace(taken, random);
      taken.add(index);
      return { address, index, isNew, number };
    }
  }
}

/** The lines by their files, in the order in which they were signed. @param {Job} job @param {string[]} lines @returns {Record<string, string>} */
export function filesOf(job, lines) {
  /** @type {Record<string, string>} */
  const files = {};
  for (const [at, { path }] of job.documents.entries()) {
    const line = lines[at];
    if (line === undefined) throw new DeskFault("signing-stopped");
    files[path] = path.endsWith(".jsonl") ? `${files[path] ?? ""}${line}\n` : line;
  }
  return { ...files, ...job.lines };
}

/** What this desk remembers of what it signed, while it is open. @param {Job} job */
export const madeBy = (job) =>
  job.letters.map(({ person: { name, email }, badge, expires }) => ({
    badge,
    name: fold(name),
    ...(email && { email }),
    ...(expires && { until: expires.slice(0, 10) }),
  }));
