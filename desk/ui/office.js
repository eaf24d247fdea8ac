// The rest of the office: an award is taken back, given back or given to another address, somebody speaks for a badge,
// and places that another desk took are given anew. Keys are in keys.js.
// @ts-check

import { againJob, readAgain } from "../src/again.js";
import { endorseJob } from "../src/endorse.js";
import { DeskFault, ListFault } from "../src/fault.js";
import { chance, identityHash } from "../src/identity.js";
import { tidyName } from "../../verifier/src/names.js";
import { issuerOf } from "../src/network.js";
import { Holdings } from "../src/plan.js";
import { recipientsOf } from "../src/recipients.js";
import { awardDigest, reasonFault } from "../src/reasons.js";
import { fold } from "../src/text.js";
import { awardIn, badgeOf, listJob, placeOf, reissueJob, renewJob } from "../src/withdraw.js";
import { isPublished, loadHeld, now, readDocument, savedOn, today } from "./data.js";
import { by, element } from "./element.js";
import { openKeys } from "./keys.js";
import { say } from "./words.js";

/** @typedef {import("../src/network.js").Network} Network */
/**
 * What the desk lends: its cell, and how it is told what happens.
 * @typedef {object} Desk
 * @property {Network} network
 * @property {(issuer: string, then: () => Promise<void>) => Promise<void>} withKey opens the key of an issuer, then goes on
 * @property {import("./cell_port.js").Cell} cell
 * @property {() => Promise<void>} start loads the cell
 * @property {(key: string, values?: Record<string, string | number>) => void} told
 * @property {(error: unknown) => void} failed
 * @property {import("./signed.js").Office} office
 */

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (by(id));

/** The award that a field names: one that was signed here, or else one that is published. @param {Desk} desk @param {string} id of the field @returns {Promise<{award: string, credential: any}>} */
async function awardOf({ office }, id) {
  const award = awardIn(field(id).value);
  if (!award) {
    field(id).focus();
    throw new DeskFault("award-none");
  }
  const read = () => readDocument(`../awards/${award}/credential.json`);
  const credential =
    office.awards.get(award) ??
    (await read().catch(() => {
      throw new DeskFault("award-unknown");
    }));
  return { award, credential };
}

/** A list as the next change finds it. @param {Desk} desk @param {string} address */
const listOf = async ({ network, office }, address) =>
  office.lists.get(address) ?? readDocument(`../${address.slice(network.base.length)}`);

/** Says which award is meant. @param {string} id of the place @param {any} credential */
const show = (id, credential) =>
  (by(id).textContent = say("desk.award_shown", { badge: credential.name, date: credential.validFrom.slice(0, 10) }));

/** @param {Desk} desk @param {boolean} withdraw */
async function change(desk, withdraw) {
  const { network, office } = desk;
  const reason = field("desk-reason").value.trim();
  const why = withdraw ? reasonFault(reason) : "";
  const { award, credential } = await awardOf(desk, "desk-award");
  if (why) {
    field("desk-reason").focus();
    throw new DeskFault(why);
  }
  const place = placeOf(network, credential);
  const list = await listOf(desk, place.address);
  const undoes = withdraw ? [] : [...(await publishedLines(network, place.issuer, award)), ...linesOf(desk, award)];
  if (!withdraw && !undoes.length) throw new DeskFault("withdrawn-not");
  show("desk-award-shown", credential);
  await desk.withKey(place.issuer, async () => {
    const wish = withdraw ? { award, reason } : { award, undoes };
    const job = listJob({ network, place, list, change: wish, now: now(), random: chance });
    await office.sign(job, { awards: [credential] });
    if (!withdraw) office.withdrew.delete(award);
    desk.told(withdraw ? "desk.withdrawn" : "desk.given_back");
  });
}

/** @param {Desk} desk @param {string} award */
const linesOf = ({ office }, award) => office.withdrew.get(award) ?? [];

/** The digests of the lines that withdrew an award, as the site says. @param {Network} network @param {string} issuer @param {string} award @returns {Promise<string[]>} */
async function publishedLines(network, issuer, award) {
  if (!network.issuers[issuer]?.withdrew) return [];
  const { withdrawn } = await readDocument(`withdrawn/${issuer}.json`);
  return withdrawn[awardDigest(award)] ?? [];
}

