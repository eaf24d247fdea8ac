// Handing over at once, in the room: each person's private link as a large QR code, one after another.
// @ts-check

import { strToU8, zipSync } from "fflate";
import { encode } from "uqr";
import { carryingLink } from "../src/handing.js";
import { dayIn, lettersCsv, privateLink } from "../src/letters.js";
import { cardsOf, mails } from "../src/mails.js";
import { awardPage } from "../src/network.js";
import { readDocument, readPicture, today } from "./data.js";
import { by, element, isolated } from "./element.js";
import { save } from "./send.js";
import { say } from "./words.js";

/** @typedef {import("../src/batch.js").Letter} Letter */
/** @typedef {{letter: Letter, line: string, achievement: Record<string, any>, issuer: string}} Handed */

const QUIET = 4;
const dialog = /** @type {HTMLDialogElement} */ (by("desk-hand"));
/** @type {Handed[]} */
let all = [];
/** @type {import("../src/network.js").Network | null} */
let network = null;
let at = 0;
let finished = () => {};

/** Draws a code: dark on light in any theme, so that a camera reads it. @param {string} text @param {"L" | "M"} ecc */
function codeOf(text, ecc) {
  const { data, size } = encode(text, { ecc, border: QUIET });
  const rows = data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="100%" height="100%" fill="#fff"/><path d="${rows}"/></svg>`;
}

/** The same as the address of a picture. @param {string} text @param {"L" | "M"} [ecc] */
export const codeAddress = (text, ecc = "L") => `data:image/svg+xml,${encodeURIComponent(codeOf(text, ecc))}`;

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
 * @param {(error: unknown) => void} told is called when something could not be read
 */
export function prepare(site, handed, done, told) {
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
    save(`${today()}-letters.csv`, lettersCsv(site, letters, links), "text/csv;charset=utf-8");
    done();
  };
  by("desk-mails").onclick = () => void saveMails(site, handed).then(done, told);
  by("desk-cards").onclick = () => void printCards(site, handed).catch(told);
}

/** A letter for each person as a draft for a mail program, and a sheet of cards. @param {import("../src/network.js").Network} site @param {Handed[]} handed */
async function saveMails(site, handed) {
  const letters = handed.map((one) => one.letter);
  const languages = new Set([site.language, ...letters.map((one) => one.person.language || site.language)]);
  const badges = [...new Set(letters.map((one) => one.badge))];
  const [words, drawn] = await Promise.all([
    Promise.all(
      [...languages].map(async (one) => /** @type {const} */ ([one, await readDocument(`letters/${one}.json`)])),
    ),
    Promise.all(badges.map(async (one) => /** @type {const} */ ([one, await readPicture(one)]))),
  ]);
  const known = new Map(words);
  const spoken = (/** @type {string} */ language) => known.get(language || site.language);
  const pictures = new Map(drawn.flatMap(([badge, png]) => (png ? [[badge, png]] : [])));
  /** @type {Record<string, Uint8Array>} */
  const files = {};
  const boundary = () => `lapel-${crypto.randomUUID()}`;
  for (const issuer of new Set(handed.map((one) => one.issuer))) {
    const own = handed.filter((one) => one.issuer === issuer).map((one) => one.letter);
    for (const { name, text } of mails({ network: site, issuer, letters: own, spoken, pictures, boundary }))
      files[name.replace("mails/", `mails/${issuer}-`)] = strToU8(text);
  }
  files["cards.html"] = strToU8(cardsOf(site, letters, spoken(""), (link) => codeOf(link, "M")));
  save(`${today()}-letters.zip`, zipSync(files), "application/zip");
}

/** Shows a sheet of cards to the printer. @param {import("../src/network.js").Network} site @param {Handed[]} handed */
async function printCards(site, handed) {
  const { texts } = await readDocument(`letters/${site.language}.json`);
  const pictures = handed.map(({ letter }) =>
    element("img", { src: codeAddress(privateLink(site, letter), "M"), alt: "" }),
  );
  const cards = handed.map(({ letter }, at) =>
    element(
      "section",
      { class: "desk-card" },
      pictures[at],
      element(
        "div",
        {},
        element("h2", {}, isolated(site.badges[letter.badge]?.name ?? letter.badge)),
        element("p", {}, element("strong", {}, isolated(letter.person.name))),
        letter.expires && element("p", {}, texts["letter.until"].replace("{date}", dayIn(site, letter.expires))),
        element("p", {}, texts["letter.scan"]),
        element("p", { class: "desk-card-type" }, texts["letter.type"], " ", isolated(awardPage(site, letter.award))),
      ),
    ),
  );
  by("desk-sheet").replaceChildren(...cards);
  await Promise.all(pictures.map((one) => one.decode()));
  window.print();
}
