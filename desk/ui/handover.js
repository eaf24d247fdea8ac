// Handing over at once, in the room: each person's private link as a large QR code, one after another.
// @ts-check

import { encode } from "uqr";
import { carryingLink } from "../src/handing.js";
import { lettersCsv } from "../src/letters.js";
import { by } from "./element.js";
import { save } from "./send.js";
import { say } from "./words.js";

/** @typedef {import("../src/batch.js").Letter} Letter */
/** @typedef {{letter: Letter, line: string, achievement: Record<string, any>}} Handed */

const QUIET = 4;
const dialog = /** @type {HTMLDialogElement} */ (by("desk-hand"));
/** @type {Handed[]} */
let all = [];
/** @type {import("../src/network.js").Network | null} */
let network = null;
let at = 0;
let finished = () => {};

/** Draws a code as a picture: dark on light in any theme, so that a camera reads it. @param {string} text */
export function codeAddress(text) {
  const { data, size } = encode(text, { ecc: "L", border: QUIET });
  const rows = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="${rows}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

async function draw() {
  const one = all[at];
  if (!one || !network) return;
  const link = await carryingLink(network, one.letter, one.line, one.achievement);
  const picture = /** @type {HTMLImageElement} */ (by("desk-hand-code"));
  picture.src = codeAddress(link);
  picture.alt = say("desk.hand_code", { name: one.letter.person.name });
  by("desk-hand-name").textContent = one.letter.person.name;
  by("desk-hand-badge").textContent = network.badges[one.letter.badge]?.name ?? one.letter.badge;
  by("desk-hand-number").textContent = say("desk.hand_number", { number: at + 1, count: all.length });
  /** @type {HTMLInputElement} */ (by("desk-hand-link")).value = link;
  /** @type {HTMLButtonElement} */ (by("desk-hand-before")).disabled = at === 0;
  const next = /** @type {HTMLButtonElement} */ (by("desk-hand-next"));
  if (at === all.length - 1) {
    finished();
    if (document.activeElement === next) by("desk-hand-close").focus();
  }
  next.disabled = at === all.length - 1;
}

/** @param {number} step */
function move(step) {
  at = Math.min(Math.max(at + step, 0), all.length - 1);
  void draw();
}

by("desk-hand-next").addEventListener("click", () => move(1));
by("desk-hand-before").addEventListener("click", () => move(-1));
by("desk-hand-close").addEventListener("click", () => dialog.close());
by("desk-hand-copy").addEventListener("click", async () => {
  const link = /** @type {HTMLInputElement} */ (by("desk-hand-link"));
  link.select();
  const isCopied = await navigator.clipboard.writeText(link.value).then(
    () => true,
    () => false,
  );
  by("desk-hand-number").textContent = say(isCopied ? "desk.hand_copied" : "desk.hand_uncopied");
});
dialog.addEventListener("keydown", (event) => {
  if (event.target instanceof HTMLInputElement) return;
  if (event.key === "ArrowRight") move(document.dir === "rtl" ? -1 : 1);
  else if (event.key === "ArrowLeft") move(document.dir === "rtl" ? 1 : -1);
});

/**
 * What is handed over from now on.
 * @param {import("../src/network.js").Network} site
 * @param {Handed[]} handed
 * @param {() => void} done is called when the links were saved, or all the codes were shown
 */
export function prepare(site, handed, done) {
  finished = done;
  network = site;
  all = handed;
  at = 0;
  by("desk-hand-open").onclick = () => {
    void draw();
    dialog.showModal();
    by("desk-hand-next").focus();
  };
  const letters = handed.map((one) => one.letter);
  by("desk-letters").onclick = async () => {
    const links = await Promise.all(handed.map((one) => carryingLink(site, one.letter, one.line, one.achievement)));
    const day = new Date().toISOString().slice(0, 10);
    save(`${day}-letters.csv`, lettersCsv(site, letters, links), "text/csv;charset=utf-8");
    done();
  };
}
