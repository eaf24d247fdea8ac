// The desk: who awards, which badge, who gets it; then the cell signs, and what was signed is sent and handed over.
// Nothing is kept when the page is closed, and nothing leaves it before somebody presses a button for that.
// @ts-check

import { DeskFault } from "../src/fault.js";
import { issuerOf, keysInForce } from "../src/network.js";
import { Holdings, makePlan } from "../src/plan.js";
import { dayFault } from "../src/recipients.js";
import { decode } from "../src/table.js";
import { Cell } from "./cell_port.js";
import { isClockWrong, loadHeld, loadNetwork, savedOn, today } from "./data.js";
import { by, element, isolated } from "./element.js";
import {
  addRow,
  clear,
  draw,
  faultsOf,
  inWords,
  isEmpty,
  know,
  onChange,
  readPeople,
  showFaults,
  take,
  takeText,
} from "./people.js";
import { count, hasWords, say } from "./words.js";
import { fold } from "../src/text.js";

/** @typedef {import("../src/network.js").Network} Network */
/** @typedef {import("../src/plan.js").Plan} Plan */

const PAUSE = 250; // milliseconds of rest before the list is looked at again
const issuerField = /** @type {HTMLSelectElement} */ (by("desk-issuer"));
const dayField = /** @type {HTMLInputElement} */ (by("desk-day"));
const despite = /** @type {HTMLInputElement} */ (by("desk-despite"));
const paste = /** @type {HTMLTextAreaElement} */ (by("desk-paste"));
const signButton = /** @type {HTMLButtonElement} */ (by("desk-sign"));
const status = by("desk-status");
const frame = /** @type {HTMLIFrameElement} */ (by("desk-cell"));
const cellCopy = JSON.parse(document.getElementById("desk-cell-copy")?.textContent ?? "null");
const cellAddress = cellCopy ?? frame.dataset.address ?? "";

/** @type {Network} */
let network;
/** What would be signed, of whom, and done on which day; null while it is not known. @type {{plan: Plan, issuer: string, awarded: string} | null} */
let ready = null;
/** What was signed, once somebody signs. @type {import("./signed.js").Office | undefined} */
let office;
let isOpen = false;
/** Whose key is open, or was asked for. */
let openOf = "";
/** What goes on when the key is open. @type {(() => Promise<void>) | null} */
let waiting = null;
let round = 0;
let timer = 0;
const cell = new Cell(frame, (event, message) => {
  if (event === "opened" || event === "locked") isOpen = event === "opened";
  if (event === "opened") {
    const then = waiting;
    waiting = null;
    void then?.().catch(failed);
  }
  if (event === "progress") told("desk.signing", { done: message.done, total: message.total });
});

/** @param {string} key @param {Record<string, string | number>} [values] */
function told(key, values = {}) {
  // It is said once, and seen beside the buttons of the office too.
  for (const place of document.querySelectorAll(".desk-status")) {
    place.textContent = key ? say(key, values) : "";
    place.classList.toggle("fault", key.startsWith("desk.fault"));
  }
}

/** @param {unknown} error */
function failed(error) {
  const code = error instanceof DeskFault ? error.code : "unknown";
  if (code === "not-wanted" || code === "locked") return told(`desk.${code.replace("-", "_")}`);
  const key = `desk.fault.${code}`;
  told(hasWords(key) ? key : "desk.fault.unknown", error instanceof DeskFault ? error.details : {});
}

const chosenBadges = () =>
  [...document.querySelectorAll("#desk-badges input:checked")].map(
    (one) => /** @type {HTMLInputElement} */ (one).value,
  );

/** The badges that the chosen organisation may give. */
function drawBadges() {
  const own = Object.entries(network.badges).filter(
    ([, badge]) => badge.status === "active" && badge.issuers.includes(issuerField.value),
  );
  own.sort(([, one], [, other]) => one.name.localeCompare(other.name, network.language));
  by("desk-badges").replaceChildren(
    ...own.map(([slug, badge]) =>
      element(
        "label",
        { class: "field check" },
        element("input", { type: "checkbox", name: "badge", value: slug }),
        element("span", {}, isolated(badge.name)),
      ),
    ),
  );
  by("desk-no-badges").hidden = own.length > 0;
  by("desk-no-badges").textContent = say(issuerField.value ? "desk.no_badges" : "desk.no_issuers");
}

