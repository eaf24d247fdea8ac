// What the desk reads of the site that it stands on, or of the copy that was saved with it.
// @ts-check

import { DeskFault } from "../src/fault.js";
import { readNetwork } from "../src/network.js";

/** @typedef {import("../src/network.js").Network} Network */
/** @typedef {import("../src/plan.js").Held} Held */

/** A clock that is further from the site's than this is corrected, and that is said. */
const CLOSE = 10 * 60_000;
const PATIENCE = 20_000;
const MAX_PICTURE = 256 * 1024;

/** What is kept inside a saved desk: documents by their path below `desk/`. @type {{documents: Record<string, any>, saved: string} | null} */
const copy = JSON.parse(document.getElementById("desk-copy")?.textContent ?? "null");

/** The day on which a saved desk was saved; "" for the desk of the site. */
export const savedOn = copy?.saved ?? "";

/** How far the clock of this computer is from the site's, in milliseconds. */
let offset = 0;

/** This moment, by the clock of the site where that is known. */
export const now = () => new Date(Date.now() + offset);

/** Whether the clock of this computer is wrong. */
export const isClockWrong = () => offset !== 0;

/** What the site answers now. Fault: site-unreachable. @param {string} path below `desk/` */
async function ask(path) {
  try {
    return await fetch(new URL(path, document.baseURI), {
      cache: "no-cache",
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new DeskFault("site-unreachable", { path });
  }
}

/** A document of the site. @param {string} path below `desk/` @returns {Promise<any>} */
export async function readDocument(path) {
  if (copy) {
    if (Object.hasOwn(copy.documents, path)) return copy.documents[path];
    throw new DeskFault("not-in-copy", { path });
  }
  const before = Date.now();
  const answer = await ask(path);
  if (!answer.ok) throw new DeskFault("site-unreachable", { path });
  const said = Date.parse(answer.headers.get("date") ?? "") + 1000 * Number(answer.headers.get("age") ?? 0);
  if (path === "network.json" && Number.isFinite(said)) offset = Math.abs(said - before) > CLOSE ? said - before : 0;
  return answer.json();
}

/** Whether there is such a document on the site. Fault: site-unreachable. @param {string} path below `desk/` */
export async function isPublished(path) {
  const answer = await ask(path);
  if (answer.status !== 404 && answer.status !== 410 && !answer.ok) throw new DeskFault("site-unreachable", { path });
  return answer.ok;
}

/** Today, by the clock of the site (UTC, ISO 8601). */
export const today = () => now().toISOString().slice(0, 10);

/** The picture of a badge, as a letter shows it; null where it cannot be had. @param {string} badge */
export async function readPicture(badge) {
  if (copy) return null;
  try {
    const answer = await fetch(new URL(`../badges/${badge}/image.png`, document.baseURI), {
      credentials: "omit",
      signal: AbortSignal.timeout(PATIENCE),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return answer.ok && bytes.length < MAX_PICTURE ? bytes : null;
  } catch {
    return null;
  }
}

/** @returns {Promise<Network>} */
export const loadNetwork = async () => readNetwork(await readDocument("network.json"));

/** A list that ends sooner is signed once more with the next awards, in milliseconds. */
const EARLY = 200 * 24 * 3600 * 1000;

/** The lists of an issuer that end soon, as they are published, or as they were signed since. @param {Network} network @param {string} issuer @param {Map<string, any>} signed @returns {Promise<any[]>} */
export async function loadEnding(network, issuer, signed) {
  const last = new Date(now().valueOf() + EARLY).toISOString();
  const lists = (network.issuers[issuer]?.lists ?? []).filter(({ until, address }) => until && until < last && address);
  // What is signed anew is what the site has now; a saved desk has no lists.
  if (copy) return [];
  const own = lists.filter(({ address, here }) => here && !signed.has(address));
  return Promise.all(own.map(({ address }) => readDocument(`../${address.slice(network.base.length)}`)));
}

/**
 * The Achievement as an award embeds it: without what is said of it in doubt.
 * @param {Network} network
 * @param {string} slug
 */
export async function loadAchievement(network, slug) {
  const { "@context": _, endorsement = [], ...achievement } = await readDocument(`../badges/${slug}/achievement.json`);
  const without = network.badges[slug]?.without ?? [];
  const said = endorsement.filter((/** @type {any} */ one) => !without.includes(one.id));
  return { ...achievement, ...(said.length && { endorsement: said }) };
}

/**
 * Who holds the badges that a plan for `badges` looks at: themselves, what they ask for, and the pathways they are on.
 * @param {Network} network
 * @param {string[]} badges
 * @param {string} today ISO 8601
 * @returns {Promise<Record<string, Held[]>>}
 */
export async function loadHeld(network, badges, today) {
  const wanted = new Set(badges);
  for (let before = -1; before !== wanted.size;) {
    before = wanted.size;
    for (const { badges: steps, completion } of network.pathways)
      if (completion && steps.some((one) => wanted.has(one))) for (const one of [...steps, completion]) wanted.add(one);
  }
  for (const slug of [...wanted]) for (const one of network.badges[slug]?.prerequisites ?? []) wanted.add(one);
  const asked = [...wanted].filter((slug) => network.held.includes(slug));
  const found = await Promise.all(
    asked.map(async (slug) => {
      const { held } = await readDocument(`held/${slug}.json`);
      const still = held.filter((/** @type {string[]} */ [, , until]) => !until || until >= today);
      return [slug, still.map((/** @type {string[]} */ [hash, salt]) => [hash, salt])];
    }),
  );
  return Object.fromEntries(found);
}
