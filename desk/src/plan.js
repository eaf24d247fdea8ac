// Who gets which badge: decided for the whole list before anything is signed (the engine: lapel/issuing/plan.py).
// @ts-check

import { identityHash } from "./identity.js";
import { sorted } from "./fault.js";
import { keyOf } from "./recipients.js";
import { cut, fold, near } from "./text.js";

/** @typedef {import("./fault.js").RowFault} RowFault */
/** @typedef {import("./recipients.js").Recipient} Recipient */
/** @typedef {import("./network.js").Network} Network */

/**
 * What is asked for. `despite` also where badges are missing that a badge asks for first.
 * @typedef {{issuer: string, badges: string[], completion?: boolean, despite?: boolean}} Wish
 */

/**
 * Whom to award what, in order; what to say about it; and why nothing may be signed.
 * @typedef {object} Plan
 * @property {{person: Recipient, badge: string}[]} awards
 * @property {Note[]} notes
 * @property {RowFault[]} faults
 */

/** @typedef {{code: string, row: number, details: Record<string, string | number>}} Note */

/** An award of this desk: whose it is, by the folded name. @typedef {{badge: string, name: string, email?: string, until?: string}} Made */
/** One who holds a badge: the hash and the salt of the address. @typedef {[hash: string, salt: string]} Held */

/** Who holds what: from what the site says, from what this desk signed since it was opened, and the plan so far. */
export class Holdings {
  /**
   * @param {Record<string, Held[]>} held by badge, those that count today
   * @param {Made[]} made what this desk signed since it was opened
   * @param {string} today ISO 8601
   */
  constructor(held, made, today) {
    this.held = held;
    // A badge that has run out can be earned again.
    this.made = made.filter((one) => !one.until || one.until >= today);
    /** @type {Set<string>} */
    this.planned = new Set();
  }

  /** @param {Recipient} person @param {string} badge */
  plan(person, badge) {
    this.planned.add(`${badge}\n${keyOf(person)}`);
  }

  /** Whether the person has the badge, or gets it by this plan. @param {Recipient} person @param {string} badge */
  has(person, badge) {
    if (this.planned.has(`${badge}\n${keyOf(person)}`)) return true;
    const { email } = person;
    // Where this desk knows whose award it is, another name at the same address is another person; and somebody without
    // an address is known by the name.
    const name = fold(person.name);
    const isMade = this.made.some((one) => one.badge === badge && one.name === name && (!email || one.email === email));
    return isMade || (!!email && (this.held[badge] ?? []).some(([hash, salt]) => identityHash(email, salt) === hash));
  }
}

/**
 * Decides every award. When there are faults, nothing may be signed.
 * @param {Network} network
 * @param {Recipient[]} people
 * @param {Holdings} holdings
 * @param {Wish} wish
 * @returns {Plan}
 */
export function makePlan(network, people, holdings, wish) {
  /** @type {Plan} */
  const plan = { awards: [], notes: [], faults: [] };
  for (const slug of wish.badges) plan.faults.push(...badgeFaults(network, slug, wish.issuer, 0, ""));
  /** @type {Map<string, Recipient>} */
  const boxes = new Map();
  for (const person of people) {
    const box = person.email ?? `row ${person.row}`;
    const first = boxes.get(box) ?? person;
    boxes.set(box, first);
    if (keyOf(first) !== keyOf(person)) note(plan, "shared-address", person, { other: first.name, first: first.row });
    const slugs = person.badge ? [person.badge] : wish.badges;
    if (!slugs.length) plan.faults.push({ row: person.row, column: "badge", code: "badge-none" });
    for (const slug of new Set(slugs)) {
      const faults = person.badge ? badgeFaults(network, slug, wish.issuer, person.row, "badge") : [];
      plan.faults.push(...faults);
      if (Object.hasOwn(network.badges, slug) && !faults.length) consider(network, person, slug, holdings, wish, plan);
    }
    if (wish.completion !== false && !plan.faults.length) complete(network, person, holdings, wish, plan);
  }
  plan.faults = sorted(plan.faults);
  return plan;
}

/** @param {Plan} plan @param {string} code @param {Recipient} person @param {Record<string, string | number>} details */
const note = (plan, code, person, details) =>
  void plan.notes.push({ code, row: person.row, details: { name: person.name, ...details } });

/** @param {Network} network @param {string} slug @param {string} issuer @param {number} row @param {string} column @returns {RowFault[]} */
function badgeFaults(network, slug, issuer, row, column) {
  const badge = Object.hasOwn(network.badges, slug) ? network.badges[slug] : undefined;
  const fault = (/** @type {string} */ code, details = {}) => [
    { row, column, code, details: { badge: cut(slug, 64), ...details } },
  ];
  if (!badge) return fault("badge-unknown", { meant: near(slug, Object.keys(network.badges)) ?? "" });
  if (badge.status !== "active") return fault("badge-inactive", { status: badge.status });
  return badge.issuers.includes(issuer) ? [] : fault("badge-not-yours", { issuer });
}

/** @param {Network} network @param {Recipient} person @param {string} slug @param {Holdings} holdings @param {Wish} wish @param {Plan} plan */
function consider(network, person, slug, holdings, wish, plan) {
  const badge = network.badges[slug];
  if (holdings.has(person, slug)) return note(plan, "held-already", person, { badge: slug });
  const missing = (badge?.prerequisites ?? []).filter((one) => !holdings.has(person, one));
  if (missing.length && !wish.despite) {
    const details = { badge: slug, missing: missing.join(", ") };
    return void plan.faults.push({ row: person.row, column: "", code: "prerequisites-missing", details });
  }
  if (missing.length) note(plan, "without-prerequisites", person, { badge: slug, missing: missing.join(", ") });
  holdings.plan(person, slug);
  plan.awards.push({ person, badge: slug });
}

/** The completion badges that the person has now earned; one may lead to the next. @param {Network} network @param {Recipient} person @param {Holdings} holdings @param {Wish} wish @param {Plan} plan */
function complete(network, person, holdings, wish, plan) {
  for (const _ of network.pathways)
    for (const { slug, badges, needed, completion } of network.pathways) {
      const end = completion ? network.badges[completion] : undefined;
      if (!completion || end?.status !== "active" || !end.issuers.includes(wish.issuer)) continue;
      const count = [...new Set(badges)].filter((one) => holdings.has(person, one)).length;
      if (count < needed || holdings.has(person, completion)) continue;
      note(plan, "completes", person, { pathway: slug, badge: completion });
      holdings.plan(person, completion);
      const { row, name, email, awarded, language } = person;
      const again = { row, name, ...(email && { email }), ...(awarded && { awarded }), ...(language && { language }) };
      plan.awards.push({ person: again, badge: completion });
    }
}
