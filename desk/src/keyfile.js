// Private keys as files: PKCS#8 in PEM under a passphrase (RFC 5958; PBES2 of RFC 8018 with PBKDF2-HMAC-SHA-256 and
// AES-256-CBC), as `lapel keys` writes them. Opened by WebCrypto, and not to be taken out of it again.
// @ts-check

import { concat } from "../../verifier/src/bytes.js";
import { toMultikey } from "../../verifier/src/key_formats.js";
import { DeskFault } from "./fault.js";

const MAX_FILE = 10_000;
const MIN_PASSPHRASE = 12;
/** What makes trying passphrases slow, for keys made here. */
const ROUNDS = 600_000;
const MAX_ROUNDS = 10_000_000;
const PEM = /^\s*-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/;
/** A PrivateKeyInfo of Ed25519 up to the 32 bytes of the key (RFC 8410, section 7). */
const ED25519 = bytesOf("302e020100300506032b657004220420");
const OID = {
  PBES2: "2a864886f70d01050d",
  PBKDF2: "2a864886f70d01050c",
  SHA_256: "2a864886f70d0209",
  AES_256_CBC: "60864801650304012a",
};

/** @param {string} text */
function bytesOf(text) {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

/** What a key file is encrypted with. @typedef {{salt: Uint8Array, rounds: number, iv: Uint8Array, data: Uint8Array}} Sealed */

/**
 * Reads a key file. Faults: key-file-none, key-file-open (no passphrase), key-file-other (sealed in another way).
 * @param {string} text
 * @returns {Sealed}
 */
export function readKeyFile(text) {
  const [, kind, body = ""] = text.length <= MAX_FILE ? (PEM.exec(text) ?? []) : [];
  if (kind === "PRIVATE KEY") throw new DeskFault("key-file-open");
  if (kind?.endsWith("PRIVATE KEY") && kind !== "ENCRYPTED PRIVATE KEY") throw new DeskFault("key-file-other");
  if (kind !== "ENCRYPTED PRIVATE KEY") throw new DeskFault("key-file-none");
  try {
    const der = Uint8Array.from(atob(body.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
    return sealedOf(der);
  } catch (error) {
    if (error instanceof DeskFault) throw error;
    throw new DeskFault("key-file-other");
  }
}

/** EncryptedPrivateKeyInfo (RFC 5958, section 3). @param {Uint8Array} der @returns {Sealed} */
function sealedOf(der) {
  const [algorithm, data] = fields(der, 0x30);
  const [scheme, parameters] = fields(algorithm, 0x30);
  const [derive, cipher] = fields(parameters, 0x30);
  const [deriver, options] = fields(derive, 0x30);
  const [salt, rounds, ...more] = fields(options, 0x30);
  const [prf] = more.filter((one) => one[0] === 0x30); // the length of the key may stand before it
  const [name] = prf ? fields(prf, 0x30) : [];
  const [aes, iv] = fields(cipher, 0x30);
  const is = (/** @type {Uint8Array | undefined} */ one, /** @type {string} */ oid) =>
    one !== undefined && String(content(one, 0x06)) === String(bytesOf(oid));
  const known = is(scheme, OID.PBES2) && is(deriver, OID.PBKDF2) && is(name, OID.SHA_256) && is(aes, OID.AES_256_CBC);
  if (!known || !salt || !rounds || !iv || !data) throw new DeskFault("key-file-other");
  const count = content(rounds, 0x02).reduce((sum, byte) => sum * 256 + byte, 0);
  if (!(count >= 1 && count <= MAX_ROUNDS) || content(iv, 0x04).length !== 16) throw new DeskFault("key-file-other");
  return { salt: content(salt, 0x04), rounds: count, iv: content(iv, 0x04), data: content(data, 0x04) };
}

/** The content of one value of DER with that tag, and nothing behind it. @param {Uint8Array | undefined} der @param {number} tag */
function content(der, tag) {
  const [body, rest] = der?.[0] === tag ? taken(der) : [];
  if (!body || rest?.length) throw new Error("not DER of that kind");
  return body;
}

/** The values in a sequence. @param {Uint8Array | undefined} der @param {number} tag */
function fields(der, tag) {
  const found = [];
  let rest = content(der, tag);
  while (rest.length) {
    const [, after] = taken(rest);
    found.push(rest.subarray(0, rest.length - after.length));
    rest = after;
  }
  return found;
}

/** The content of the first value, and what comes after it (X.690, section 8.1). @param {Uint8Array} der @returns {[Uint8Array, Uint8Array]} */
function taken(der) {
  let length = der[1] ?? 0;
  let at = 2;
  if (length >= 0x80) {
    const size = length - 0x80;
    if (size < 1 || size > 2) throw new Error("too long");
    length = der.slice(2, 2 + size).reduce((sum, byte) => sum * 256 + byte, 0);
    at += size;
  }
  if (at + length > der.length) throw new Error("cut off");
  return [der.subarray(at, at + length), der.subarray(at + length)];
}

/** @param {string} passphrase @param {Uint8Array} salt @param {number} rounds @param {KeyUsage[]} uses */
async function derived(passphrase, salt, rounds, uses) {
  const typed = /** @type {BufferSource} */ (new TextEncoder().encode(passphrase));
  const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: /** @type {BufferSource} */ (salt), iterations: rounds };
  return crypto.subtle.deriveKey(how, base, { name: "AES-CBC", length: 256 }, false, uses);
}

/**
 * Signs bytes. What is behind it cannot be read; `forget` takes away what there is.
 * @typedef {{sign: (bytes: Uint8Array) => Promise<Uint8Array>, forget: () => void}} PrivateKey
 */

/**
 * Opens a key. Faults: passphrase-wrong, key-file-kind (a key of another kind).
 * @param {Sealed} sealed
 * @param {string} passphrase
 * @returns {Promise<PrivateKey>}
 */
export async function openKey({ salt, rounds, iv, data }, passphrase) {
  const lock = await derived(passphrase, salt, rounds, ["decrypt"]);
  let info;
  try {
    const how = { name: "AES-CBC", iv: /** @type {BufferSource} */ (iv) };
    info = new Uint8Array(await crypto.subtle.decrypt(how, lock, /** @type {BufferSource} */ (data)));
  } catch {
    throw new DeskFault("passphrase-wrong");
  }
  // A wrong passphrase leaves good padding once in 256 times: what comes out is then no key of any kind.
  if (info[0] !== 0x30) throw new DeskFault("passphrase-wrong");
  const isOurs = info.length === ED25519.length + 32 && ED25519.every((byte, at) => info[at] === byte);
  if (!isOurs) {
    const looks = info.length > 20 && info[2] === 0x02;
    info.fill(0);
    throw new DeskFault(looks ? "key-file-kind" : "passphrase-wrong");
  }
  return imported(info);
}

/** @param {Uint8Array} info a PrivateKeyInfo, which is wiped @returns {Promise<PrivateKey>} */
async function imported(info) {
  try {
    /** @type {CryptoKey | null} */
    let key = await crypto.subtle.importKey("pkcs8", /** @type {BufferSource} */ (info), "Ed25519", false, ["sign"]);
    info.fill(0);
    return {
      sign: async (bytes) => {
        if (!key) throw new DeskFault("locked");
        return new Uint8Array(await crypto.subtle.sign("Ed25519", key, /** @type {BufferSource} */ (bytes)));
      },
      forget: () => void (key = null),
    };
  } catch (error) {
    if (!(error instanceof DOMException) || error.name !== "NotSupportedError") throw new DeskFault("key-file-kind");
  }
  const { ed25519 } = await import("@noble/curves/ed25519.js");
  const seed = info.slice(ED25519.length);
  info.fill(0);
  let isOpen = true;
  return {
    sign: async (bytes) => {
      if (!isOpen) throw new DeskFault("locked");
      return ed25519.sign(bytes, seed);
    },
    forget: () => {
      isOpen = false;
      seed.fill(0);
    },
  };
}

/** Why a passphrase is none for a new key. @param {string} passphrase */
export const passphraseFault = (passphrase) => ([...passphrase].length < MIN_PASSPHRASE ? "passphrase-short" : "");

/**
 * A new key: the file to keep, and the public half as Multikey.
 * @param {string} passphrase
 * @returns {Promise<{pem: string, publicKeyMultibase: string}>}
 */
export async function newKey(passphrase) {
  const why = passphraseFault(passphrase);
  if (why) throw new DeskFault(why);
  const { ed25519 } = await import("@noble/curves/ed25519.js");
  const seed = crypto.getRandomValues(new Uint8Array(32));
  const info = concat(ED25519, seed);
  const raw = ed25519.getPublicKey(seed);
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(16));
  const lock = await derived(passphrase, salt, ROUNDS, ["encrypt"]);
  const data = new Uint8Array(
    await crypto.subtle.encrypt({ name: "AES-CBC", iv }, lock, /** @type {BufferSource} */ (info)),
  );
  info.fill(0);
  seed.fill(0);
  const der = sealedDer({ salt, rounds: ROUNDS, iv, data });
  const rows = btoa(String.fromCharCode(...der)).match(/.{1,64}/g) ?? [];
  const pem = `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${rows.join("\n")}\n-----END ENCRYPTED PRIVATE KEY-----\n`;
  return { pem, publicKeyMultibase: toMultikey({ type: "Ed25519", raw }) };
}

/** @param {Sealed} sealed */
function sealedDer({ salt, rounds, iv, data }) {
  const oid = (/** @type {string} */ text) => tagged(0x06, bytesOf(text));
  const hash = tagged(0x30, oid(OID.SHA_256), tagged(0x05));
  const count = bytesOf(rounds.toString(16).padStart(8, "0")).subarray(rounds < 0x800000 ? 1 : 0);
  const options = tagged(0x30, tagged(0x04, salt), tagged(0x02, count), hash);
  const derive = tagged(0x30, oid(OID.PBKDF2), options);
  const cipher = tagged(0x30, oid(OID.AES_256_CBC), tagged(0x04, iv));
  const algorithm = tagged(0x30, oid(OID.PBES2), tagged(0x30, derive, cipher));
  return tagged(0x30, algorithm, tagged(0x04, data));
}

/** A value of DER. @param {number} tag @param {Uint8Array[]} parts */
function tagged(tag, ...parts) {
  const body = concat(...parts);
  return concat(Uint8Array.from(body.length < 0x80 ? [tag, body.length] : [tag, 0x81, body.length]), body);
}
