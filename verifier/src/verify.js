// The door: verify(input, options) → verdict, checks, facts. No DOM, no state; net.js alone asks other hosts.
// @ts-check

import { verifyAssertion, verifyBadgeClass } from "./badges2.js";
import { verifyCredential } from "./badges3.js";
import { utf8 } from "./bytes.js";
import { kindOfText, open } from "./containers.js";
import { checkEndorsements } from "./endorsements.js";
import { factsOf2, factsOf3 } from "./facts.js";
import { failed, Fault, notChecked } from "./fault.js";
import { isCredential, kindOf, subjectOf } from "./model3.js";
import { kindOf2 } from "./model2.js";
import { Net } from "./net.js";
import { checkRecipient, identitiesOf, identitiesOf2 } from "./recipient.js";
import { checkRegistry } from "./registry.js";
import { Run } from "./run.js";
import { isObject, parseStrict, plain } from "./strict_json.js";
import { ORDER, verdictOf } from "./verdict.js";

/** @typedef {Record<string, any>} Json */

/**
 * @typedef {object} Options
 * @property {import("./net.js").Fetch | null} [fetch] how to ask other hosts; null: not at all
 * @property {Date} [now]
 * @property {Json | null} [registry] the issuers that a network recognises; without it the question is not asked
 * @property {import("./recipient.js").Asked[]} [recipient] e-mail addresses or names, any of which may be the earner's
 * @property {string} [base] the published address of this network
 * @property {string} [home] from where the documents below `base` are read
 * @property {Map<string, Json>} [known] kept by a caller with many badges: status lists whose proof held, by their text
 */

/**
 * @typedef {object} Result
 * @property {import("./verdict.js").Verdict} verdict
 * @property {string} code
 * @property {import("./run.js").Check[]} checks
 * @property {Json | null} credential what was verified; null when nothing of it may be believed
 * @property {Json | null} facts the same as plain text to show
 * @property {{name: string, proof: string, container: string}} format
 */

/**
 * Verifies a badge of any issuer. Never throws: what goes wrong is a check that is not passed.
 * @param {Uint8Array | string} input a file, a JSON text, a compact JWS, or an address of one of these or of a page
 * @param {Options} [options]
 * @returns {Promise<Result>}
 */
export async function verify(input, options = {}) {
  const net = new Net(options.fetch === undefined ? (globalThis.fetch?.bind(globalThis) ?? null) : options.fetch, { ...(options.base && { base: options.base }), ...(options.home && { home: options.home }) });
  return verifyWith(net, input, options, 0);
}

/**
 * @param {Net} net
 * @param {Uint8Array | string} input
 * @param {Options} options
 * @param {number} depth of endorsements inside endorsements
 * @returns {Promise<Result>}
 */
async function verifyWith(net, input, options, depth) {
  const run = new Run(net, options.now ?? new Date(), options.known);
  let container = "";
  const asked = [...(options.recipient ?? [])];
  try {
    const found = await unpack(net, typeof input === "string" ? utf8(input) : input, asked);
    container = found.container;
    const { document, jws } = await read(found.text);
    await dispatch(run, document, jws);
    if (found.address) sameAddressAs(run, document, found.address, net);
    await after(run, document, asked, options, depth);
  } catch (error) {
    run.add("container", error);
  }
  if (net.upgraded && depth === 0) run.add("address", new Fault("warned", "HTTP_ADDRESS", {}));
  const verdict = verdictOf(run.checks);
  const believed = ["genuine", "genuine-with-warning"].includes(verdict.verdict) || ["REVOKED", "SUSPENDED", "RECIPIENT_MISMATCH"].includes(verdict.code);
  const material = believed || verdict.verdict === "undetermined" ? run.material : null;
  const proven = run.checks.some(({ id, outcome }) => id === "proof" && outcome === "passed") || run.checks.some(({ code }) => code === "DEFINITION");
  const keyHolds = !run.checks.some(({ id, outcome }) => id === "issuer-key" && outcome !== "passed");
  const shown = material && proven && keyHolds ? material : null;
  return {
    verdict: verdict.verdict,
    code: verdict.code,
    checks: run.checks.sort((one, other) => ORDER.indexOf(one.id) - ORDER.indexOf(other.id)),
    credential: shown ? (shown.document ?? shown.assertion) : null,
    facts: shown ? (shown.document ? factsOf3(shown.document) : factsOf2(/** @type {any} */ (shown))) : null,
    format: { ...run.format, container },
  };
}

/**
 * The text of a badge, through files, pages and addresses: at most three steps.
 * @param {Net} net
 * @param {Uint8Array} bytes
 * @param {import("./recipient.js").Asked[]} asked gets the name in an earner's own link
 * @returns {Promise<{container: string, text: string, address: string}>}
 */
