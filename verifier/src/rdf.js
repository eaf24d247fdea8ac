// The canonical form of JSON-LD (RDFC-1.0) in safe mode. Loaded only when a proof needs it.
// @ts-check

import jsonld from "jsonld";
import rdf from "rdf-canonize";
import { sha256, sha384 } from "@noble/hashes/sha2.js";
import { digest, hex, utf8 } from "./bytes.js";
import { CONTEXTS } from "./contexts.js";
import { failed, Fault, notChecked } from "./fault.js";
import { asList, plain } from "./strict_json.js";

export const MAX_VALUES = 5000;

/**
 * The library copies every word of a context for every object that has a type, which is most of its work. A word is
 * never changed once it is made, so a new list of the same words is as good. (`clone` is a property of the context
 * from which all others are made; a library without it is left as it is.)
 * @param {any} initial
 */
function copyListsOnly(initial) {
  const whole = initial?.clone;
  if (typeof whole !== "function") return;
  initial.clone = function () {
    const { mappings, protected: kept } = this;
    Object.assign(this, { mappings: new Map(), protected: {} });
    const child = whole.call(this);
    Object.assign(this, { mappings, protected: kept });
    return Object.assign(child, { mappings: new Map(mappings), protected: { ...kept } });
  };
}
const ready = Promise.all(
  [undefined, "json-ld-1.1"].map(async (processingMode) =>
    copyListsOnly(await jsonld.processContext({}, null, { processingMode })),
  ),
);

/**
 * Answers with a known context, and asks nobody.
 * @param {string} address
 */
export async function documentLoader(address) {
  const load = CONTEXTS[address];
  if (!load) throw notChecked("UNKNOWN_CONTEXT", { context: plain(address).slice(0, 200) });
  // "static": the library may keep what it made of it, which is most of the work.
  return { contextUrl: null, documentUrl: address, document: (await load()).default, tag: "static" };
}

/**
 * The canonical N-Quads. Faults: UNKNOWN_CONTEXT, DATA_LOSS_DETECTION_ERROR (a term that no context defines, or an
 * id that is no whole address: it would not be signed), TOO_COMPLEX, PARSING_ERROR.
 * @param {Record<string, any>} document
 * @param {import("./budget.js").Budget} budget
 * @param {"SHA-256" | "SHA-384"} [hash] with which blank nodes are told apart (RDFC-1.0, section 4)
 * @returns {Promise<string>}
 */
export async function canonize(document, budget, hash = "SHA-256") {
  const values = countValues(document);
  if (values > MAX_VALUES) throw notChecked("TOO_COMPLEX", {});
  budget.take("values", values);
  // All at once: one after another they would wait for each other on the network.
  for (const address of asList(document["@context"]))
    if (typeof address === "string") void CONTEXTS[address]?.().catch(() => {});
  try {
    await ready;
    const quads = await jsonld.toRDF(document, /** @type {any} */ ({ documentLoader, safe: true, base: null }));
    // A poisoned graph makes the algorithm try every order of its blank nodes; honest badges have almost no ties.
    const bounds = { maxWorkFactor: 2, signal: AbortSignal.timeout(1500) };
    return await rdf.canonize(quads, {
      algorithm: "RDFC-1.0",
      format: "application/n-quads",
      createMessageDigest: () => new Digest(hash),
      ...bounds,
    });
  } catch (error) {
    throw asFault(error);
  }
}

/** A hash at once: the browser's own waits for another thread each time, and a badge needs dozens of small ones. */
class Digest {
  /** @param {"SHA-256" | "SHA-384"} name */
  constructor(name) {
    this.state = (name === "SHA-384" ? sha384 : sha256).create();
  }

  /** @param {string} text */
  update(text) {
    this.state.update(utf8(text));
  }

  async digest() {
    return hex(this.state.digest());
  }
}

/**
 * How many values there are in a document.
 * @param {any} value
 * @returns {number}
 */
export function countValues(value) {
  if (typeof value !== "object" || value === null) return 1;
  return Object.values(value).reduce((sum, one) => sum + countValues(one), 1);
}

/**
 * @param {unknown} error
 * @returns {Fault}
 */
export function asFault(error) {
  for (
    let one = /** @type {any} */ (error), depth = 0;
    one && depth < 6;
    one = one.cause ?? one.details?.cause, depth++
  ) {
    if (one instanceof Fault) return one;
    if (one.name === "jsonld.ValidationError") {
      const event = one.details?.event ?? {};
      const term = plain(event.details?.property ?? event.details?.term ?? event.details?.id ?? event.code ?? "").slice(
        0,
        100,
      );
      return failed("DATA_LOSS_DETECTION_ERROR", { term });
    }
    if (/work|iterations|Maximum deep|abort/i.test(plain(one.message)) && !one.name?.startsWith("jsonld"))
      return notChecked("TOO_COMPLEX", {});
  }
  return failed("PARSING_ERROR", { what: "JSON-LD" });
}

const PLAIN_IRI = /^[a-z][a-z0-9+.-]*:[\w.~:/?#@!$&'()*+,;=%-]+$/i;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const SECURITY = "https://w3id.org/security#";

/**
 * The canonical form of the options of a proof: one blank node with five properties, which the context of VC 2.0 fixes
 * (its words are protected, so that no later context changes them). Null for anything else: then the whole way is gone.
 * @param {Record<string, any>} config
 */
export function optionsForm(config) {
  const { "@context": contexts, type, cryptosuite, created, verificationMethod, proofPurpose, ...more } = config;
  const usual =
    asList(contexts)[0] === "https://www.w3.org/ns/credentials/v2" &&
    type === "DataIntegrityProof" &&
    proofPurpose === "assertionMethod";
  const texts =
    PLAIN_IRI.test(plain(verificationMethod)) &&
    /^[a-z0-9-]+$/.test(plain(cryptosuite)) &&
    DATE_TIME.test(plain(created));
  if (
    !usual ||
    !texts ||
    Object.keys(more).length ||
    [verificationMethod, cryptosuite, created].some((one) => typeof one !== "string")
  )
    return null;
  return [
    `<http://purl.org/dc/terms/created> "${created}"^^<http://www.w3.org/2001/XMLSchema#dateTime>`,
    `<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <${SECURITY}DataIntegrityProof>`,
    `<${SECURITY}cryptosuite> "${cryptosuite}"^^<${SECURITY}cryptosuiteString>`,
    `<${SECURITY}proofPurpose> <${SECURITY}assertionMethod>`,
    `<${SECURITY}verificationMethod> <${verificationMethod}>`,
  ]
    .map((row) => `_:c14n0 ${row} .\n`)
    .join("");
}

/**
 * The hash of a document's canonical form.
 * @param {Record<string, any>} document
 * @param {"SHA-256" | "SHA-384"} hash
 * @param {import("./budget.js").Budget} budget
 * @param {"SHA-256" | "SHA-384"} [inner] the hash inside the canonical form
 */
export const hashOf = async (document, hash, budget, inner = "SHA-256") =>
  digest(utf8(optionsForm(document) ?? (await canonize(document, budget, inner))), hash);
