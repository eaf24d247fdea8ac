// One verification on its way: the checks so far, and what may be shown if they hold.
// @ts-check

import { LEEWAY } from "./controller.js";
import { Fault, notChecked } from "./fault.js";

/**
 * @typedef {object} Check
 * @property {string} id
 * @property {import("./fault.js").Outcome} outcome
 * @property {import("./codes.js").Code} code
 * @property {Record<string, any>} details
 */

/**
 * Who gave a badge, as far as it was proven: an identifier, the way in which it was, and the key.
 * @typedef {object} Giver
 * @property {string} issuer a DID, or the address of the issuer's document
 * @property {string} how the row of `keys.js`, "HOSTED", "SIGNED_2" or "COPIES"
 * @property {string} multikey "" where no key was used
 * @property {string} created when the signer says that it was signed, or ""
 */

export class Run {
  /**
   * @param {import("./net.js").Net} net
   * @param {Date} now
   * @param {Map<string, any>} [known] lists that were verified for another badge, by their text
   */
  constructor(net, now, known = new Map()) {
    this.net = net;
    this.now = now;
    this.known = known;
    /** @type {Check[]} */
    this.checks = [];
    /** @type {Record<string, any> | null} */
    this.material = null;
    /** The keys that signed the lists of withdrawn badges. @type {{multikey: string, created: string, recorded?: number | undefined}[]} */
    this.listKeys = [];
    /** Keys that a list of issuers knows: of two good proofs, one by such a key says more. @type {Set<string>} */
    this.preferred = new Set();
    /** The record in which the badge should stand. @type {import("./record.js").Recorded | null} */
    this.record = null;
    /** @type {import("./record.js").Seen | null} */
    this.seen = null;
    /** @type {Giver} */
    this.giver = { issuer: "", how: "", multikey: "", created: "" };
    /** @type {{name: string, proof: string}} */
    this.format = { name: "", proof: "" };
  }

  /**
   * Runs a check. What it gives back are its details; a `code` or an `outcome` among them is taken out. A fault is
   * its outcome, and any other error is "not checked": an accident is never a pass.
   * @param {string} id
   * @param {() => Promise<Record<string, any>> | Record<string, any>} work
   */
  async check(id, work) {
    try {
      this.#keep(id, await work());
    } catch (error) {
      this.add(id, error);
    }
  }

  /**
   * A check that asks nobody.
   * @param {string} id
   * @param {() => Record<string, any>} work
   */
  checkNow(id, work) {
    try {
      this.#keep(id, work());
    } catch (error) {
      this.add(id, error);
    }
  }

  /**
   * @param {string} id
   * @param {Record<string, any>} found
   */
  #keep(id, { code, outcome, ...details }) {
    this.checks.push({ id, outcome: outcome ?? "passed", code: code ?? "OK", details });
  }

  /**
   * @param {string} id
   * @param {unknown} error
   */
  add(id, error) {
    const fault = error instanceof Fault ? error : notChecked("UNEXPECTED", { error: String(error).slice(0, 200) });
    this.checks.push({ id, outcome: fault.outcome, code: fault.code, details: fault.details });
  }

  /**
   * What a check said gives way to something that weighs more.
   * @param {string} id
   * @param {Fault} fault
   */
  instead(id, fault) {
    this.checks = this.checks.filter((check) => check.id !== id);
    this.add(id, fault);
  }

  /** A second run that asks the same hosts, and whose answers nobody hears. */
  aside() {
    return new Run(this.net, this.now, this.known);
  }

  /** @param {import("./fault.js").Outcome} outcome */
  has(outcome) {
    return this.checks.some((check) => check.outcome === outcome);
  }

  /**
   * Expired is a warning, because the badge was and stays genuine.
   * @param {{start?: number, end?: number}} dates in milliseconds
   */
  dates({ start, end }) {
    const now = this.now.getTime();
    this.checkNow("dates", () => {
      const iso = (/** @type {number} */ time) => new Date(time).toISOString();
      if (end !== undefined && !(end >= now)) throw new Fault("warned", "EXPIRED", { date: iso(end) });
      if (start !== undefined && !(start <= now + LEEWAY))
        throw new Fault("warned", "NOT_YET_VALID", { date: iso(start) });
      return end === undefined ? { code: "NO_END" } : { date: iso(end) };
    });
  }

  /**
   * @param {Record<string, any>} material the documents to show
   * @param {Giver} giver
   */
  found(material, giver) {
    this.material = material;
    this.giver = giver;
  }
}
