// JSON documents from other addresses, and whether they are what they were asked as.
// @ts-check

import { fromUtf8 } from "./bytes.js";
import { failed, Fault, notChecked } from "./fault.js";
import { asList, isObject, parseStrict, plain } from "./strict_json.js";

/**
 * The JSON object at an address. What is there and no JSON is "not checked": a page of a host that moved says
 * nothing about a badge. A document that is gone (410) is the fault GONE.
 * @param {import("./net.js").Net} net
 * @param {unknown} address
 * @returns {Promise<Record<string, any>>}
 */
export async function getJson(net, address) {
  const answer = await net.get(address);
  if (answer.status === 410) throw failed("GONE", { address });
  net.budget.take("characters", answer.bytes.length);
  let value;
  try {
    value = parseStrict(fromUtf8(answer.bytes));
  } catch (error) {
    throw notChecked("NOT_JSON", { address, cause: error instanceof Fault ? error.code : "" });
  }
  if (!isObject(value)) throw notChecked("NOT_JSON", { address });
  return value;
}

/**
 * The same for a document of a hosted badge. Where its host does not answer, a copy that the reader saved and handed
 * over stands for it; `net.usedCopies` tells that it did. Keys and lists are never read from copies.
 * @param {import("./net.js").Net} net
 * @param {unknown} address
 * @returns {Promise<Record<string, any>>}
 */
export async function getHosted(net, address) {
  try {
    return await getJson(net, address);
  } catch (error) {
    const copy =
      error instanceof Fault && ["UNREACHABLE", "TIMEOUT", "REDIRECTED"].includes(error.code)
        ? net.copies.get(secure(plain(address)))
        : undefined;
    if (!copy) throw error;
    net.usedCopies.add(plain(address));
    return copy;
  }
}

/** @param {string} address */
const secure = (address) => (address.split("#")[0] ?? "").replace(/^http:/, "https:");

/**
 * The documents in some JSON texts, by the address that each says it has. Only those of hosted badges.
 * @param {string[]} texts
 * @returns {Map<string, Record<string, any>>}
 */
export function copiesIn(texts) {
  const found = new Map();
  for (const text of texts.slice(0, 50)) {
    try {
      const document = parseStrict(text);
      const types = asList(document?.type).map(plain);
      const ours = types.some((type) => /^(?:Assertion|BadgeClass|Issuer|Profile)$/.test(type));
      if (isObject(document) && ours && /^https?:\/\//.test(plain(document.id)))
        found.set(secure(plain(document.id)), document);
    } catch {
      // No JSON: then it answers for nothing.
    }
  }
  return found;
}

/**
 * Whether two addresses are the same but for http and https, and for a fragment that neither has.
 * @param {unknown} one
 * @param {unknown} other
 */
export function sameAddress(one, other) {
  const secure = (/** @type {unknown} */ text) => plain(text).replace(/^http:/, "https:");
  return typeof one === "string" && typeof other === "string" && secure(one) === secure(other);
}
