// What was signed since the desk was opened: it is kept together until it was sent and handed over, and is lost when the
// page is closed before.
// @ts-check

import { filesOf, madeBy, makeJob } from "../src/batch.js";
import { chance } from "../src/identity.js";
import { loadAchievement, now } from "./data.js";
import { by } from "./element.js";

/** @typedef {import("../src/network.js").Network} Network */
/** @typedef {import("./handover.js").Handed} Handed */

export class Office {
  /**
   * @param {Network} network
   * @param {import("./cell_port.js").Cell} cell
   * @param {(key: string, values?: Record<string, string | number>) => void} told
   */
  constructor(network, cell, told) {
    this.network = network;
    this.cell = cell;
    this.told = told;
    /** Who got what. @type {ReturnType<typeof madeBy>} */
    this.made = [];
    /** By list, the places that were taken. @type {Map<string, Set<number>>} */
    this.taken = new Map();
    /** Lists that were signed, by their address: the next change begins with them. @type {Map<string, any>} */
    this.lists = new Map();
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
    // Everything that is needed after the signature is here before it.
    const [{ offer }, { prepare }] = await Promise.all([import("./send.js"), import("./handover.js")]);
    const slugs = [...new Set(plan.awards.map((one) => one.badge))];
    const achievements = Object.fromEntries(
      await Promise.all(slugs.map(async (slug) => [slug, await loadAchievement(network, slug)])),
    );
    // What is taken is taken only when it was signed.
    const places = new Map([...this.taken].map(([address, one]) => [address, new Set(one)]));
    const order = { network, issuer, batch: this.batch(issuer), awards: plan.awards, achievements, taken: places };
    const job = makeJob({ ...order, now: now(), random: chance, ...(awarded && { awarded }) });
    let next = 0;
    const isAward = (/** @type {{path: string}} */ one) => one.path.endsWith(".jsonl");
    const salts = job.documents.map((one) => (isAward(one) ? (job.letters[next++]?.salt ?? null) : null));
    this.told("desk.confirm");
    const lines = await this.cell.sign(job, salts);
    const own = lines.filter((_, at) => isAward(job.documents[at] ?? { path: "" }));
    this.taken = places;
    this.made.push(...madeBy(job));
    this.handed.push(
      ...job.letters.map((letter, at) => ({ letter, line: own[at] ?? "", achievement: achievements[letter.badge] })),
    );
    this.isHanded = false;
    prepare(network, this.handed, () => (this.isHanded = true));
    by("desk-handing").hidden = false;
    by("desk-first-list").hidden = job.documents.length === job.letters.length;
    this.send({ network, issuer, batch: order.batch, created: job.created, files: filesOf(job, lines) }, offer);
    this.told("desk.signed", { count: job.letters.length });
  }

  /** Signs a list in which an award is withdrawn, or given back. @param {import("../src/batch.js").Job} job @param {import("../src/withdraw.js").Wish} wish */
  async change(job, wish) {
    const { offer } = await import("./send.js");
    this.told("desk.confirm");
    const lines = await this.cell.sign(job, [null]);
    for (const { document } of job.documents) this.lists.set(document.id, document);
    const files = filesOf(job, lines);
    const sent = {
      network: this.network,
      issuer: job.issuer,
      batch: this.batch(job.issuer),
      created: job.created,
      files,
    };
    this.send({ ...sent, withdrawals: [wish] }, offer);
  }

  /**
   * Puts what was signed beside what was signed before, and shows how all of it is sent.
   * @param {import("./send.js").Sent} sent
   * @param {typeof import("./send.js").offer} offer
   */
  send(sent, offer) {
    const before = this.sent;
    // Of an award that is withdrawn and given back again the last word counts.
    const wishes = new Map(
      [...(before?.withdrawals ?? []), ...(sent.withdrawals ?? [])].map((one) => [one.award, one]),
    );
    this.sent = {
      ...sent,
      files: { ...before?.files, ...sent.files },
      ...(wishes.size && { withdrawals: [...wishes.values()] }),
    };
    this.batches++;
    this.isSent = false;
    offer(this.sent, this.told, () => (this.isSent = true));
    by("desk-after").hidden = false;
    by("desk-after-title").focus();
  }
}
