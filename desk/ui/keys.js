// The keys of an organisation: one is made, and others end or are stopped. What changes in the organisation's file is
// sent like everything else; nobody believes it before they heard its code from the issuer.
// @ts-check

import { DeskFault } from "../src/fault.js";
import { changeCode, keyLines, nextName } from "../src/keys.js";
import { keysInForce } from "../src/network.js";
import { now, today } from "./data.js";
import { by, element } from "./element.js";
import { say } from "./words.js";

/** @typedef {import("./office.js").Desk} Desk */

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (by(id));

/** The organisation that is chosen. @param {Desk} desk */
function chosen({ network }) {
  const slug = field("desk-new-issuer").value;
  const issuer = network.issuers[slug];
  if (!issuer) throw new DeskFault("issuer-unknown", { issuer: slug });
  return { slug, issuer };
}

/** Sends what changes in an organisation's file, and says its code. @param {Desk} desk @param {string} slug @param {import("../src/keys.js").KeyChange} change */
async function send(desk, slug, change) {
  const { network, office } = desk;
  const source = network.issuers[slug]?.source ?? "";
  const { offer } = await import("./send.js");
  office.send({ issuer: slug, created: now().toISOString(), files: {}, keys: { [source]: change } }, offer);
  const all = office.sent?.keys?.[source] ?? change;
  by("desk-key-code").textContent = say("desk.key_code", { code: changeCode(network.base, source, all) });
  by("desk-key-code").hidden = false;
}

/** @param {Desk} desk */
async function make(desk) {
  const { slug, issuer } = chosen(desk);
  by("desk-cell-box").hidden = false;
  await desk.start();
  const day = today();
  const name = nextName(issuer, day);
  const ending = field("desk-key-rotate").checked ? keysInForce(issuer, day) : [];
  const dates = ending.map(({ id }) => ({ id, field: /** @type {const} */ ("expires"), day }));
  desk.cell.make(name, { base: desk.network.base, path: issuer.source, id: name, created: day, dates });
  desk.cell.frame.scrollIntoView({ block: "center" });
  desk.cell.frame.focus();
  desk.told("desk.make_key");
  desk.cell.onMade = (publicKeyMultibase) => {
    const key = { id: name, publicKeyMultibase, created: day };
    field("desk-key-lines").value = keyLines(issuer, key);
    by("desk-key-where").textContent = say(issuer.keys.length ? "desk.key_more" : "desk.key_first", {
      file: issuer.source,
    });
    by("desk-key-made").hidden = false;
    issuer.keys.push(key); // the next one gets another name
    void send(desk, slug, { add: key, ...(dates.length && { dates }) }).catch(desk.failed);
    desk.told("desk.key_made");
  };
}

/** @param {Desk} desk */
async function stop(desk) {
  const { slug, issuer } = chosen(desk);
  const id = field("desk-key-stopped").value;
  const key = issuer.keys.find((one) => one.id === id);
  if (!key) throw new DeskFault("key-none", { name: issuer.name });
  const since = field("desk-key-since").value;
  if (field("desk-key-since").validity.badInput || since > today()) throw new DeskFault("date-future");
  const yesterday = new Date(now().valueOf() - 86_400_000).toISOString().slice(0, 10);
  /** @type {{id: string, field: "expires" | "revoked", day: string}} */
  const date = since
    ? { id, field: "revoked", day: since }
    : { id, field: "expires", day: yesterday > key.created ? yesterday : key.created };
  Object.assign(key, { [date.field]: date.day });
  draw(desk);
  await send(desk, slug, { dates: [date] });
  desk.told("desk.key_stopped", { key: id });
}

/** The keys of the organisation that can be stopped. @param {Desk} desk */
function draw(desk) {
  const { issuer } = chosen(desk);
  const keys = issuer.keys.filter((one) => !one.revoked && !(one.expires && one.expires < today()));
  by("desk-key-stopped").replaceChildren(...keys.map(({ id }) => element("option", { value: id }, id)));
  by("desk-key-stopping").hidden = !keys.length;
  by("desk-key-rotate-row").hidden = !keys.length;
}

/** @param {Desk} desk */
export function openKeys(desk) {
  by("desk-new-issuer").onchange = () => draw(desk);
  by("desk-new-key").onclick = () => void make(desk).catch(desk.failed);
  by("desk-key-stop").onclick = () => void stop(desk).catch(desk.failed);
  by("desk-key-copy").onclick = () => void navigator.clipboard.writeText(field("desk-key-lines").value).catch(() => {});
  field("desk-key-since").max = today();
  if (field("desk-new-issuer").value) draw(desk);
}
