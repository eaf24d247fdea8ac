// Credentials for tests, signed here with keys of their own. What stands in them is up to each test.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";
import { Budget } from "../src/budget.js";
import { concat, digest, toBase58, toBase64Url, utf8 } from "../src/bytes.js";
import { jcs } from "../src/strict_json.js";
import { verify } from "../src/verify.js";

export const CONTEXTS = [
  "https://www.w3.org/ns/credentials/v2",
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
];

/** An Ed25519 key and its did:key. */
export async function newKey() {
  const pair = await webcrypto.subtle.generateKey({ name: "Ed25519" }, true, ["sign", "verify"]);
  const raw = new Uint8Array(await webcrypto.subtle.exportKey("raw", pair.publicKey));
  const multikey = toBase58(Uint8Array.from([0xed, 0x01, ...raw]));
  const jwk = await webcrypto.subtle.exportKey("jwk", pair.publicKey);
  return { pair, raw, multikey, did: `did:key:${multikey}`, jwk: { kty: jwk.kty, crv: jwk.crv, x: jwk.x } };
}

export const KEY = await newKey();
export const METHOD = `${KEY.did}#${KEY.multikey}`;

export function badge(more = {}, achievement = {}, subject = {}) {
  return {
    "@context": CONTEXTS,
    id: "https://issuer.example/awards/1/credential.json",
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    issuer: { id: KEY.did, type: ["Profile"], name: "An issuer" },
    validFrom: "2026-01-01T00:00:00Z",
    credentialSubject: {
      type: ["AchievementSubject"],
      identifier: [
        { type: "IdentityObject", hashed: false, identityHash: "ada@example.org", identityType: "emailAddress" },
      ],
      achievement: {
        id: "https://issuer.example/badges/1",
        type: ["Achievement"],
        name: "A badge",
        description: "For a test.",
        criteria: { narrative: "Do it." },
        ...achievement,
      },
      ...subject,
    },
    ...more,
  };
}

const sign = async (key, data) =>
  new Uint8Array(await webcrypto.subtle.sign({ name: "Ed25519" }, key.pair.privateKey, data));

/** The document with an eddsa-jcs-2022 proof. */
export async function signJcs(document, { key = KEY, method = METHOD, ...more } = {}) {
  const options = {
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-jcs-2022",
    created: "2026-01-01T00:00:00Z",
    verificationMethod: method,
    proofPurpose: "assertionMethod",
    ...more,
  };
  const data = concat(await digest(utf8(jcs(options))), await digest(utf8(jcs(document))));
  return { ...document, proof: { ...options, proofValue: toBase58(await sign(key, data)) } };
}

/** The document with an eddsa-rdfc-2022 proof. */
export async function signRdf(document, { key = KEY, method = METHOD, ...more } = {}) {
  const { hashOf } = await import("../src/rdf.js");
  const options = {
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-rdfc-2022",
    created: "2026-01-01T00:00:00Z",
    verificationMethod: method,
    proofPurpose: "assertionMethod",
    ...more,
  };
  const config = { ...options, "@context": document["@context"] };
  const data = concat(await hashOf(config, "SHA-256", new Budget()), await hashOf(document, "SHA-256", new Budget()));
  return { ...document, proof: { ...options, proofValue: toBase58(await sign(key, data)) } };
}

const part = (value) => toBase64Url(utf8(JSON.stringify(value)));

/** A compact JWS with any header. */
export async function jws(header, payload, key = KEY) {
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${toBase64Url(await sign(key, utf8(signed)))}`;
}

/** A VC-JWT of a badge. */
export const jwt = (document, header = {}, claims = {}) =>
  jws(
    { alg: "EdDSA", typ: "JWT", kid: METHOD, ...header },
    { ...document, iss: document.issuer?.id, jti: document.id, ...claims },
  );

/** A fetch that knows some addresses: their text, or a function that gives a Response. */
export function hosts(pages) {
  const asked = [];
  const fetch = async (address, options) => {
    asked.push(address);
    const page = pages[address];
    if (page === undefined) throw new TypeError("no such host");
    if (typeof page === "function") return page(options);
    return new Response(typeof page === "string" || page instanceof Uint8Array ? page : JSON.stringify(page));
  };
  return Object.assign(fetch, { asked });
}

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc = (bytes) => (bytes.reduce((c, b) => TABLE[(c ^ b) & 255] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

export function chunk(type, data, wrong = 0) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(data)]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const tail = Buffer.alloc(4);
  tail.writeUInt32BE((crc(body) ^ wrong) >>> 0);
  return Buffer.concat([head, body, tail]);
}

/** A PNG of one pixel with some chunks in it. */
export function png(...chunks) {
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
      chunk("IHDR", head),
      ...chunks,
      chunk("IDAT", deflateSync(Buffer.from([0, 0]))),
      chunk("IEND", Buffer.alloc(0)),
    ]),
  );
}

export const itxt = (text, keyword = "openbadgecredential", compressed = false) =>
  chunk(
    "iTXt",
    Buffer.concat([
      Buffer.from(`${keyword}\0${compressed ? "\x01" : "\0"}\0\0\0`, "latin1"),
      compressed ? deflateSync(Buffer.from(text)) : Buffer.from(text),
    ]),
  );

/** A status list with some bits set. */
export async function statusList(
  set = [],
  {
    bits = 131_072,
    purpose = "revocation",
    address = "https://issuer.example/status/1",
    key = KEY,
    issuer = KEY.did,
    more = {},
  } = {},
) {
  const bytes = new Uint8Array(bits / 8);
  for (const index of set) bytes[index >> 3] |= 0x80 >> (index & 7);
  const document = {
    "@context": [CONTEXTS[0]],
    id: address,
    type: ["VerifiableCredential", "BitstringStatusListCredential"],
    issuer,
    validFrom: "2026-01-01T00:00:00Z",
    credentialSubject: {
      id: `${address}#list`,
      type: "BitstringStatusList",
      statusPurpose: purpose,
      encodedList: `u${toBase64Url(gzipSync(bytes))}`,
    },
    ...more,
  };
  return signJcs(document, { key });
}

export const entry = (index, more = {}) => ({
  id: "https://issuer.example/status/1#x",
  type: "BitstringStatusListEntry",
  statusPurpose: "revocation",
  statusListIndex: String(index),
  statusListCredential: "https://issuer.example/status/1",
  ...more,
});

/** A list that knows the issuers of the tests, so that a verdict is about the badge. */
export const known = (...more) => ({
  name: "Network",
  issuers: [
    { id: KEY.did, name: "An issuer", keys: [KEY.multikey] },
    ...[
      "did:web:issuer.example:org",
      "https://issuer.example/profile",
      "https://good.example/issuer",
      "did:web:good.example",
      ...more,
    ].map((id) => ({ id, name: id, keys: [] })),
  ],
});

/** Verifies on a day of 2026, without any other host unless a test gives one. */
export const NOW = new Date("2026-06-01T00:00:00Z");
export const run = (input, options = {}) => verify(input, { fetch: null, now: NOW, registry: known(), ...options });
export const text = (document) => JSON.stringify(document);

/** Verifies, and compares verdict and code. */
export async function says(expected, input, options) {
  const result = await run(input, options);
  assert.deepEqual(expected, [result.verdict, result.code], JSON.stringify(result.checks));
  return result;
}

/** Options with some hosts that answer. */
export const at = (pages, more = {}) => ({ fetch: hosts(pages), ...more });