/** Gives an award again, to another address. @param {Desk} desk */
async function reissue(desk) {
  const { network, office } = desk;
  const { credential } = await awardOf(desk, "desk-again-award");
  const place = placeOf(network, credential);
  const list = await listOf(desk, place.address);
  const slug = badgeOf(credential);
  const person = personIn(desk);
  refuseOthers(credential, person.name);
  const held = await loadHeld(network, [slug], today());
  show("desk-again-shown", credential);
  await desk.withKey(place.issuer, async () => {
    const places = office.places();
    const job = reissueJob({
      ...{ network, credential, list, ...person, taken: places, random: chance, now: now() },
      batch: `reissued-${today()}`,
      holdings: new Holdings(held, office.made, today()),
    });
    await office.sign(job, { places, awards: [credential] });
    for (const id of ["desk-again-award", "desk-again-name", "desk-again-email"]) field(id).value = "";
    nameInLink();
    desk.told("desk.reissued");
  });
}

/** The name and the new address, by the rules of a list. @param {Desk} desk */
function personIn({ network }) {
  const name = field("desk-again-name");
  const email = field("desk-again-email");
  const rows = [
    ["name", "email"],
    [name.value, email.value],
  ];
  try {
    const [one] = recipientsOf(rows, { today: today(), languages: network.languages, columns: network.columns });
    if (!one?.email) throw new ListFault([{ row: 2, column: "email", code: "email-bad" }]);
    return { name: one.name, email: one.email };
  } catch (error) {
    if (!(error instanceof ListFault)) throw error;
    const [first] = error.faults;
    (first?.column === "email" ? email : name).focus();
    throw new DeskFault(first?.code ?? "unknown", first?.details ?? {});
  }
}

/** The name and its salt in a private link, also in one that carries the badge. @param {string} text */
export function provenIn(text) {
  const [, fragment = ""] = text.trim().split("#");
  const said = new URLSearchParams(fragment.replaceAll("+", "%2B"));
  const inside = said.get("url");
  if (inside) return provenIn(inside);
  return { name: said.get("name") ?? "", salt: said.get("salt") ?? "" };
}

/** A private link says the name too; a link without one says nothing of whose badge it is. */
function nameInLink() {
  const text = field("desk-again-award").value;
  const { name } = provenIn(text);
  field("desk-again-name").value = name;
  by("desk-again-sure-row").hidden = !text.trim() || name !== "";
  field("desk-again-sure").checked = false;
}

/**
 * Whether it is the badge of the person who asks: their own link proves the name, or else the issuer says that they
 * know it. Everybody can see the links without a name.
 * @param {any} credential
 * @param {string} name as it is typed
 */
function refuseOthers(credential, name) {
  const { name: said, salt } = provenIn(field("desk-again-award").value);
  if (!said && field("desk-again-sure").checked) return;
  if (!said) throw new DeskFault("name-unproven");
  const own = credential.credentialSubject.identifier.find((/** @type {any} */ one) => one.identityType === "name");
  const isTheirs = /^[0-9a-f]{32}$/.test(salt) && own?.identityHash === identityHash(tidyName(said), salt);
  if (!isTheirs || fold(tidyName(said)) !== fold(tidyName(name))) throw new DeskFault("name-other");
}

/** Speaks for a badge, or for an award. @param {Desk} desk */
async function endorse(desk) {
  const { network, office } = desk;
  const issuer = field("desk-endorser").value;
  const isAward = field("desk-endorsed-award").value.trim() !== "";
  const found = isAward ? await awardOf(desk, "desk-endorsed-award") : null;
  if (found && (await isWithdrawn(desk, found.credential))) throw new DeskFault("withdrawn-already");
  const badge = found ? badgeOf(found.credential) : field("desk-endorsed").value;
  const comment = field("desk-comment").value;
  if (!comment.trim()) field("desk-comment").focus();
  const wish = { network, issuer, badge, award: found?.award ?? "", comment };
  endorseJob({ ...wish, now: now(), random: chance }); // so that a fault is said before the key is asked for
  await desk.withKey(issuer, async () => {
    await office.sign(endorseJob({ ...wish, now: now(), random: chance }));
    field("desk-comment").value = "";
    desk.told("desk.endorsed");
  });
}

/** @param {Desk} desk @param {any} credential */
async function isWithdrawn(desk, credential) {
  const place = placeOf(desk.network, credential);
  const { decodeList } = await import("../src/lists.js");
  const list = await listOf(desk, place.address);
  return decodeList(String(list.credentialSubject?.encodedList)).has(place.index);
}