/** Looks at everything again. */
async function look() {
  const mine = ++round;
  by("desk-plan").replaceChildren();
  const awarded = dayField.value;
  const wrongDay = dayField.validity.badInput ? "date-form" : awarded && dayFault(awarded, today());
  if (wrongDay) return showFaults([{ row: 0, column: "date", code: wrongDay }]);
  if (isEmpty()) return showFaults([]);
  try {
    const people = readPeople({ today: today(), languages: network.languages, columns: network.columns }).map(
      withFolder,
    );
    const issuer = issuerField.value;
    const badges = chosenBadges();
    const every = [...badges, ...people.flatMap((one) => one.badge ?? [])];
    const held = await loadHeld(network, every, today());
    if (mine !== round) return;
    const found = makePlan(network, people, new Holdings(held, office?.made ?? [], today()), {
      issuer,
      badges,
      despite: despite.checked,
    });
    showFaults(found.faults);
    by("desk-despite-row").hidden =
      !despite.checked && !found.faults.some(({ code }) => code === "prerequisites-missing");
    if (found.faults.length) return;
    ready = { plan: found, issuer, awarded };
    describe(found);
  } catch (error) {
    if (mine !== round) return;
    if (error instanceof DeskFault) return failed(error);
    showFaults(faultsOf(error));
  }
}

/** A badge may be named as people know it. @param {import("../src/recipients.js").Recipient} person */
function withFolder(person) {
  const { badge } = person;
  if (!badge || Object.hasOwn(network.badges, badge)) return person;
  const named = Object.entries(network.badges).filter(([, one]) => fold(one.name) === fold(badge));
  return named.length === 1 ? { ...person, badge: named[0]?.[0] ?? badge } : person;
}

/** What would be signed. @param {Plan} found */
function describe(found) {
  const groups = new Map();
  for (const { badge } of found.awards) groups.set(badge, (groups.get(badge) ?? 0) + 1);
  const rows = [...groups].map(([badge, n]) =>
    element(
      "li",
      {},
      element("strong", {}, count("desk.awards", n)),
      " ",
      isolated(network.badges[badge]?.name ?? badge),
    ),
  );
  const notes = found.notes.map(({ code, row, details }) =>
    element("li", {}, say(`desk.note.${code}`, { row: row - 1, ...inWords(details) })),
  );
  by("desk-plan").replaceChildren(...rows, ...notes);
  signButton.disabled = !found.awards.length;
  told(found.awards.length ? "" : "desk.nothing");
}

/** Loads the cell and opens the key of an issuer, then goes on; at once when it is open. @param {string} slug @param {() => Promise<void>} then */
async function withKey(slug, then) {
  const issuer = issuerOf({ ...network, closed: "" }, slug);
  const keys = keysInForce(issuer, today());
  if (!keys.length) throw new DeskFault("key-none", { name: issuer.name });
  by("desk-cell-box").hidden = false;
  await cell.start(cellAddress, Boolean(cellCopy));
  if (isOpen && openOf === slug) return then();
  waiting = then;
  openOf = slug;
  cell.expect(issuer, keys);
  told("desk.open_key");
  frame.scrollIntoView({ block: "nearest" });
  frame.focus();
}

/** What signs: a page that is only looked at does not read it. */
async function signing() {
  const { Office } = await import("./signed.js");
  return (office ??= new Office(network, cell, told, failed));
}

async function sign() {
  const wish = ready;
  if (!wish?.plan.awards.length) return;
  try {
    issuerOf(network, wish.issuer);
    const signer = await signing();
    await withKey(wish.issuer, async () => {
      // Whatever was changed while the key was opened has to be looked at again.
      if (wish !== ready) return told("desk.changed");
      signButton.disabled = true;
      await signer.award(wish.plan, wish.issuer, wish.awarded);
      ready = null;
    });
  } catch (error) {
    failed(error);
    signButton.disabled = !ready?.plan.awards.length;
  }
}

