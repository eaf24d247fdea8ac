// Who earned a badge, said so that only somebody who knows them can check it (Open Badges 3.0, IdentityObject), and the
// random parts of an award. Chance comes from outside, so that tests can give it.
// @ts-check

import { sha256 } from "@noble/hashes/sha2.js";
import { hex, utf8 } from "../../verifier/src/bytes.js";
import { tidyName } from "../../verifier/src/names.js";

/** Gives so many random bytes. @typedef {(count: number) => Uint8Array} Chance */

/** The browser's own. @type {Chance} */
export const chance = (count) => crypto.getRandomValues(new Uint8Array(count));

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** 128 random bits as hexadecimal digits. @param {Chance} random */
export const newSalt = (random) => hex(random(16));

/** The random part of an award's address: 128 bits, lower-case base32 without padding (26 letters). @param {Chance} random */
export function newId(random) {
  const bits = [...random(16)]
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("")
    .padEnd(130, "0");
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32[parseInt(five, 2)]).join("");
}

/** `sha256$` and the hexadecimal SHA-256 of the identity followed by the salt. @param {string} identity @param {string} salt */
export const identityHash = (identity, salt) => `sha256$${hex(sha256(utf8(identity + salt)))}`;

/** The identity of an e-mail address (tidied). Its salt is published: who knows the address can compare. @param {string} email @param {Chance} random */
export function emailIdentity(email, random) {
  const salt = newSalt(random);
  return {
    type: "IdentityObject",
    hashed: true,
    identityHash: identityHash(email, salt),
    identityType: "emailAddress",
    salt,
  };
}

/** The commitment to a name. Its salt travels in the earner's own link. @param {string} name @param {string} salt */
export const nameIdentity = (name, salt) => ({
  type: "IdentityObject",
  hashed: true,
  identityHash: identityHash(tidyName(name), salt),
  identityType: "name",
});
