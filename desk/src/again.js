// Awards that were signed here and could not be kept, because another desk took their place in the list meanwhile: the
// same people, words and addresses, with another place. The private links stay good.
// @ts-check

import { Places, usableKey } from "./batch.js";
import { statusEntry } from "./credential.js";
import { DeskFault } from "./fault.js";
import { listCredential } from "./lists.js";
import { timestamp } from "./moments.js";
import { issuerOf } from "./network.js";

export const VERSION = 1;
const MOST = 25_000;

/** What `lapel receive` sends back. @typedef {{issuer: string, again: {badge: string, line: string}[]}} Asked */

/** Reads the file that a maintainer sent back. Faults: again-none, again-other. @param {import("./network.js").Network} network @param {string} text @returns {Asked} */
export function readAgain(network, text) {
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    throw new DeskFault("again-none");
  }
  const rows = said?.again;
  const isGood =
    said?.version === VERSION &&
    Array.isArray(rows) &&
    rows.length > 0 &&
    rows.length <= MOST &&
    rows.every((one) => typeof one?.badge === "string" && typeof one.line === "string");
  if (!isGood) throw new DeskFault("again-none");
  const isHere = Object.hasOwn(network.issuers, said.issuer) && rows.every(({ badge }) => network.badges[badge]);
  if (said.base !== network.base || !isHere) throw new DeskFault("again-other");
  return { issuer: said.issuer, again: rows };
}

/** What an award says with another place, signed at another moment. @param {Record<string, any>} before as it was signed @param {Record<string, any>} status @param {string} created */
export function withPlace(before, status, created) {
  const { proof: _, "@context": context, id, type, name, issuer, validFrom, awardedDate, ...rest } = before;
  return {
    ...{ "@context": context, id, type, name, issuer },
    validFrom: created,
    awardedDate: awardedDate ?? `${String(validFrom).slice(0, 10)}T00:00:00Z`,
    ...rest,
    credentialStatus: status,
  };
}

/**
 * @param {object} order
 * @param {import("./network.js").Network} order.network
 * @param {Asked} order.asked
 * @param {string} order.batch
 * @param {Date} order.now
 * @param {import("./identity.js").Chance} order.random
 * @param {Map<string, Set<number>>} [order.taken]
 * @returns {import("./batch.js").Job & {befores: (string | null)[]}} `befores` are the lines as they were signed, beside its documents
 */
export function againJob({ network, asked: { issuer: slug, again }, batch, now, random, taken = new Map() }) {
  const issuer = issuerOf(network, slug);
  const { key, moment } = usableKey(issuer, now);
  const places = new Places(network, slug, taken);
  const created = timestamp(moment);
  /** @type {import("./batch.js").Job["documents"]} */
  const documents = [];
  /** @type {(string | null)[]} */
  const befores = [];
  for (const { badge, line } of again) {
    const { address, index, isNew, number } = places.next(random);
    if (isNew) {
      const document = listCredential(address, issuer.did, [], moment);
      documents.push({ path: `network/status/${slug}/${number}.json`, document });
      befores.push(null);
    }
    const document = withPlace(JSON.parse(line), statusEntry(address, index), created);
    documents.push({ path: `badges/${badge}/awards/${batch}.jsonl`, document });
    befores.push(line);
  }
  const { did } = issuer;
  const { id, publicKeyMultibase } = key;
  return { issuer: slug, key: id, did, publicKeyMultibase, created, documents, letters: [], befores };
}
