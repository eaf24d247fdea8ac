// Merkle proofs (RFC 9162, section 2.1) and signed notes (C2SP signed-note, tlog-checkpoint): pure, no host is asked.
// @ts-check

import { concat, digest, fromBase64Url, hex, toUrlAlphabet, utf8 } from "./bytes.js";
import { notChecked } from "./fault.js";
import { fromMultikey } from "./key_formats.js";
import { verifySignature } from "./signatures.js";

/**
 * What a record was at one moment.
 * @typedef {object} Checkpoint
 * @property {string} origin the name of the record
 * @property {number} size how many entries it has
 * @property {string} root in hexadecimal
 * @property {number} signed in milliseconds
 * @property {number} expires in milliseconds
 * @property {string} key the Multikey that signed it
 */

const ED25519 = 1;
const MAX_NOTE = 10_000;
const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$/;

/** A record that cannot be read says nothing. @param {string} what */
const unread = (what) => notChecked("RECORD_UNREADABLE", { what });

/** @param {unknown} text */
function base64(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw unread("base64");
  return fromBase64Url(toUrlAlphabet(text));
}

/** @param {Uint8Array} left @param {Uint8Array} right */
const node = (left, right) => digest(concat(Uint8Array.of(1), left, right));

/**
 * The root that a path leads to from a leaf (section 2.1.3.2), in hexadecimal.
 * @param {number} index
 * @param {number} size
 * @param {string} entry
 * @param {unknown} path
 */
export async function rootOf(index, size, entry, path) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size || !Array.isArray(path) || path.length > 53)
    throw unread("proof");
  let at = index;
  let last = size - 1;
  let found = await digest(concat(Uint8Array.of(0), utf8(entry)));
  for (const text of path) {
    const one = base64(text);
    if (last === 0 || one.length !== 32) throw unread("proof");
    if (at % 2 === 1 || at === last) {
      found = await node(one, found);
      while (at % 2 === 0 && at !== 0) {
        at /= 2;
        last = Math.floor(last / 2);
      }
    } else found = await node(found, one);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw unread("proof");
  return hex(found);
}

/**
 * Whether one tree goes on in another (section 2.1.4.2): roots in hexadecimal.
 * @param {number} oldSize
 * @param {string} oldRoot
 * @param {number} newSize
 * @param {string} newRoot
 * @param {unknown} path
 */
export async function goesOn(oldSize, oldRoot, newSize, newRoot, path) {
  if (oldSize === newSize) return oldRoot === newRoot;
  if (!(oldSize > 0 && oldSize < newSize) || !Array.isArray(path) || path.length > 60) return false;
  const hashes = path.map(base64);
  const isPower = 2 ** Math.round(Math.log2(oldSize)) === oldSize;
  if (isPower) hashes.unshift(Uint8Array.from(oldRoot.match(/../g) ?? [], (pair) => parseInt(pair, 16)));
  const [first, ...rest] = hashes;
  if (!first || hashes.some((one) => one.length !== 32)) return false;
  let at = oldSize - 1;
  let last = newSize - 1;
  const up = () => {
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  };
  while (at % 2 === 1) up();
  let older = first;
  let newer = first;
  for (const one of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      older = await node(one, older);
      newer = await node(one, newer);
      while (at % 2 === 0 && at !== 0) up();
    } else newer = await node(newer, one);
    up();
  }
  return last === 0 && hex(older) === oldRoot && hex(newer) === newRoot;
}

/**
 * A checkpoint that one of `keys` signed; a fault otherwise.
 * @param {unknown} note
 * @param {string[]} keys Multikeys
 * @returns {Promise<Checkpoint>}
 */
export async function readCheckpoint(note, keys) {
  const cut = typeof note === "string" && note.length < MAX_NOTE ? note.lastIndexOf("\n\n") : -1;
  if (typeof note !== "string" || cut < 0 || !note.endsWith("\n")) throw unread("checkpoint");
  const text = note.slice(0, cut + 1);
  const [origin = "", count = "", root = "", signed = "", expires = "", ...rest] = text.split("\n");
  const key = await signerOf(text, note.slice(cut + 2), origin, keys);
  const moment = (/** @type {string} */ row, /** @type {string} */ word) =>
    row.startsWith(`${word} `) && MOMENT.test(row.slice(word.length + 1))
      ? Date.parse(row.slice(word.length + 1))
      : NaN;
  const said = { origin, size: Number(count), root: hex(base64(root)), key };
  const times = { signed: moment(signed, "signed"), expires: moment(expires, "expires") };
  const whole = /^(?:0|[1-9]\d{0,14})$/.test(count) && said.root.length === 64 && rest.join() === "";
  if (!whole || Number.isNaN(times.signed) || Number.isNaN(times.expires)) throw unread("checkpoint");
  return { ...said, ...times };
}

/**
 * @param {string} text
 * @param {string} lines the signatures
 * @param {string} origin
 * @param {string[]} keys
 */
async function signerOf(text, lines, origin, keys) {
  const rows = lines.split("\n").slice(0, -1);
  if (!rows.length || rows.length > 16) throw unread("checkpoint");
  for (const multikey of keys) {
    const key = fromMultikey(multikey);
    if (key.type !== "Ed25519" || !key.raw) continue;
    const name = (await digest(concat(utf8(`${origin}\n`), Uint8Array.of(ED25519), key.raw))).slice(0, 4);
    for (const row of rows) {
      const [, who, packed] = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/.exec(row) ?? [];
      if (who === undefined) throw unread("checkpoint");
      const bytes = base64(packed);
      if (who !== origin || hex(bytes.slice(0, 4)) !== hex(name)) continue;
      if (await verifySignature(key, bytes.slice(4), utf8(text))) return multikey;
    }
  }
  throw notChecked("RECORD_NOT_SIGNED", { origin: origin.slice(0, 200) });
}
