// The open record of a network: whether an award stands in it, since when, and which lists the network said last.
// @ts-check

import { digest, hex, utf8 } from "./bytes.js";
import { didWebAddress } from "./controller.js";
import { getJson } from "./documents.js";
import { Fault, notChecked } from "./fault.js";
import { goesOn, readCheckpoint, rootOf } from "./merkle.js";
import { asList, isObject, jcs, parseStrict, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./merkle.js").Checkpoint} Checkpoint */

/**
 * What is known of a record before it is asked.
 * @typedef {object} Claim
 * @property {string} base the address of the network, or one that it had before
 * @property {string} home the address that it has now
 * @property {string} network its name, where it is another one that this network knows
 * @property {string} key the Multikey that signs it
 */

/**
 * The newest that was seen of a record: kept by whoever asks again.
 * @typedef {object} Seen
 * @property {string} base the address of the network
 * @property {string} origin
 * @property {string} key
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
const PERSON = /^organisations\/[^/]+\/(?:did|issuer|profile)\.json$/;
/** For so long, in milliseconds, an award may wait between its signature and the next of the record. */
const WAITS = 90 * 24 * 60 * 60 * 1000;

/**
 * The record in which a badge should stand, by the list of issuers: that of the network itself, or of one that it
 * knows. Whoever has a stolen key writes any address into a badge, so it is the issuer that counts. Null: there is none.
 * @param {Json} registry
 * @param {string} issuer
 * @returns {Claim | null}
 */
export function claimFor(registry, issuer) {
  /** @type {Claim[]} */
  const claims = [];
  const add = (/** @type {unknown} */ base, /** @type {Omit<Claim, "base">} */ claim) => {
    if (/^https:\/\/.+\/$/.test(plain(base)) && claim.key) claims.push({ ...claim, base: plain(base) });
  };
  const own = isObject(registry.record) ? registry.record : {};
  const home = plain(own.address ?? "").replace(/record\/$/, "");
  const key = plain(own.key ?? "");
  for (const base of [home, ...asList(registry.formerly)]) add(base, { home, network: "", key });
  for (const one of asList(registry.recognised).filter(isObject)) {
    const address = plain(one.address ?? "");
    add(address, { home: address, network: plain(one.name ?? "").slice(0, 200), key: plain(one.key ?? "") });
  }
  return claims.find(({ base }) => speaksAt(issuer, base)) ?? null;
}

/** Whether an issuer's own document stands just below an address. @param {string} issuer @param {string} base */
export function speaksAt(issuer, base) {
  try {
    const address = issuer.startsWith("did:web:") ? didWebAddress(issuer) : issuer;
    return address.startsWith(base) && PERSON.test(address.slice(base.length));
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
    /** Whether another key signs than when it was seen before. */
    this.otherKey = false;
    /** @type {Promise<Latest> | null} */
    this.asked = null;
  }

  /** The newest checkpoint, and what it says of the lists. @returns {Promise<Latest>} */
  latest() {
    this.asked ??= this.#latest();
    return this.asked;
  }

  async #latest() {
    const found = await this.#get(`${this.claim.home}record/latest.json`);
    const checkpoint = await readCheckpoint(found.checkpoint, [this.claim.key]);
    const root = await rootOf(found.index, checkpoint.size, plain(found.entry), found.proof);
    const entry = entryOf(found);
    const state = plain(found.state);
    const isLast = root === checkpoint.root && found.index === checkpoint.size - 1 && entry.kind === "state";
    if (!isLast || entry.digest !== (await sha256(utf8(state))))
      throw notChecked("RECORD_UNREADABLE", { what: "state" });
    await this.#afterSeen(checkpoint);
    const said = parseStrict(state);
    return { checkpoint, registry: plain(said.registry), lists: isObject(said.lists) ? said.lists : {} };
  }

  /**
   * What was seen before goes on in what is shown now.
   * @param {Checkpoint} checkpoint
   */
  async #afterSeen(checkpoint) {
    const seen = this.seen.find(({ base }) => base === this.claim.home);
    if (!seen) return;
    const back = seen.size > checkpoint.size || seen.signed > checkpoint.signed;
    if (back || !(await this.#from(seen.size, seen.root, checkpoint)))
      throw notChecked("RECORD_ROLLED_BACK", { date: iso(seen.signed), shown: iso(checkpoint.signed) });
    this.otherKey = seen.key !== checkpoint.key;
  }

  /**
   * Whether an older tree goes on in the newest.
   * @param {number} size
   * @param {string} root
   * @param {Checkpoint} newest
   */
  async #from(size, root, newest) {
    if (size === newest.size) return root === newest.root;
    let proof;
    try {
      proof = (await getJson(this.net, `${this.claim.home}record/from/${size}.json`)).proof;
    } catch (error) {
      if (error instanceof Fault && error.details.status === 404) return false;
      throw notChecked("RECORD_UNREADABLE", { what: "address" });
    }
    return goesOn(size, root, newest.size, newest.root, proof);
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
    if (!Array.isArray(proofs)) throw notChecked("RECORD_UNREADABLE", { what: "proofs" });
    const rows = proofs.filter(isObject);
    if (!rows.length) {
      // What was signed long before the record was must stand in it by now.
      const signed = Date.parse(plain(asList(given.proof)[0]?.created ?? given.validFrom ?? ""));
      if (!(signed > checkpoint.signed - WAITS)) throw missing();
      throw new Fault("warned", "RECORD_PENDING", {});
    }
    const own = await sha256(utf8(token || JSON.stringify(given)));
    const found = this.#with(rows, own) ?? (token ? null : await this.#written(rows, id, given));
    if (!found) throw missing();
    if (!(found.size <= checkpoint.size))
      throw notChecked("RECORD_ROLLED_BACK", { date: "", shown: iso(checkpoint.signed) });
    // The proof is that of the first tree which had it, and never changes; another proves that the tree goes on.
    const root = await rootOf(found.index, found.size, plain(found.entry), found.proof);
    if (!(await this.#from(found.size, root, checkpoint))) throw notChecked("RECORD_UNREADABLE", { what: "proof" });
    this.moment = Date.parse(plain(entryOf(found).at));
    if (Number.isNaN(this.moment)) throw notChecked("RECORD_UNREADABLE", { what: "at" });
    if (this.otherKey) throw new Fault("warned", "RECORD_NEW_KEY", {});
    if (checkpoint.expires < this.now.getTime())
      throw new Fault("warned", "RECORD_OLD", { date: iso(checkpoint.signed) });
    return { code: "RECORDED", date: iso(this.moment), size: checkpoint.size, origin: checkpoint.origin };
  }

  /**
   * The proof of a digest.
   * @param {Json[]} rows
   * @param {string} wanted
   */
  #with(rows, wanted) {
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
    const found = this.#with(rows, await sha256(bytes));
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
    const { bytes } = await this.net.get(`${this.claim.home}registry.json`);
    if ((await sha256(bytes)) !== registry) throw notChecked("RECORD_UNREADABLE", { what: "registry" });
    return parseStrict(new TextDecoder().decode(bytes));
  }

  /** What is remembered of it. @returns {Promise<Seen | null>} */
  async remembered() {
    try {
      const { origin, key, size, root, signed } = (await this.latest()).checkpoint;
      return { base: this.claim.home, origin, key, size, root, signed };
    } catch {
      return null;
    }
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
