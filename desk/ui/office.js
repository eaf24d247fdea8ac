// The rest of the office: withdrawing an award, giving it back, and making a new key.
// @ts-check

import { DeskFault } from "../src/fault.js";
import { awardIn, listJob, placeOf, reasonFault } from "../src/withdraw.js";
import { now, readDocument } from "./data.js";
import { by, element } from "./element.js";
import { say } from "./words.js";

/** @typedef {import("../src/network.js").Network} Network */
/**
 * What the desk lends: its cell, and how it is told what happens.
 * @typedef {object} Desk
 * @property {Network} network
 * @property {(issuer: string, then: () => Promise<void>) => Promise<void>} withKey opens the key of an issuer, then goes on
 * @property {import("./cell_port.js").Cell} cell
 * @property {(key: string, values?: Record<string, string | number>) => void} told
 * @property {(error: unknown) => void} failed
 * @property {import("./signed.js").Office} office
 */

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (by(id));

/** The award that is meant, and the list it is in: the one that was signed here, or else the one that is published. @param {Network} network @param {Map<string, any>} lists */
async function found(network, lists) {
  const award = awardIn(field("desk-award").value);
  if (!award) throw new DeskFault("award-none");
  const credential = await readDocument(`../awards/${award}/credential.json`).catch(() => {
    throw new DeskFault("award-unknown");
  });
  const place = placeOf(network, credential);
  const list = lists.get(place.address) ?? (await readDocument(`../${place.address.slice(network.base.length)}`));
  return { award, credential, place, list };
}

/** @param {Desk} desk @param {boolean} withdraw */
async function change(desk, withdraw) {
  try {
    const reason = field("desk-reason").value.trim();
    const why = withdraw ? reasonFault(reason) : "";
    if (why) {
      field("desk-reason").focus();
      throw new DeskFault(why);
    }
    const { award, credential, place, list } = await found(desk.network, desk.office.lists);
    const job = listJob({ network: desk.network, place, list, withdraw, now: now() });
    by("desk-award-shown").textContent = say("desk.award_shown", {
      badge: credential.name,
      date: credential.validFrom.slice(0, 10),
    });
    await desk.withKey(place.issuer, async () => {
      by("desk-handing").hidden = !desk.office.handed.length;
      await desk.office.change(job, { award, reason: withdraw ? reason : null });
      desk.told(withdraw ? "desk.withdrawn" : "desk.given_back");
    });
  } catch (error) {
    desk.failed(error);
  }
}

/** A name for a new key that no key of the organisation ever had. @param {import("../src/network.js").Issuer} issuer @param {string} day */
export function nextName(issuer, day) {
  const taken = new Set(issuer.keys.map((one) => one.id));
  const base = `key-${day.slice(0, 7)}`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(name)) return name;
  }
}

/** The lines for the organisation's file. @param {import("../src/network.js").Issuer} issuer @param {string} name @param {string} key @param {string} day */
export function keyLines(issuer, name, key, day) {
  const own = [`  - id: ${name}`, `    publicKeyMultibase: ${key}`, `    created: ${day}`];
  return `${[...(issuer.keys.length ? [] : ["verificationMethod:"]), ...own].join("\n")}\n`;
}

/** @param {Desk} desk @param {string} address of the cell @param {boolean} isDocument */
async function makeKey(desk, address, isDocument) {
  const slug = /** @type {HTMLSelectElement} */ (/** @type {unknown} */ (by("desk-new-issuer"))).value;
  const issuer = desk.network.issuers[slug];
  if (!issuer) return;
  by("desk-cell-box").hidden = false;
  await desk.cell.start(address, isDocument);
  const day = now().toISOString().slice(0, 10);
  const name = nextName(issuer, day);
  desk.cell.make(name);
  desk.cell.frame.focus();
  desk.told("desk.make_key");
  desk.cell.onMade = (key) => {
    field("desk-key-lines").value = keyLines(issuer, name, key, day);
    by("desk-key-where").textContent = say(issuer.keys.length ? "desk.key_more" : "desk.key_first", {
      file: issuer.source,
    });
    by("desk-key-made").hidden = false;
    desk.told("desk.key_made");
  };
}

/** @param {Desk} desk @param {string} address @param {boolean} isDocument */
export function open(desk, address, isDocument) {
  const issuers = Object.entries(desk.network.issuers).filter(([, one]) => !one.left);
  by("desk-new-issuer").replaceChildren(...issuers.map(([slug, one]) => element("option", { value: slug }, one.name)));
  by("desk-withdraw").onclick = () => change(desk, true);
  by("desk-give-back").onclick = () => change(desk, false);
  by("desk-new-key").onclick = () => void makeKey(desk, address, isDocument);
  by("desk-key-copy").onclick = () => void navigator.clipboard.writeText(field("desk-key-lines").value).catch(() => {});
}