/**
 * An award that is published, or that was sent from here and kept, needs no other place: with one it would stay genuine
 * when it is withdrawn. A saved desk cannot know.
 * @param {import("../src/again.js").Asked} asked
 */
async function refusePublished({ again: rows }) {
  if (savedOn) throw new DeskFault("not-in-copy", { path: "" });
  const ids = rows.map(({ line }) => awardIn(String(JSON.parse(line).id)));
  for (let at = 0; at < ids.length; at += 20)
    for (const isThere of await Promise.all(
      ids.slice(at, at + 20).map((id) => isPublished(`../awards/${id}/credential.json`)),
    ))
      if (isThere) throw new DeskFault("again-published");
}

/** Gives awards that a maintainer sent back another place. @param {Desk} desk @param {File} file */
async function again(desk, file) {
  const { network, office } = desk;
  const asked = readAgain(network, await file.slice(0, 64 * 1024 * 1024).text());
  issuerOf(network, asked.issuer);
  await refusePublished(asked);
  await desk.withKey(asked.issuer, async () => {
    const places = office.places();
    const order = { network, asked, now: now(), random: chance, taken: places };
    const { befores, ...job } = againJob({ ...order, batch: office.batch(asked.issuer) });
    await office.sign(job, { places, befores });
    desk.told("desk.placed");
  });
}

/** Signs the lists of an issuer anew. @param {Desk} desk */
async function renew(desk) {
  const { network, office } = desk;
  const issuer = field("desk-renewed").value;
  const own = (network.issuers[issuer]?.lists ?? []).filter(({ here }) => here);
  const lists = await Promise.all(own.map(({ address }) => listOf(desk, address)));
  await desk.withKey(issuer, async () => {
    await office.sign(renewJob({ network, issuer, lists, now: now() }));
    desk.told("desk.renewed");
  });
}

/** Since when the soonest list of an issuer is old. @param {import("../src/network.js").Issuer} issuer */
const oldFrom = ({ lists }) =>
  lists
    .map(({ until }) => until?.slice(0, 10) ?? "")
    .filter(Boolean)
    .sort()[0];

/** @param {Desk} desk */
export function open(desk) {
  const { network } = desk;
  /** @param {() => Promise<void>} task */
  const run = (task) => () => void task().catch(desk.failed);
  const issuers = Object.entries(network.issuers).filter(([, one]) => !one.left);
  issuers.sort(([, one], [, other]) => one.name.localeCompare(other.name, network.language));
  const badges = Object.entries(network.badges).filter(([, one]) => one.status !== "draft");
  badges.sort(([, one], [, other]) => one.name.localeCompare(other.name, network.language));
  const options = (/** @type {[string, {name: string}][]} */ all) =>
    all.map(([slug, one]) => element("option", { value: slug }, one.name));
  by("desk-endorser").replaceChildren(...options(issuers.filter(([, one]) => one.keys.length)));
  by("desk-endorsed").replaceChildren(...options(badges));
  by("desk-new-issuer").replaceChildren(...options(issuers));
  const listed = issuers.filter(([, one]) => one.lists.length && one.keys.length);
  by("desk-renewed").replaceChildren(
    ...listed.map(([slug, one]) =>
      element("option", { value: slug }, say("desk.renewing_of", { name: one.name, date: oldFrom(one) ?? "–" })),
    ),
  );
  by("desk-renew-task").hidden = !listed.length || savedOn !== "";
  // A saved desk has neither awards nor lists.
  for (const id of ["desk-withdrawing", "desk-moving", "desk-placing"])
    /** @type {HTMLElement} */ (by(id).closest(".desk-task")).hidden = savedOn !== "";
  by("desk-renew").onclick = run(() => renew(desk));
  by("desk-withdraw").onclick = run(() => change(desk, true));
  by("desk-give-back").onclick = run(() => change(desk, false));
  by("desk-again-award").onchange = nameInLink;
  nameInLink(); // a browser may fill in what stood there before
  by("desk-again").onclick = run(() => reissue(desk));
  by("desk-endorse").onclick = run(() => endorse(desk));
  const file = field("desk-back");
  file.onchange = () => {
    const [chosen] = file.files ?? [];
    if (chosen) void again(desk, chosen).catch(desk.failed);
    file.value = "";
  };
  openKeys(desk);
}