async function unpack(net, bytes, asked) {
  let found = await open(bytes);
  const container = found.container;
  let address = "";
  for (let step = 0; step < 4; step++) {
    const kind = found.container === "html" ? "address" : kindOfText(found.text);
    if (kind === "json" || kind === "jws") return { container, text: found.text, address };
    if (kind !== "address") throw failed(step || container === "png" || container === "svg" ? "PARSING_ERROR" : "NOT_A_BADGE", { what: "JSON", kind: container });
    const next = new URL(found.text.trim(), address || undefined).href;
    nameFrom(next, asked);
    address = next.split("#")[0] ?? "";
    const answer = await net.get(address);
    if (answer.status === 410) throw failed("REVOKED", { address });
    try {
      found = await open(answer.bytes);
    } catch (error) {
      // What stands at an address today may be something else than the badge that stood there.
      throw error instanceof Fault && error.code === "NOT_A_BADGE" ? failed("NOT_A_BADGE", { ...error.details, address }) : error;
    }
  }
  throw notChecked("TOO_MANY_REQUESTS", {});
}

/**
 * @param {string} address
 * @param {import("./recipient.js").Asked[]} asked
 */
function nameFrom(address, asked) {
  const fragment = new URLSearchParams((address.split("#")[1] ?? "").replaceAll("+", "%2B"));
  const [name, salt] = [fragment.get("name"), fragment.get("salt")];
  if (name && salt && name.length < 500 && salt.length < 200) asked.push({ value: name, salt });
}

/**
 * The document in a text: JSON, or the payload of a JWS.
 * @param {string} text
 * @returns {Promise<{document: Json, jws: import("./jwt.js").Jws | null}>}
 */
async function read(text) {
  if (kindOfText(text) === "jws") {
    const { credentialOf, readJws } = await import("./jwt.js");
    const jws = readJws(text.trim());
    const isVc = isObject(jws.payload.vc) || isCredential(jws.payload);
    return { document: isVc ? credentialOf(jws) : jws.payload, jws };
  }
  const document = parseStrict(text);
  // Most of the script that such a proof needs is on its way while the rest is looked at.
  if (/-rdfc-|Ed25519Signature2020/.test(text.slice(-20_000))) void import("./rdf.js").catch(() => {});
  const only = Array.isArray(document) && document.length === 1 ? document[0] : document;
  if (!isObject(only)) throw failed("NOT_A_BADGE", { kind: "json" });
  return { document: only, jws: null };
}

/**
 * @param {Run} run
 * @param {Json} document
 * @param {import("./jwt.js").Jws | null} jws
 */
async function dispatch(run, document, jws) {
  if (isCredential(document)) return verifyCredential(run, document, jws);
  const kind = kindOf2(document);
  if (kind === "badge" && !jws) return verifyBadgeClass(run, document);
  if (kind === "assertion" || kind === "assertion-1") return verifyAssertion(run, document, kind === "assertion-1", jws);
  const looks = document.proof !== undefined || document.credentialSubject !== undefined;
  throw failed(looks ? "MALFORMED_VALUE_ERROR" : "NOT_A_BADGE", { kind: "json", property: "type" });
}

/**
 * A badge that was read from an address says which address it has. Another host's copy is no fault; it is told.
 * @param {Run} run
 * @param {Json} document
 * @param {string} address
 * @param {Net} net
 */
function sameAddressAs(run, document, address, net) {
  const id = plain(document.id ?? "");
  if (!/^https?:/.test(id) || id.replace(/^http:/, "https:") === address.replace(/^http:/, "https:")) return;
  const { base = "", home = "" } = net.place;
  if (base && home && id.startsWith(base) && address === home + id.slice(base.length)) return;
  run.add("address", new Fault("warned", "OTHER_ADDRESS", { id: id.slice(0, 300), address: address.slice(0, 300) }));
}

/**
 * The checks that come after the badge itself: recipient, issuer, endorsements.
 * @param {Run} run
 * @param {Json} document
 * @param {import("./recipient.js").Asked[]} asked
 * @param {Options} options
 * @param {number} depth
 */
async function after(run, document, asked, options, depth) {
  const material = run.material;
  if (!material) return;
  if (asked.length && depth === 0 && !(material.document && kindOf(document) !== "badge")) {
    const identities = material.document ? identitiesOf(subjectOf(material.document)) : identitiesOf2(material.assertion.recipient);
    await run.check("recipient", () => checkRecipient(identities, asked));
  }
  if (options.registry && depth === 0) checkRegistry(run, options.registry);
  if (material.document && depth < 2) {
    await checkEndorsements(run, material.document, (one) =>
      verifyWith(run.net, typeof one === "string" ? one : JSON.stringify(one), { ...options, recipient: [] }, depth + 1),
    );
  }
}
