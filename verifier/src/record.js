// The open record of a network: whether an award stands in it, since when, and which lists the network said last.
// @ts-check

import { digest, hex, utf8 } from "./bytes.js";
import { didWebAddress } from "./controller.js";
import { getJson } from "./documents.js";
import { Fault, notChecked } from "./fault.js";
import { readCheckpoint, rootOf } from "./merkle.js";
import { asList, isObject, jcs, parseStrict, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./merkle.js").Checkpoint} Checkpoint */

/**
 * What is known of a record before it is asked.
 * @typedef {object} Claim
 * @property {string} base the address of the network
 * @property {string} network its name, where it is another one that this network knows
 * @property {{key: string, size?: number}[]} keys the newest first; an older one counts up to a size
 */

/**
 * The newest that was seen of a record: kept by whoever asks again.
 * @typedef {object} Seen
 * @property {string} origin
 * @property {number} size
 * @property {string} root
 * @property {number} signed
 */

/**
 * @typedef {object} Latest
 * @property {Checkpoint} checkpoint
 * @property {string} registry the digest of the list of issuers
 * @property {Record<string, Json>} lists by their paths: digest, `from` and `at`
 */

const AWARD = /^awards\/[a-z2-7]{26}\/credential\.json$/;

/**
 * The record that a badge should stand in, by the list of issuers: that of the network itself, or of one that it
 * knows. Null: there is none.
 * @param {Json} registry
 * @param {string} id of the badge
 * @param {string} issuer
 * @returns {Claim | null}
 */
export function claimFor(registry, id, issuer) {
  /** @type {Claim[]} */
  const claims = [];
  const own = registry.record;
  if (isObject(own) && plain(own.address).endsWith("/record/")) {
    const keys = asList(own.keys).filter((one) => isObject(one) && typeof one.key === "string");
    const base = plain(own.address).slice(0, -"record/".length);
    claims.push({ base, network: "", keys });
    for (const former of asList(registry.formerly)) claims.push({ base: plain(former), network: "", keys });
  }
  for (const one of asList(registry.recognised).filter(isObject)) {
    if (typeof one.key === "string" && plain(one.address).endsWith("/"))
      claims.push({ base: one.address, network: plain(one.name).slice(0, 200), keys: [{ key: one.key }] });
  }
  // Whoever has a stolen key writes any address into a badge: who signs says where it should have been written down.
  const found = claims.filter(({ base }) => /^https:\/\//.test(base) && speaksAt(issuer, base));
  return found.find(({ base }) => id.startsWith(base)) ?? found[0] ?? null;
}

/** Whether an issuer's own document stands below an address. @param {string} issuer @param {string} base */
function speaksAt(issuer, base) {
  try {
    return (issuer.startsWith("did:web:") ? didWebAddress(issuer) : issuer).startsWith(base);
  } catch {
    return false;
  }
}

/** The record of one network, as it is read for one badge. */
export class Recorded {
  /**
   * @param {import("./net.js").Net} net
   * @param {Claim} claim
   * @param {Date} now
   * @param {Seen[]} [seen]
   */
  constructor(net, claim, now, seen = []) {
    this.net = net;
    this.claim = claim;
    this.now = now;
    this.seen = seen;
    /** When the award was written down, in milliseconds. @type {number | undefined} */
    this.moment = undefined;
    /** @type {Promise<Latest> | null} */
    this.asked = null;
  }

  /** The newest checkpoint, and what it says of the lists. @returns {Promise<Latest>} */
  latest() {
    this.asked ??= this.#latest();
    return this.asked;
  }

  async #latest() {
    const found = await this.#get(`${this.claim.base}record/latest.json`);
    const [first] = this.claim.keys;
    const checkpoint = await readCheckpoint(found.checkpoint, first ? [first.key] : []);
    const entry = await this.#entry(found, checkpoint);
    const state = plain(found.state);
    if (found.index !== checkpoint.size - 1 || entry.kind !== "state" || entry.digest !== (await sha256(utf8(state))))
      throw notChecked("RECORD_UNREADABLE", { what: "state" });
    const said = parseStrict(state);
    // Another network must not speak in the name of a record that is not its own.
    if (this.claim.network && checkpoint.origin !== `${this.claim.base.slice("https://".length)}record`)
      throw notChecked("RECORD_NOT_SIGNED", { origin: checkpoint.origin.slice(0, 200) });
    const older = this.seen.find(
      (one) =>
        one.origin === checkpoint.origin &&
        (one.size > checkpoint.size ||
          one.signed > checkpoint.signed ||
          (one.size === checkpoint.size && one.root !== checkpoint.root)),
    );
    if (older) throw notChecked("RECORD_ROLLED_BACK", { date: iso(older.signed), shown: iso(checkpoint.signed) });
    return { checkpoint, registry: plain(said.registry), lists: isObject(said.lists) ? said.lists : {} };
  }

  /**
   * Whether a badge stands in the record. Gives back what is to be said; sets `moment`. Faults, all not checked:
   * NOT_RECORDED, RECORD_UNREADABLE, RECORD_NOT_SIGNED, RECORD_ROLLED_BACK; RECORD_PENDING is a warning.
   * @param {Json} given as it was handed over
   * @param {string} token the token that it came in, or ""
   */
  async award(given, token) {
    const id = plain(given.id);
    const path = id.slice(this.claim.base.length);
    const missing = () => notChecked("NOT_RECORDED", { network: this.claim.network });
    if (!id.startsWith(this.claim.base) || !AWARD.test(path)) throw missing();
    const [{ proofs }, { checkpoint }] = await Promise.all([
      this.#get(id.replace(/credential\.json$/, "record.json")).catch((error) => {
        throw error instanceof Fault && error.details.status === 404 ? missing() : error;
      }),
      this.latest(),
    ]);
    const rows = asList(proofs).filter(isObject);
    if (!rows.length) throw new Fault("warned", "RECORD_PENDING", {});
    const own = await sha256(utf8(token || JSON.stringify(given)));
    const found = (await this.#with(rows, own)) ?? (token ? null : await this.#written(rows, id, given));
    if (!found) throw missing();
    const keys = this.claim.keys;
    const first = await readCheckpoint(
      found.checkpoint,
      keys.map(({ key }) => key),
    );
    const bound = keys.find(({ key }) => key === first.key)?.size;
    if (first.origin !== checkpoint.origin || (bound !== undefined && first.size > bound))
      throw notChecked("RECORD_NOT_SIGNED", { origin: first.origin.slice(0, 200) });
    const entry = await this.#entry(found, first);
    if (first.size > checkpoint.size)
      throw notChecked("RECORD_ROLLED_BACK", { date: iso(first.signed), shown: iso(checkpoint.signed) });
    this.moment = Date.parse(plain(entry.at));
    if (Number.isNaN(this.moment)) throw notChecked("RECORD_UNREADABLE", { what: "at" });
    if (checkpoint.expires < this.now.getTime())
      throw new Fault("warned", "RECORD_OLD", { date: iso(checkpoint.signed) });
    return { code: "RECORDED", date: iso(this.moment), size: checkpoint.size, origin: checkpoint.origin };
  }

  /**
   * The proof of a digest.
   * @param {Json[]} rows
   * @param {string} wanted
   */
  async #with(rows, wanted) {
    return rows.slice(0, 10).find((one) => {
      const entry = entryOf(one);
      return ["award", "token"].includes(entry.kind) && entry.digest === wanted;
    });
  }

  /**
   * Wallets write the same badge in another order. What the network published is the same, or this is another badge.
   * @param {Json[]} rows
   * @param {string} id
   * @param {Json} given
   */
  async #written(rows, id, given) {
    const { bytes } = await this.net.get(id);
    const found = await this.#with(rows, await sha256(bytes));
    return found && jcs(parseStrict(new TextDecoder().decode(bytes))) === jcs(given) ? found : null;
  }

  /**
   * What the record knows of a list of withdrawn badges: since when, in milliseconds, and whether it is the one that
   * was recorded last; null for a list that is newer than the record. STATUS_VERIFICATION_ERROR for an older one.
   * @param {string} address
   * @param {Uint8Array} bytes
   * @param {string} start the moment from which it counts
   */
  async list(address, bytes, start) {
    const { lists } = await this.latest();
    const path = address.split("/").slice(-4).join("/");
    const known = Object.hasOwn(lists, path) ? lists[path] : undefined;
    if (known && known.digest === (await sha256(bytes))) return { at: Date.parse(plain(known.at)) };
    if (known && !(Date.parse(start) > Date.parse(plain(known.from))))
      throw notChecked("STATUS_VERIFICATION_ERROR", { address, what: "record" });
    return null;
  }

  /** The list of issuers of this record's network; a fault when it is not the one that was recorded. */
  async registry() {
    const { registry } = await this.latest();
    const { bytes } = await this.net.get(`${this.claim.base}registry.json`);
    if ((await sha256(bytes)) !== registry) throw notChecked("RECORD_UNREADABLE", { what: "registry" });
    return parseStrict(new TextDecoder().decode(bytes));
  }

  /** What is remembered of it. @returns {Promise<Seen | null>} */
  async remembered() {
    try {
      const { checkpoint } = await this.latest();
      const { origin, size, root, signed } = checkpoint;
      return { origin, size, root, signed };
    } catch {
      return null;
    }
  }

  /**
   * The entry of a proof, once it leads to the root of a checkpoint.
   * @param {Json} found
   * @param {Checkpoint} checkpoint
   */
  async #entry(found, checkpoint) {
    const root = await rootOf(found.index, checkpoint.size, plain(found.entry), found.proof);
    if (root !== checkpoint.root) throw notChecked("RECORD_UNREADABLE", { what: "proof" });
    return entryOf(found);
  }

  /** @param {string} address */
  async #get(address) {
    try {
      return await getJson(this.net, address);
    } catch (error) {
      const details = error instanceof Fault ? error.details : {};
      throw notChecked("RECORD_UNREADABLE", { what: "address", address, ...details });
    }
  }
}

/** @param {Json} found @returns {Json} */
function entryOf(found) {
  const entry = parseStrict(plain(found.entry));
  if (!isObject(entry)) throw notChecked("RECORD_UNREADABLE", { what: "entry" });
  return entry;
}

/** @param {Uint8Array} bytes */
export const sha256 = async (bytes) => hex(await digest(bytes));

/** @param {number} time */
const iso = (time) => new Date(time).toISOString();
