// Proofs inside a document: Data Integrity, and Ed25519Signature2020. One table of proof formats.
// @ts-check

import { concat, digest, fromMultibase, utf8 } from "./bytes.js";
import { failed, notChecked } from "./fault.js";
import { HASH_OF, verifySignature } from "./signatures.js";
import { asList, isObject, jcs, plain, sameJson } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

/**
 * @typedef {object} Format
 * @property {"rdfc" | "jcs" | "sd"} form how the document becomes bytes
 * @property {string[]} keys the kinds of keys that may sign so
 * @property {boolean} [old]
 */

/** By cryptosuite, or by the type of a proof that has none. @type {Record<string, Format>} */
export const FORMATS = {
  "eddsa-rdfc-2022": { form: "rdfc", keys: ["Ed25519"] },
  "eddsa-jcs-2022": { form: "jcs", keys: ["Ed25519"] },
  "ecdsa-rdfc-2019": { form: "rdfc", keys: ["P-256", "P-384"] },
  "ecdsa-jcs-2019": { form: "jcs", keys: ["P-256", "P-384"] },
  "ecdsa-sd-2023": { form: "sd", keys: ["P-256"] },
  Ed25519Signature2020: { form: "rdfc", keys: ["Ed25519"], old: true },
};

/**
 * The name of a proof's format. Faults: UNKNOWN_PROOF (nobody here can read it), MALFORMED_VALUE_ERROR.
 * @param {unknown} proof
 */
export function formatOf(proof) {
  if (!isObject(proof)) throw failed("MALFORMED_VALUE_ERROR", { property: "proof" });
  const type = asList(proof.type).length === 1 ? plain(asList(proof.type)[0]) : "";
  const name = type === "DataIntegrityProof" ? plain(proof.cryptosuite) : type;
  if (type !== "DataIntegrityProof" && proof.cryptosuite !== undefined)
    throw failed("MALFORMED_VALUE_ERROR", { property: "cryptosuite" });
  const known = Object.hasOwn(FORMATS, name) && (type === "DataIntegrityProof") === !FORMATS[name]?.old;
  if (!known) throw notChecked("UNKNOWN_PROOF", { format: name.slice(0, 60) });
  return name;
}

/**
 * Whether a proof holds for a document with this key. Faults: see {@link formatOf}, `rdf.js`, and
 * PROOF_VERIFICATION_ERROR when the signature is not of these bytes.
 * @param {Json} document
 * @param {Json} proof
 * @param {import("./signatures.js").Key} key
 * @param {import("./budget.js").Budget} budget
 * @returns {Promise<void>}
 */
export async function verifyProof(document, proof, key, budget) {
  budget.take("proofs", 1);
  const name = formatOf(proof);
  const format = /** @type {Format} */ (FORMATS[name]);
  if (!format.keys.includes(key.type)) throw failed("CRYPTOGRAPHIC_SECURITY_ERROR", { format: name, type: key.type });
  if (format.form === "sd") {
    const { verifySd } = await import("./sd.js");
    return verifySd(unsigned(document), proof, key, budget);
  }
  const { proofValue, ...options } = proof;
  const signature = fromMultibase(proofValue);
  if (!plain(proofValue).startsWith("z")) throw failed("PARSING_ERROR", { what: "multibase" });
  const hash = /** @type {"SHA-256" | "SHA-384"} */ (HASH_OF[key.type]);
  if (format.form === "jcs") {
    if (await verifySignature(key, signature, await byJcs(document, options, hash))) return;
  } else {
    // With P-384 the blank nodes are told apart by SHA-384 too (vc-di-ecdsa, section 3.2.3). Older makers used SHA-256;
    // without blank nodes that could be mixed up the two are the same.
    for (const inner of hash === "SHA-384"
      ? /** @type {const} */ (["SHA-384", "SHA-256"])
      : /** @type {const} */ (["SHA-256"])) {
      if (await verifySignature(key, signature, await byRdf(document, options, hash, budget, inner))) return;
    }
  }
  throw failed("PROOF_VERIFICATION_ERROR", { format: name });
}

/**
 * What a proof says about itself, apart from its signature (Data Integrity 1.0, sections 2.1 and 4.4).
 * @param {Json} proof
 * @param {Date} now
 */
export function checkOptions(proof, now) {
  if (proof.proofPurpose !== "assertionMethod") throw failed("MALFORMED_VALUE_ERROR", { property: "proofPurpose" });
  for (const name of ["created", "expires"]) {
    if (proof[name] !== undefined && Number.isNaN(Date.parse(plain(proof[name])))) {
      throw failed("MALFORMED_VALUE_ERROR", { property: name });
    }
  }
  if (proof.expires !== undefined && new Date(proof.expires) < now)
    throw failed("PROOF_EXPIRED", { date: proof.expires });
  if (proof.previousProof !== undefined) throw notChecked("UNKNOWN_PROOF", { format: "previousProof" });
}

/** @param {Json} document */
function unsigned(document) {
  const { proof: _, ...rest } = document;
  return rest;
}

/** The hash of a document is the same for each of its proofs. @type {WeakMap<Json, Map<string, Promise<Uint8Array>>>} */
const HASHES = new WeakMap();

/**
 * @param {Json} document
 * @param {string} key
 * @param {() => Promise<Uint8Array>} make
 */
function once(document, key, make) {
  const known = HASHES.get(document) ?? new Map();
  HASHES.set(document, known);
  if (!known.has(key)) known.set(key, make());
  return /** @type {Promise<Uint8Array>} */ (known.get(key));
}

/**
 * @param {Json} document
 * @param {Json} options
 * @param {"SHA-256" | "SHA-384"} hash
 * @param {import("./budget.js").Budget} budget
 * @param {"SHA-256" | "SHA-384"} inner
 */
async function byRdf(document, options, hash, budget, inner) {
  const { hashOf } = await import("./rdf.js");
  const config = { ...options, "@context": document["@context"] };
  return concat(
    await hashOf(config, hash, budget, inner),
    await once(document, `rdf ${hash} ${inner}`, () => hashOf(unsigned(document), hash, budget, inner)),
  );
}

/**
 * @param {Json} document
 * @param {Json} options
 * @param {"SHA-256" | "SHA-384"} hash
 */
async function byJcs(document, options, hash) {
  let whole = unsigned(document);
  const own = options["@context"];
  if (own !== undefined) {
    // The context of the document may have grown since, at its end (vc-di-eddsa, section 3.3.2).
    const now = asList(document["@context"]);
    if (!asList(own).every((one, at) => sameJson(one, now[at])))
      throw failed("PROOF_VERIFICATION_ERROR", { format: "@context" });
    whole = { ...whole, "@context": own };
  }
  return concat(
    await digest(utf8(jcs(options)), hash),
    await once(document, `jcs ${hash} ${jcs(own ?? null)}`, () => digest(utf8(jcs(whole)), hash)),
  );
}
