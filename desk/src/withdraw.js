// Withdrawing an award, and taking a withdrawal back: one bit in the issuer's list, signed anew (the engine:
// lapel/issuing/revoke.py).
// @ts-check

import { DeskFault } from "./fault.js";
import { decodeList, FOR_EVER, listCredential } from "./lists.js";
import { timestamp } from "./moments.js";
import { issuerOf, keysInForce, listAddress } from "./network.js";

/** What becomes of an award; without a reason it is given back. @typedef {{award: string, reason: string | null}} Wish */
/** @typedef {import("./network.js").Network} Network */

export const MAX_REASON = 300;

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

/** Why a reason is none. @param {string} reason */
export function reasonFault(reason) {
  if (!reason.trim()) return "reason-empty";
  if ([...reason].length > MAX_REASON) return "reason-long";
  return /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(reason) ? "reason-unseen" : "";
}

/**
 * The list with one place changed, as a job for the cell.
 * @param {object} order
 * @param {Network} order.network
 * @param {ReturnType<typeof placeOf>} order.place
 * @param {any} order.list the list that is published
 * @param {boolean} order.withdraw
 * @param {Date} order.now
 * @returns {import("./batch.js").Job}
 */
export function listJob({ network, place, list, withdraw, now }) {
  const issuer = issuerOf({ ...network, closed: "" }, place.issuer);
  const moment = new Date(Math.floor(now.valueOf() / 1000) * 1000);
  const [key] = keysInForce(issuer, moment.toISOString().slice(0, 10));
  if (!key) throw new DeskFault("key-none", { name: issuer.name });
  if (list?.id !== place.address) throw new DeskFault("list-unreadable");
  const places = decodeList(String(list.credentialSubject?.encodedList));
  if (places.has(place.index) === withdraw) throw new DeskFault(withdraw ? "withdrawn-already" : "withdrawn-not");
  if (withdraw) places.add(place.index);
  else places.delete(place.index);
  // Later than the one that is published: another computer's clock may be ahead.
  const from = new Date(Math.max(moment.valueOf(), Date.parse(list.validFrom) + 1000));
  const document = listCredential(place.address, issuer.did, places, from);
  if (list.validUntil === FOR_EVER) document.validUntil = FOR_EVER;
  return {
    issuer: place.issuer,
    key: key.id,
    did: issuer.did,
    publicKeyMultibase: key.publicKeyMultibase,
    created: timestamp(from),
    documents: [{ path: `network/status/${place.issuer}/${place.number}.json`, document }],
    letters: [],
  };
}
