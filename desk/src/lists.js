// Lists of withdrawn awards (W3C Bitstring Status List 1.0): one bit an award, index 0 is the left-most.
// @ts-check

import { gunzipSync, gzipSync } from "fflate";
import { fromBase64Url, toBase64Url } from "../../verifier/src/bytes.js";
import { VC_2 } from "./credential.js";
import { DeskFault } from "./fault.js";
import { timestamp } from "./moments.js";

export const BITS = 131_072;
/** The end of the last list of an issuer that signs no more. */
export const FOR_EVER = "9999-12-31T23:59:59Z";
/** How long a list is good, in milliseconds. */
export const LASTS = 400 * 24 * 3600 * 1000;
/** A second list is opened when so many places are taken. */
const FULL = (BITS * 3) / 4;

/** The places whose bit is set. A text that is no list of our length is a fault. @param {string} text @returns {Set<number>} */
export function decodeList(text) {
  const packed = fromBase64Url(text.slice(1));
  const bits = new Uint8Array(BITS / 8 + 1);
  let unpacked;
  try {
    unpacked = gunzipSync(packed, { out: bits });
  } catch {
    throw new DeskFault("list-unreadable");
  }
  if (!text.startsWith("u") || unpacked.length !== BITS / 8) throw new DeskFault("list-unreadable");
  /** @type {Set<number>} */
  const places = new Set();
  for (const [at, byte] of unpacked.entries())
    for (let bit = 0; byte && bit < 8; bit++) if (byte & (0x80 >> bit)) places.add(at * 8 + bit);
  return places;
}

/** `u` and base64url of the GZIP of the bits. @param {Iterable<number>} places */
export function encodeList(places) {
  const bits = new Uint8Array(BITS / 8);
  for (const place of places) bits[place >> 3] = (bits[place >> 3] ?? 0) | (0x80 >> (place % 8));
  return `u${toBase64Url(gzipSync(bits, { mtime: 0, level: 9 }))}`;
}

/** A random place that no award has: neighbours in the list say nothing about each other. @param {Set<number>} taken @param {import("./identity.js").Chance} random */
export function freePlace(taken, random) {
  for (;;) {
    const place = new DataView(random(4).buffer).getUint32(0) % BITS; // a power of two, so each is as likely
    if (!taken.has(place)) return place;
  }
}

/** Whether a list gets no more awards. @param {Set<number>} taken */
export const isFull = (taken) => taken.size >= FULL;

/**
 * The list as a credential, not yet signed (section 2.2).
 * @param {string} address
 * @param {string} issuer
 * @param {Iterable<number>} withdrawn
 * @param {Date} from
 */
export const listCredential = (address, issuer, withdrawn, from) => ({
  "@context": [VC_2],
  id: address,
  type: ["VerifiableCredential", "BitstringStatusListCredential"],
  issuer,
  validFrom: timestamp(from),
  validUntil: timestamp(new Date(from.valueOf() + LASTS)),
  credentialSubject: {
    id: `${address}#list`,
    type: "BitstringStatusList",
    statusPurpose: "revocation",
    encodedList: encodeList(withdrawn),
  },
});
