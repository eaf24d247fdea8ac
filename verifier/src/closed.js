// The one rule for every document that somebody signed (a badge, an endorsement, a status list): nothing is signed
// that a reader of the JSON does not see, and nothing is seen that was not signed (VC Data Integrity 1.0, section 2.4).
// @ts-check

import { CONTEXTS } from "./contexts.js";
import { failed, notChecked } from "./fault.js";
import { asList, isObject, LONE, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

// Values with a language or a type are the only places where a keyword of JSON-LD may stand.
const OF_VALUES = ["@value", "@language", "@direction", "@type"];
// Under these keys stand credentials of their own, with contexts of their own.
const INSIDE = ["endorsement", "verifiableCredential"];

/**
 * Faults: LIST_IN_LIST; and for what is read as a graph UNKNOWN_CONTEXT (nobody here can tell what it says),
 * HIDDEN_PROPERTY (it says something that a reader of the JSON does not see).
 * @param {Json} document as it was handed over, nulls and all
 * @param {boolean} asRdf whether the proof signs what the contexts make of the words, and not the words themselves
 */
export function checkClosed(document, asRdf) {
  noListInList(document, "");
  if (!asRdf) return;
  const unknown = unknownContext(document["@context"]);
  if (unknown !== null) throw notChecked("UNKNOWN_CONTEXT", { context: unknown });
  plainKeys(document, true);
  describedOnce(document);
}

/**
 * The first context that is not known here, or null.
 * @param {unknown} contexts
 */
function unknownContext(contexts) {
  const list = asList(contexts);
  if (!list.length) return "";
  const found = list.find((one) => typeof one !== "string" || !Object.hasOwn(CONTEXTS, one));
  return found === undefined ? null : plain(isObject(found) || Array.isArray(found) ? "{…}" : found).slice(0, 200);
}

/**
 * JSON-LD makes one list of a list in a list; who reads the JSON sees none of what stands inside.
 * @param {any} node
 * @param {string} name
 */
function noListInList(node, name) {
  if (Array.isArray(node)) {
    for (const one of node) {
      if (Array.isArray(one)) throw failed("LIST_IN_LIST", { property: name.slice(0, 100) });
      noListInList(one, name);
    }
  } else if (isObject(node)) {
    for (const [key, value] of Object.entries(node)) noListInList(value, key);
  } else if (typeof node === "string" && LONE.test(node)) {
    // Half a letter is signed as another one.
    throw failed("PARSING_ERROR", { what: "UTF-16" });
  }
}

/**
 * Keys that say the same to a signature and something else to a reader: whole addresses, keywords, the names of
 * classes in the place of the short words; and contexts further inside, which give the words another meaning.
 * @param {any} node
 * @param {boolean} whole whether a credential begins here
 */
function plainKeys(node, whole) {
  if (Array.isArray(node)) return node.forEach((one) => plainKeys(one, whole));
  if (!isObject(node)) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === "@context") {
      const unknown = unknownContext(value);
      if (unknown !== null) throw notChecked("UNKNOWN_CONTEXT", { context: unknown });
      if (!whole) throw failed("HIDDEN_PROPERTY", { property: key });
      continue;
    }
    const ofValue = OF_VALUES.includes(key) && "@value" in node;
    if ((!ofValue && key.startsWith("@")) || key.includes(":") || /^[A-Z0-9]/.test(key)) {
      throw failed("HIDDEN_PROPERTY", { property: key.slice(0, 100) });
    }
    plainKeys(value, INSIDE.includes(key));
  }
}

/** What belongs to the credential, its subject and its status, and nowhere else. */
const OWN =
  "credentialStatus credentialSubject issuer validFrom validUntil issuanceDate expirationDate identifier achievement result statusListIndex statusListCredential statusPurpose resultDescription".split(
    " ",
  );

/**
 * What is said of one thing in two places is signed as if it stood in one. A second object with the id of the
 * credential, its subject, its achievement or its status could take from them what a reader has to see; only words of
 * others may stand there. Nodes that are named for this document alone (`_:`) could split anything. Faults:
 * HIDDEN_PROPERTY; SAME_ID, not checked, because an honest maker can give one name to two things.
 * @param {Json} document
 */
function describedOnce(document) {
  const subjects = asList(document.credentialSubject).filter(isObject);
  const own = new Set(
    [
      document,
      ...subjects,
      ...subjects.flatMap((one) => asList(one.achievement)),
      ...asList(document.credentialStatus),
    ].filter(isObject),
  );
  const seen = new Set();
  for (const node of own) {
    if (typeof node.id !== "string") continue;
    if (seen.has(node.id)) throw notChecked("SAME_ID", { id: node.id.slice(0, 200) });
    seen.add(node.id);
  }
  const walk = (/** @type {any} */ node, /** @type {boolean} */ said) => {
    if (Array.isArray(node)) return node.forEach((one) => walk(one, said));
    if (!isObject(node)) return;
    if (typeof node.id === "string" && node.id.startsWith("_:")) throw failed("HIDDEN_PROPERTY", { property: "id" });
    const may = said ? ["id", "type", "endorsementComment"] : ["id", "type"];
    if (!own.has(node) && seen.has(node.id) && Object.keys(node).some((key) => !may.includes(key))) {
      const taken = Object.keys(node).find((key) => OWN.includes(key));
      throw taken
        ? failed("HIDDEN_PROPERTY", { property: taken })
        : notChecked("SAME_ID", { id: plain(node.id).slice(0, 200) });
    }
    const endorses = node !== document && asList(node.type).includes("EndorsementCredential");
    for (const [key, value] of Object.entries(node)) {
      if (key !== "@context" && !(node === document && key === "proof"))
        walk(value, endorses && key === "credentialSubject");
    }
  };
  walk(document, false);
}
