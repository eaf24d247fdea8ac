// The verifier of an archive: one page that is opened from a disk, and asks nobody. What it reads stands in itself.
// @ts-check

import { gunzipSync, strFromU8 } from "fflate";
import { fromBase64Url, toUrlAlphabet } from "../src/bytes.js";
import { verify } from "../src/verify.js";
import { element } from "./element.js";
import { row, sum } from "./list.js";
import { paragraphs, report } from "./report.js";
import { say, useWords } from "./words.js";

/** @typedef {import("../src/verify.js").Result} Result */

const HOME = "archive:///";
const MAX_BYTES = 10 * 1024 * 1024;
const get = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const said = JSON.parse(get("archive-data").textContent ?? "{}");
useWords(said.strings);
/** The documents of the site, by their paths. @type {Record<string, string>} */
const files = JSON.parse(strFromU8(gunzipSync(fromBase64Url(toUrlAlphabet(said.files)))));
const known = new Map();

/** @param {string} address */
async function ask(address) {
  const path = address.slice(HOME.length).split(/[?#]/)[0] ?? "";
  const text = address.startsWith(HOME) && Object.hasOwn(files, path) ? files[path] : undefined;
  return text === undefined ? new Response(null, { status: 404 }) : new Response(text);
}

/** @param {Uint8Array | string} data @returns {Promise<Result>} */
const check = (data) =>
  verify(data, { fetch: ask, base: said.base, home: HOME, registry: files["registry.json"] ?? null, known });

/** @param {Result} result @param {string} name */
const made = (result, name) => report(result, { name, picture: "", address: said.name, when: new Date() }, paragraphs);

/** @param {{name: string, data: Uint8Array | string}[]} items */
async function show(items) {
  const results = get("archive-results");
  const status = get("archive-status");
  results.replaceChildren();
  status.textContent = say("verifier.working");
  /** @type {Result[]} */
  const all = [];
  for (const { name, data } of items) {
    const result = await check(data);
    all.push(result);
    results.append(items.length === 1 ? made(result, name) : row(result, name, () => made(result, name)));
    if (all.length % 25 === 0)
      status.textContent = say("verifier.progress", { done: String(all.length), total: String(items.length) });
  }
  const [only] = all;
  status.textContent =
    items.length === 1 && only ? say("verifier.done", { verdict: say(`verifier.verdict.${only.verdict}`) }) : sum(all);
}

/** @param {FileList} chosen */
async function showFiles(chosen) {
  const items = [];
  for (const file of [...chosen].slice(0, 500))
    items.push({ name: file.name, data: new Uint8Array(await file.slice(0, MAX_BYTES + 1).arrayBuffer()) });
  if (items.length) await show(items);
}

const input = /** @type {HTMLInputElement} */ (get("archive-file"));
input.addEventListener("change", () => input.files && showFiles(input.files));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer) showFiles(event.dataTransfer.files);
});
const text = /** @type {HTMLTextAreaElement} */ (get("archive-text"));
get("archive-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const value = text.value.trim();
  if (value) show([{ name: value.slice(0, 90), data: value }]);
});
const inside = Object.keys(files).filter((path) => /^awards\/[a-z2-7]{26}\/credential\.json$/.test(path));
const all = get("archive-all");
all.textContent = say("archive.all", { count: String(inside.length) });
all.hidden = inside.length === 0;
all.addEventListener("click", () =>
  show(inside.map((path) => ({ name: path.split("/")[1] ?? path, data: files[path] ?? "" }))),
);
get("archive-no-script").replaceWith(element("span"));