/** Something was changed: what was ready is not any more, until it was looked at again. */
const later = () => {
  clearTimeout(timer);
  round++;
  ready = null;
  signButton.disabled = true;
  timer = window.setTimeout(look, PAUSE);
};

/** The list cannot be read: what was there before is not signed in its place. @param {unknown} error */
function unread(error) {
  clear();
  later();
  clearTimeout(timer);
  showFaults(faultsOf(error));
}

/** @param {File} file */
async function readFile(file) {
  try {
    const { tableOf } = await import("./sheet.js");
    await tableOf(new Uint8Array(await file.slice(0, 6 * 1024 * 1024).arrayBuffer()), decode);
    later();
  } catch (error) {
    unread(error);
  }
}

async function begin() {
  network = await loadNetwork();
  const open = Object.entries(network.issuers).filter(([, one]) => !one.left && !one.endorses && one.keys.length);
  open.sort(([, one], [, other]) => one.name.localeCompare(other.name, network.language));
  issuerField.replaceChildren(...open.map(([slug, one]) => element("option", { value: slug }, one.name)));
  const asked = new URLSearchParams(location.search);
  const wanted = asked.get("issuer");
  if (wanted && open.some(([slug]) => slug === wanted)) issuerField.value = wanted;
  know(network);
  dayField.max = today();
  drawBadges();
  draw();
  by("desk").hidden = false;
  by("desk-loading").hidden = true;
  by("desk-clock").hidden = !isClockWrong();
  by("desk-age").textContent = savedOn ? say("desk.saved_copy", { date: savedOn }) : "";
  by("desk-no-holdings").hidden = network.holdings;
  if (network.closed) throw new DeskFault("network-closed", { date: network.closed });
}

issuerField.addEventListener("change", () => {
  waiting = null;
  drawBadges();
  later();
});
/** Reads the code of the other tasks, and shows them once their buttons do something. */
async function openOffice() {
  const tasks = by("desk-office-tasks");
  if (!(/** @type {HTMLDetailsElement} */ (by("desk-office")).open) || !tasks.hidden) return;
  const [{ open }] = await Promise.all([import("./office.js"), import("./signed.js")]).catch(() => {
    throw new DeskFault("site-unreachable");
  });
  const signer = await signing();
  const start = () => cell.start(cellAddress, Boolean(cellCopy));
  if (tasks.hidden) open({ network, office: signer, withKey, cell, start, told, failed });
  tasks.hidden = false;
  by("desk-office-status").hidden = true; // each task has one of its own
}
by("desk-office").addEventListener("toggle", () => void openOffice().catch(failed));
by("desk-badges").addEventListener("change", later);
for (const one of [dayField, despite]) one.addEventListener("change", later);
signButton.addEventListener("click", sign);
by("desk-add").addEventListener("click", addRow);
const scanButton = by("desk-scan");
scanButton.hidden = !navigator.mediaDevices;
scanButton.addEventListener("click", async () => {
  const { scan } = await import("./scanner.js");
  const found = (/** @type {string} */ name, /** @type {string} */ email) => {
    take(
      [
        ["name", "email"],
        [name, email],
      ],
      true,
    );
    later();
  };
  await scan(network.base, found, told);
});
by("desk-clear").addEventListener("click", () => (clear(), later()));
by("desk-file").addEventListener("change", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  const [file] = field.files ?? [];
  if (file) void readFile(file);
  field.value = ""; // so that the same file can be chosen again, once it is mended
});
const takePaste = () => {
  if (paste.value.trim()) takeList(paste.value);
};
/** @param {string} text */
const takeList = (text) => {
  try {
    takeText(text);
    paste.value = "";
    later();
  } catch (error) {
    unread(error);
  }
};
paste.addEventListener("paste", (event) => {
  // A list of thousands is read as it is: a field for text would lay all of it out first.
  const text = event.clipboardData?.getData("text/plain");
  if (!text?.includes("\n")) return setTimeout(takePaste);
  event.preventDefault();
  paste.value = "";
  takeList(text);
});
paste.addEventListener("change", takePaste);
onChange(later);
window.addEventListener("beforeunload", (event) => {
  if (office?.isLeft) event.preventDefault();
});
begin().catch((error) => {
  failed(error);
  by("desk-loading").textContent = status.textContent;
});
