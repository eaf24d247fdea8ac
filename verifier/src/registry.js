// Who gave it: what was proven, apart from what the badge says of itself, and whether a list of known issuers has it.
// @ts-check

import { hostOfIssuer, LEEWAY } from "./controller.js";
import { failed, Fault, notChecked } from "./fault.js";
import { asList, isObject, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./run.js").Run} Run */

/** The ways in which an issuer's own page was read for this very badge. */
const ANSWERED = ["HOSTED", "SIGNED_2"];
const DAY = 24 * 60 * 60 * 1000;

/**
 * What is known of whoever gave a badge.
 * @typedef {object} Proven
 * @property {"list" | "host" | "key" | "copies"} by
 * @property {string} name as the list has it, or the host, or ""
 * @property {string} host the host that answered, or ""
 * @property {string} id the DID or the address
 * @property {string} key the end of the key, for one that nobody knows, or ""
 * @property {string} url the page of the issuer in the list, or ""
 */

/**
 * @param {import("./run.js").Giver} giver
 * @returns {Proven}
 */
export function provenOf({ issuer, how, multikey }) {
  const none = { name: "", host: "", id: issuer, key: "", url: "" };
  if (how === "COPIES") return { ...none, by: "copies" };
  const host = hostOfIssuer(issuer);
  if (host) return { ...none, by: "host", name: host, host };
  return { ...none, by: "key", key: (multikey || issuer).slice(-8) };
}

/**
 * The entry of an issuer, by its exact id. `members` may speak for others and not award.
 * @param {Json} registry
 * @param {string} id
 * @param {boolean} endorses
 */
function entryOf(registry, id, endorses) {
  const rows = [...asList(registry.issuers), ...(endorses ? asList(registry.members) : [])].filter(isObject);
  return rows.find((one) => one.id === id || asList(one.profiles).includes(id) || asList(one.formerly).includes(id));
}

/**
 * Whether a list has an issuer, or a member that may speak for others.
 * @param {Json} registry
 * @param {string} id
 */
export const knows = (registry, id) => entryOf(registry, id, true) !== undefined;

/**
 * Compares whoever gave the badge with a list. An issuer that is not on it is a warning that explains itself: the badge
 * may well be good; a known one with another key is a forgery.
 * @param {Run} run
 * @param {Json | null | undefined} registry null: there should be one, and it could not be read; undefined: nobody asked
 * @param {{said: string, endorses?: boolean, kept?: boolean, other?: boolean}} about the name that the badge says;
 *   `other`: the list that was there is not the one that the network's record names
 * @returns {Promise<Proven>}
 */
export async function checkGiver(run, registry, { said, endorses = false, kept = false, other = false }) {
  const { giver } = run;
  const proven = provenOf(giver);
  const network = isObject(registry) && typeof registry.name === "string" ? registry.name.slice(0, 200) : "";
  const entry = isObject(registry) && proven.by !== "copies" ? entryOf(registry, giver.issuer, endorses) : undefined;
  if (entry) {
    const name = plain(entry.name ?? "").slice(0, 200);
    if (knowsKey(run, entry, name, network)) {
      run.checkNow("issuer", () => {
        if (kept) throw new Fault("warned", "LIST_KEPT", { network });
        return { network, issuer: name, since: plain(entry.since ?? "").slice(0, 40) };
      });
      return { ...proven, by: "list", name: name || proven.name, url: plain(entry.url ?? "") };
    }
    return proven;
  }
  const alike = isObject(registry)
    ? await import("./alike.js").then(({ looksLike }) => looksLike(registry, { said, host: proven.host }))
    : null;
  const about = { said, proven: proven.name || proven.key, by: proven.by, ...(alike && { alike }) };
  if (alike) run.add("issuer", new Fault("warned", "LOOKS_LIKE", { ...about, network }));
  else if (isObject(registry)) run.add("issuer", new Fault("warned", "NOT_LISTED", { issuer: giver.issuer, network }));
  // Where nobody asked for a list, the host that answered for this very badge is who gave it, and is named.
  else if (registry === undefined && ANSWERED.includes(giver.how))
    run.checkNow("issuer", () => ({ code: "HOST_ANSWERED", host: proven.host }));
  else run.add("issuer", new Fault("warned", other ? "LIST_OTHER" : "NO_LIST", {}));
  const ownHost =
    ANSWERED.includes(giver.how) &&
    registry === undefined &&
    !(await import("./shared_hosts.js")).isShared(proven.host);
  if (!ownHost) run.add("name", new Fault("warned", "NAME_NOT_PROVEN", about));
  return proven;
}

/**
 * Whether the list knows the key for this issuer, and for the time that the signer says. Keys are compared by their
 * bytes. A row that is not passed is added when it does not.
 * @param {Run} run
 * @param {Json} entry
 * @param {string} name
 * @param {string} network
 */
function knowsKey(run, entry, name, network) {
  const { multikey, how } = run.giver;
  const keys = asList(entry.keys).filter((one) => typeof one === "string");
  if (how === "HOSTED" || !keys.length) return true;
  const details = { issuer: name, network };
  if (!multikey) {
    // No list can hold a key of this kind.
    run.add("key-time", notChecked("KEY_NOT_CONFIRMED", details));
    return false;
  }
  if (!keys.includes(multikey)) {
    run.add("issuer", failed("KEY_NOT_RECOGNISED", details));
    return false;
  }
  const fault = timeFault(entry, { ...run.giver, recorded: run.record?.moment }, run.now);
  if (fault) run.add("key-time", fault);
  // Whoever serves a list of withdrawn badges must not sign it with another key than the issuer's.
  const foreign = run.listKeys.some((one) => !keys.includes(one.multikey) || timeFault(entry, one, run.now));
  if (foreign) run.instead("status", notChecked("STATUS_VERIFICATION_ERROR", { what: "key" }));
  return !fault;
}

/**
 * @param {Json} entry
 * @param {{multikey: string, created: string, recorded?: number | undefined}} signed
 * @param {Date} now
 */
function timeFault(entry, { multikey, created, recorded }, now) {
  const period = asList(entry.periods)
    .filter(isObject)
    .find((one) => one.key === multikey);
  return period ? outside(period, created ? Date.parse(created) : NaN, now.getTime(), recorded) : null;
}

/**
 * The keys that a list knows for an issuer, and that were not stopped.
 * @param {Json | null | undefined} registry
 * @param {string} issuer
 */
export function keysInUse(registry, issuer) {
  const entry = isObject(registry) ? entryOf(registry, issuer, true) : undefined;
  const stopped = asList(entry?.periods)
    .filter(isObject)
    .filter((one) => one.stopped !== undefined)
    .map((one) => one.key);
  return new Set(asList(entry?.keys).filter((one) => !stopped.includes(one)));
}

/**
 * Whether a key may have signed at a time that only the signer says (see `inForce` of controller.js).
 * @param {Json} period `from`, `until` (the last day) and `stopped`, as days
 * @param {number} made
 * @param {number} now
 * @param {number | undefined} recorded when a network wrote it down
 */
function outside({ from, until, stopped }, made, now, recorded) {
  const [first, last, stop] = [from, until, stopped].map((one) => (one === undefined ? NaN : Date.parse(plain(one))));
  if (made >= /** @type {number} */ (stop)) return failed("KEY_REVOKED", { date: plain(stopped) });
  const before = recorded !== undefined && recorded < /** @type {number} */ (stop);
  if (stopped !== undefined && !(/** @type {number} */ (stop) > now) && !before)
    return notChecked("SIGNED_WHEN", { date: plain(stopped) });
  if (made < /** @type {number} */ (first) - LEEWAY) return failed("KEY_TOO_NEW", { date: plain(from) });
  if (made >= /** @type {number} */ (last) + DAY) return failed("KEY_EXPIRED", { date: plain(until) });
  if (Number.isNaN(made) && now >= /** @type {number} */ (last) + DAY)
    return notChecked("SIGNED_WHEN", { date: plain(until) });
  return null;
}
