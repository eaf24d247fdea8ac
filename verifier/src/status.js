// Whether a credential was withdrawn: one row for each way to say so.
// @ts-check

import { fromBase64Url, fromUtf8, toUrlAlphabet } from "./bytes.js";
import { kindOfText } from "./containers.js";
import { getJson, sameAddress } from "./documents.js";
import { failed, Fault, notChecked } from "./fault.js";
import { inflate } from "./inflate.js";
import { LEEWAY } from "./controller.js";
import { datesOf, issuerId, timeOf3 } from "./model3.js";
import { asList, isObject, parseStrict, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

/**
 * @typedef {object} Tools
 * @property {import("./net.js").Net} net
 * @property {Date} now
 * @property {(text: string, at?: number) => Promise<Json>} verifyCredential a credential whose proof holds and whose
 *   issuer controls the key, from a JSON text or a JWS; a fault otherwise. `at`: when it was written down
 * @property {import("./record.js").Recorded | null} [record] of the badge's network
 */

const LEAST_BITS = 131_072;
/** A list that says no end is old after this many milliseconds. */
const OLDEST = 366 * 24 * 60 * 60 * 1000;
/** @type {Record<string, (entry: Json, document: Json, tools: Tools) => Promise<{warning?: Fault | null, signed?: string}>>} */
const KINDS = {
  BitstringStatusListEntry: (entry, document, tools) => bitstring(entry, document, tools, "u"),
  StatusList2021Entry: (entry, document, tools) => bitstring(entry, document, tools, ""),
  "1EdTechRevocationList": edTech,
};

/**
 * Looks at every status of a credential. Gives back when the list was signed, and what is to be warned of. Faults: REVOKED, SUSPENDED;
 * STATUS_RETRIEVAL_ERROR, STATUS_VERIFICATION_ERROR, STATUS_LIST_LENGTH_ERROR, RANGE_ERROR, UNKNOWN_STATUS as
 * "not checked": a list that cannot be read is never a good one.
 * @param {Json} document
 * @param {Tools} tools
 */
export async function checkStatus(document, tools) {
  let unsure = null;
  /** @type {{warning: Fault | null, signed: string}} */
  const told = { warning: null, signed: "" };
  const entries = asList(document.credentialStatus);
  if (entries.length > 10) throw notChecked("UNKNOWN_STATUS", { kind: "" });
  for (const entry of entries) {
    try {
      const type = isObject(entry) ? asList(entry.type).find((one) => Object.hasOwn(KINDS, plain(one))) : undefined;
      if (type === undefined)
        throw notChecked("UNKNOWN_STATUS", { kind: plain(isObject(entry) ? asList(entry.type)[0] : "").slice(0, 60) });
      const found = await /** @type {any} */ (KINDS[type])(entry, document, tools);
      told.warning ??= found.warning ?? null;
      told.signed ||= found.signed ?? "";
    } catch (error) {
      if (!(error instanceof Fault) || error.outcome === "failed") throw error;
      unsure ??= error;
    }
  }
  if (unsure) throw unsure;
  return told;
}

/**
 * Bitstring Status List 1.0, section 3.2, and its forerunner.
 * @param {Json} entry
 * @param {Json} document
 * @param {Tools} tools
 * @param {"u" | ""} prefix
 */
async function bitstring(entry, document, tools, prefix) {
  const index = plain(entry.statusListIndex);
  if (!/^\d{1,12}$/.test(index)) throw failed("MALFORMED_VALUE_ERROR", { property: "statusListIndex" });
  const size = entry.statusSize === undefined ? 1 : Number(entry.statusSize);
  if (!Number.isInteger(size) || size < 1 || size > 8) throw notChecked("UNKNOWN_STATUS", { kind: "statusSize" });
  const address = entry.statusListCredential;
  const { list, behind } = await listCredential(address, document, tools);
  const subject = asList(list.credentialSubject).length === 1 ? asList(list.credentialSubject)[0] : null;
  const purposes = asList(subject?.statusPurpose);
  const kinds = asList(subject?.type);
  if (
    !isObject(subject) ||
    !kinds.some((type) => ["BitstringStatusList", "StatusList2021"].includes(type)) ||
    !purposes.includes(entry.statusPurpose)
  ) {
    throw notChecked("STATUS_VERIFICATION_ERROR", { address, what: "statusPurpose" });
  }
  const bits = await unpack(subject.encodedList, prefix, tools);
  if (bits.length * 8 < LEAST_BITS) throw notChecked("STATUS_LIST_LENGTH_ERROR", { bits: bits.length * 8 });
  if ((Number(index) + 1) * size > bits.length * 8) throw notChecked("RANGE_ERROR", { index });
  let value = 0;
  for (let bit = Number(index) * size; bit < (Number(index) + 1) * size; bit++) {
    value = value * 2 + (((bits[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1);
  }
  const signed = plain(datesOf(list).start ?? "");
  if (value && entry.statusPurpose === "revocation")
    throw failed("REVOKED", { address, ...(signed && { date: signed }) });
  if (value && entry.statusPurpose === "suspension") throw failed("SUSPENDED", { address });
  if (value)
    return {
      warning: new Fault("warned", entry.statusPurpose === "refresh" ? "REFRESH" : "STATUS_MESSAGE", {}),
      signed,
    };
  // A list without a name could stand for any of its issuer's lists.
  if (list.id === undefined) return { warning: new Fault("warned", "LIST_UNNAMED", {}), signed };
  return { warning: ageOf(list, tools.now) ?? behind, signed };
}

/**
 * The list, signed by the same issuer, in force, and itself.
 * @param {unknown} address
 * @param {Json} document
 * @param {Tools} tools
 */
async function listCredential(address, document, tools) {
  let text;
  let known;
  let answer;
  try {
    answer = await tools.net.get(address);
    if (answer.status === 410) throw notChecked("GONE", {});
    text = fromUtf8(answer.bytes).trim();
  } catch (error) {
    throw notChecked("STATUS_RETRIEVAL_ERROR", {
      address: plain(address).slice(0, 300),
      cause: error instanceof Fault ? error.code : "",
    });
  }
  const { record } = tools;
  // A list below the network's address was written down like the badge; where that cannot be read, its own row says so.
  if (record && plain(address).startsWith(record.claim.base)) {
    const start = startOf(text);
    known = await record.list(plain(address), answer.bytes, start).catch((error) => {
      if (error instanceof Fault && error.code === "STATUS_VERIFICATION_ERROR") throw error;
      return undefined;
    });
  }
  let list;
  try {
    if (kindOfText(text) === "unknown") throw notChecked("NOT_JSON", {});
    list = await tools.verifyCredential(text, known?.at);
  } catch (error) {
    throw notChecked("STATUS_VERIFICATION_ERROR", { address, what: error instanceof Fault ? error.code : "" });
  }
  const { start } = datesOf(list);
  const early = start !== undefined && timeOf3(start) > tools.now.getTime() + LEEWAY;
  const own = list.id === undefined || list.id === address;
  if (early || !own || issuerId(list) !== issuerId(document)) {
    throw notChecked("STATUS_VERIFICATION_ERROR", { address, what: early ? "validFrom" : own ? "issuer" : "id" });
  }
  return { list, behind: known === null ? new Fault("warned", "LIST_NOT_RECORDED", {}) : null };
}

/** The moment from which a list says that it counts: whatever it says is verified after. @param {string} text */
function startOf(text) {
  try {
    return plain(parseStrict(text)?.validFrom);
  } catch {
    return "";
  }
}

/**
 * How old a list is: a warning when its own end has passed, or when it says no end and is older than a year. An old
 * list does not know the newest withdrawals; it may have been kept back by whoever serves it.
 * @param {Json} list
 * @param {Date} now
 * @returns {Fault | null}
 */
function ageOf(list, now) {
  const { start, end } = datesOf(list);
  const old =
    end !== undefined ? timeOf3(end) < now.getTime() : start === undefined || timeOf3(start) < now.getTime() - OLDEST;
  return old ? new Fault("warned", "LIST_OLD", { ...(start !== undefined && { date: start }) }) : null;
}

/**
 * @param {unknown} text
 * @param {"u" | ""} prefix
 * @param {Tools} tools
 */
async function unpack(text, prefix, tools) {
  if (typeof text !== "string" || text.length > 14_000_000)
    throw notChecked("STATUS_VERIFICATION_ERROR", { what: "encodedList" });
  try {
    const packed = text.startsWith("u") && prefix ? text.slice(1) : text;
    if (prefix && !text.startsWith(prefix)) throw failed("PARSING_ERROR", { what: "encodedList" });
    return await inflate(fromBase64Url(toUrlAlphabet(packed)), "gzip", tools.net.budget);
  } catch (error) {
    throw notChecked("STATUS_VERIFICATION_ERROR", {
      what: "encodedList",
      cause: error instanceof Fault ? error.code : "",
    });
  }
}

/**
 * 1EdTech Revocation List: a document of the issuer that names credentials.
 * @param {Json} entry
 * @param {Json} document
 * @param {Tools} tools
 */
async function edTech(entry, document, tools) {
  let list;
  try {
    list = await getJson(tools.net, entry.id);
  } catch (error) {
    throw notChecked("STATUS_RETRIEVAL_ERROR", {
      address: plain(entry.id).slice(0, 300),
      cause: error instanceof Fault ? error.code : "",
    });
  }
  const wrong = (/** @type {string} */ what) =>
    notChecked("STATUS_VERIFICATION_ERROR", { address: plain(entry.id).slice(0, 300), what });
  const rows = list.revokedCredential === undefined || list.revokedCredential === null ? [] : list.revokedCredential;
  // A list in another form may name this badge where nobody here looks.
  const misspelt = Object.keys(list).some((key) => /revo|withdr|suspen/i.test(key) && key !== "revokedCredential");
  const typed = asList(list.type).some((one) => /RevocationList/.test(plain(one)));
  if (!Array.isArray(rows) || misspelt || (list.revokedCredential === undefined && !typed))
    throw wrong("revokedCredential");
  if (list.id !== undefined && !sameAddress(list.id, entry.id)) throw wrong("id");
  if (list.issuer !== undefined && issuerId(list) !== issuerId(document)) throw wrong("issuer");
  if (list.issuer === undefined && !typed) throw wrong("issuer");
  const ids = rows.map((one) => (isObject(one) ? (one.id ?? one["@id"]) : one));
  if (ids.some((one) => typeof one !== "string")) throw wrong("revokedCredential");
  const named = rows.find(
    (one, at) =>
      (ids[at] === document.id || sameAddress(ids[at], document.id)) && !(isObject(one) && one.revoked === false),
  );
  if (named !== undefined) {
    throw failed("REVOKED", {
      address: entry.id,
      ...(isObject(named) &&
        typeof named.revocationReason === "string" && { reason: named.revocationReason.slice(0, 500) }),
    });
  }
  return {};
}
