// The canonical form of JSON-LD (RDFC-1.0) in safe mode. Loaded only when a proof needs it.
// @ts-check

import jsonld from "jsonld";
import rdf from "rdf-canonize";
import { digest, utf8 } from "./bytes.js";
import { CONTEXTS } from "./contexts.js";
import { failed, Fault, notChecked } from "./fault.js";
import { asList, plain } from "./strict_json.js";

export const MOST_VALUES = 5000;

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
  if (values > MOST_VALUES) throw notChecked("TOO_COMPLEX", {});
  budget.take("values", values);
  // All at once: one after another they would wait for each other on the network.
  for (const address of asList(document["@context"])) if (typeof address === "string") void CONTEXTS[address]?.().catch(() => {});
  try {
    const quads = await jsonld.toRDF(document, /** @type {any} */ ({ documentLoader, safe: true, base: null }));
    // A poisoned graph makes the algorithm try every order of its blank nodes; honest badges have almost no ties.
    const bounds = { maxWorkFactor: 2, signal: AbortSignal.timeout(1500) };
    return await rdf.canonize(quads, { algorithm: "RDFC-1.0", format: "application/n-quads", messageDigestAlgorithm: hash, ...bounds });
  } catch (error) {
    throw asFault(error);
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
  for (let one = /** @type {any} */ (error), depth = 0; one && depth < 6; one = one.cause ?? one.details?.cause, depth++) {
    if (one instanceof Fault) return one;
    if (one.name === "jsonld.ValidationError") {
      const event = one.details?.event ?? {};
      const term = plain(event.details?.property ?? event.details?.term ?? event.details?.id ?? event.code ?? "").slice(0, 100);
      return failed("DATA_LOSS_DETECTION_ERROR", { term });
    }
    if (/work|iterations|Maximum deep|abort/i.test(plain(one.message)) && !one.name?.startsWith("jsonld")) return notChecked("TOO_COMPLEX", {});
  }
  return failed("PARSING_ERROR", { what: "JSON-LD" });
}

/**
 * The hash of a document's canonical form.
 * @param {Record<string, any>} document
 * @param {"SHA-256" | "SHA-384"} hash
 * @param {import("./budget.js").Budget} budget
 * @param {"SHA-256" | "SHA-384"} [inner] the hash inside the canonical form
 */
export const hashOf = async (document, hash, budget, inner = "SHA-256") => digest(utf8(await canonize(document, budget, inner)), hash);
