// What was signed since the desk was opened: it is kept together until it was sent and handed over, and is lost when the
// page is closed before.
// @ts-check

import { filesOf, madeBy, makeJob } from "../src/batch.js";
import { chance } from "../src/identity.js";
import { together } from "../src/merge.js";
import { lineDigest } from "../src/reasons.js";
import { isAward } from "./cell_port.js";
import { loadAchievement, loadEnding, now } from "./data.js";
import { by } from "./element.js";

/** @typedef {import("../src/network.js").Network} Network */
/** @typedef {import("../src/batch.js").Job} Job */
/** @typedef {import("./handover.js").Handed} Handed */

export class Office {
  /**
   * @param {Network} network
   * @param {import("./cell_port.js").Cell} cell
   * @param {(key: string, values?: Record<string, string | number>) => void} told
   * @param {(error: unknown) => void} failed
   */
  constructor(network, cell, told, failed) {
    this.network = network;
    this.cell = cell;
    this.told = told;
    this.failed = failed;
    /** Who got what. @type {ReturnType<typeof madeBy>} */
    this.made = [];
    /** By list, the places that were taken. @type {Map<string, Set<number>>} */
    this.taken = new Map();
    /** Lists as they were signed, by their address: the next change begins with them. @type {Map<string, any>} */
    this.lists = new Map();
    /** Awards that were signed, by their ids. @type {Map<string, any>} */
    this.awards = new Map();
    /** By award, the digests of the lines that withdrew it. @type {Map<string, string[]>} */
    this.withdrew = new Map();
    /** Everything that was signed: to send it twice does no harm. @type {import("./send.js").Sent | null} */
    this.sent = null;
    /** @type {Handed[]} */
    this.handed = [];
    this.batches = 0;
    this.isSent = true;
    this.isHanded = true;
  }

  /** Whether something would be lost. */
  get isLeft() {
    return !this.isSent || !this.isHanded;
  }

  /** A name for the next file. @param {string} issuer */
  batch(issuer) {
    const name = `${now().toISOString().slice(0, 10)}-${issuer}`;
    return this.batches ? `${name}-${this.batches + 1}` : name;
  }

  /** Signs the awards of a plan. @param {import("../src/plan.js").Plan} plan @param {string} issuer @param {string} awarded the day of the deed, or "" */
  async award(plan, issuer, awarded) {
    const { network } = this;
    const slugs = [...new Set(plan.awards.map((one) => one.badge))];
    const [ending, ...read] = await Promise.all([
      loadEnding(network, issuer, this.lists),
      ...slugs.map((slug) => loadAchievement(network, slug)),
    ]);
    const achievements = Object.fromEntries(slugs.map((slug, at) => [slug, read[at]]));
    const places = this.places();
    const order = { network, issuer, batch: this.batch(issuer), awards: plan.awards, achievements, taken: places };
    const job = makeJob({ ...order, now: now(), random: chance, ending, ...(awarded && { awarded }) });
    await this.sign(job, { places });
    this.told("desk.signed", { count: job.letters.length });
  }

  /** The places that are taken: what is taken from them is taken only when it was signed. */
  places() {
    return new Map([...this.taken].map(([address, one]) => [address, new Set(one)]));
  }

  /**
   * Signs a job in the cell, remembers what came of it, and shows how it is sent and handed over.
   * @param {Job} job
   * @param {{places?: Map<string, Set<number>>, befores?: (string | null)[], awards?: Record<string, any>[]}} [more]
   *   `awards` are those whose places in lists change, as they were signed
   */
  async sign(job, { places, befores, awards } = {}) {
    const { network } = this;
    // Everything that is needed after the signature is here before it.
    const [{ offer }, { prepare }] = await Promise.all([import("./send.js"), import("./handover.js")]);
    this.told("desk.confirm");
    const lines = await this.cell.sign(job, befores, awards);
    if (places) this.taken = places;
    this.made.push(...madeBy(job));
    let next = 0;
    for (const [at, { path, document }] of job.documents.entries()) {
      const line = lines[at] ?? "";
      if (path.startsWith("network/status/")) this.lists.set(document.id, JSON.parse(line));
      if (!isAward(path)) continue;
      this.awards.set(document.id.split("/").at(-2), JSON.parse(line));
      const letter = job.letters[next++];
      if (letter)
        this.handed.push({ letter, line, achievement: document.credentialSubject.achievement, issuer: job.issuer });
    }
    for (const line of Object.values(job.lines ?? {})) {
      const { award, reason } = JSON.parse(line);
      if (reason) this.withdrew.set(award, [...(this.withdrew.get(award) ?? []), lineDigest(line)]);
    }
    if (job.letters.length) this.isHanded = false;
    if (this.handed.length) prepare(network, this.handed, () => (this.isHanded = true), this.failed);
    by("desk-handing").hidden = !this.handed.length;
    // A list that is there takes the place of one that was read; only a new one has none.
    const opened = job.documents.some(({ path }) => path.startsWith("network/status/") && !job.bases?.[path]);
    by("desk-first-list").hidden = !job.letters.length || !opened;
    const { issuer, created } = job;
    this.send({ issuer, created, files: filesOf(job, lines), bases: job.bases ?? {} }, offer);
  }

  /**
   * Puts what was made beside what was made before, and shows how all of it is sent.
   * @param {{issuer: string, created: string} & import("../src/merge.js").Changes} made
   * @param {typeof import("./send.js").offer} offer
   */
  send({ issuer, created, ...changes }, offer) {
    const { network } = this;
    this.sent = { network, issuer, batch: this.batch(issuer), created, ...together(this.sent, changes) };
    this.batches++;
    this.isSent = false;
    offer(this.sent, this.told, () => (this.isSent = true));
    by("desk-after").hidden = false;
    by("desk-after-title").focus();
  }
}
