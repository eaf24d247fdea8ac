// From what somebody hands over to the documents in it: files, pages, addresses, wrappers.
// @ts-check

import { fromBase64Url, fromUtf8, toUrlAlphabet } from "./bytes.js";
import { carriedIn, readCarried } from "./carried.js";
import { kindOfText, open } from "./containers.js";
import { failed, Fault, notChecked } from "./fault.js";
import { isCredential, isPresentation } from "./model3.js";
import { claimOf } from "./recipient.js";
import { asList, isObject, parseStrict, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

/**
 * @typedef {object} Unpacked
 * @property {string} container
 * @property {string} text JSON, or a compact JWS
 * @property {string} address where it was read, or ""
 * @property {import("./recipient.js").Claim | null} claim what the earner's own link said
 */

/**
 * One document, as JSON or as the payload of a token.
 * @typedef {object} Read
 * @property {Json} document
 * @property {import("./jwt.js").Jws | null} jws
 * @property {string[]} notes in what a token departs from the standard
 */

/**
 * The text of a badge, through files, pages and addresses: at most three steps.
 * @param {import("./net.js").Net} net
 * @param {Uint8Array} bytes
 * @returns {Promise<Unpacked>}
 */
export async function unpack(net, bytes) {
  let found = await open(bytes, net.budget);
  const container = found.container;
  /** @type {import("./recipient.js").Claim | null} */
  let claim = null;
  let address = "";
  for (let step = 0; step < 4; step++) {
    const kind = found.container === "html" ? "address" : kindOfText(found.text);
    if (kind === "json" || kind === "jws") return { container, text: found.text, address, claim };
    if (kind !== "address")
      throw failed(step || container === "png" || container === "svg" ? "PARSING_ERROR" : "NOT_A_BADGE", {
        what: "JSON",
        kind: container,
      });
    if (!URL.canParse(found.text.trim(), address || undefined))
      throw notChecked("BAD_ADDRESS", { address: found.text.slice(0, 200) });
    const next = new URL(found.text.trim(), address || undefined).href;
    // Only the link that somebody was given speaks of a name: what a page or a picture names later does not.
    if (step === 0) claim = claimOf(next);
    address = next.split("#")[0] ?? "";
    const carried = step === 0 ? carriedIn(next) : null;
    /** @type {import("./net.js").Answer} */
    let answer;
    try {
      answer = await net.get(address);
    } catch (fault) {
      // Only where there is nothing: a host that is out of order is not one that has not published yet.
      if (!carried || !(fault instanceof Fault) || fault.details.status !== 404) throw fault;
      // Not published yet: the badge is in the link itself, and says no more than a file of it would.
      return { container: "link", text: await readCarried(net, carried), address: "", claim };
    }
    if (answer.status === 410) throw failed("REVOKED", { address });
    try {
      found = await open(answer.bytes, net.budget);
    } catch (error) {
      // What stands at an address today may be something else than the badge that stood there.
      throw error instanceof Fault && error.code === "NOT_A_BADGE"
        ? failed("NOT_A_BADGE", { ...error.details, address })
        : error;
    }
  }
  throw notChecked("TOO_MANY_REQUESTS", {});
}

/**
 * The documents in a text: one badge, or what a wallet presents around several. A list of one is that one.
 * @param {string} text
 * @param {import("./budget.js").Budget} budget
 * @returns {Promise<Read[]>}
 */
export async function documentsIn(text, budget) {
  budget.take("characters", text.length);
  if (kindOfText(text) === "jws") return fromToken(text.trim(), budget);
  const value = parseStrict(text);
  // Most of the script that such a proof needs is on its way while the rest is looked at.
  if (/-rdfc-|Ed25519Signature2020/.test(text.slice(-20_000))) void import("./rdf.js").catch(() => {});
  return fromJson(Array.isArray(value) && value.length === 1 ? value[0] : value, budget);
}

/**
 * @param {any} value
 * @param {import("./budget.js").Budget} budget
 * @returns {Promise<Read[]>}
 */
export async function fromJson(value, budget) {
  if (!isObject(value)) throw failed("NOT_A_BADGE", { kind: "json" });
  const wrapped = [value.verifiablePresentation, value.vp].find(isObject);
  if (wrapped && !isCredential(value)) return fromJson(wrapped, budget);
  if (isPresentation(value)) return inside(value, budget);
  return [{ document: value, jws: null, notes: [] }];
}

/**
 * @param {string} token
 * @param {import("./budget.js").Budget} budget
 * @returns {Promise<Read[]>}
 */
async function fromToken(token, budget) {
  const { credentialOf, readJws } = await import("./jwt.js");
  const jws = readJws(token);
  const vp = isObject(jws.payload.vp) ? jws.payload.vp : jws.payload;
  if (isPresentation(vp)) return inside(vp, budget);
  const isVc = isObject(jws.payload.vc) || isCredential(jws.payload);
  return [{ jws, ...(isVc ? credentialOf(jws) : { document: jws.payload, notes: [] }) }];
}

const MAX_PARTS = 20;

/**
 * The credentials in a presentation. Who presents them is not asked: the wrapper says nothing of who earned them.
 * @param {Json} presentation
 * @param {import("./budget.js").Budget} budget
 * @returns {Promise<Read[]>}
 */
async function inside(presentation, budget) {
  const all = asList(presentation.verifiableCredential);
  if (!all.length) throw failed("NOT_A_BADGE", { kind: "presentation" });
  if (all.length > MAX_PARTS) throw notChecked("TOO_COMPLEX", {});
  const found = [];
  for (const one of all) {
    const enveloped =
      isObject(one) && asList(one.type).includes("EnvelopedVerifiableCredential") ? enclosed(plain(one.id)) : one;
    if (typeof enveloped === "string" && kindOfText(enveloped) === "jws")
      found.push(...(await fromToken(enveloped, budget)));
    else if (isObject(enveloped) && !isPresentation(enveloped))
      found.push({ document: enveloped, jws: null, notes: [] });
    else throw failed("NOT_A_BADGE", { kind: "presentation" });
  }
  return found;
}

/**
 * The token in a `data:` address (VC 2.0, section 4.13).
 * @param {string} address
 */
function enclosed(address) {
  const [, base64, data = ""] = /^data:application\/vc\+jwt(;base64)?,(.*)$/s.exec(address) ?? [];
  return base64 ? fromUtf8(fromBase64Url(toUrlAlphabet(data))) : data;
}
