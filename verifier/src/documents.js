// JSON documents from other addresses, and whether they are what they were asked as.
// @ts-check

import { fromUtf8 } from "./bytes.js";
import { failed, Fault, notChecked } from "./fault.js";
import { isObject, parseStrict, plain } from "./strict_json.js";

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
 * Whether two addresses are the same but for http and https, and for a fragment that neither has.
 * @param {unknown} one
 * @param {unknown} other
 */
export function sameAddress(one, other) {
  const secure = (/** @type {unknown} */ text) => plain(text).replace(/^http:/, "https:");
  return typeof one === "string" && typeof other === "string" && secure(one) === secure(other);
}
