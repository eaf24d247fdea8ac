// The page /verify/: drop, choose, paste, address, camera. The check runs here; nothing is sent to this site.
// @ts-check

import { element } from "./element.js";
import { itemsIn, savedCopies } from "./files.js";
import { row, sum } from "./list.js";
import { rememberRecord, seenRecords } from "./memory.js";
import { verifyAll, verifyAway } from "./pool.js";
import { paragraphs, report } from "./report.js";
import { loadWords, say } from "./words.js";

/** @typedef {import("../src/verify.js").Result} Result */
/** @typedef {import("./files.js").Item} Item */

const root = /** @type {HTMLElement} */ (document.getElementById("verify"));
const { base = "", home = "", assets = "", worker: script = "", strings = "strings.json" } = root.dataset;
const here = new URL(home, location.href).href;

/** @template {HTMLElement} T @param {string} id @returns {T} */
const get = (id) => /** @type {T} */ (document.getElementById(id));
const results = get("verify-results");
const status = get("verify-status");
const progress = /** @type {HTMLProgressElement} */ (get("verify-progress"));
const input = /** @type {HTMLInputElement} */ (get("verify-file"));
const text = /** @type {HTMLTextAreaElement} */ (get("verify-text"));
const person = /** @type {HTMLInputElement} */ (get("verify-person"));
const words = loadWords(`${assets}${strings}`);
/** @type {{item: Item, result: Result, when: Date}[]} */
let shown = [];
let run = 0;

/** The list of issuers that this network recognises; null when it cannot be read; and whether it is an older one. */
async function loadRegistry() {
  try {
    const answer = await fetch(`${here}registry.json`, { cache: "no-cache" });
    return { registry: answer.ok ? await answer.text() : null, kept: answer.headers.get("x-kept") === "yes" };
  } catch {
    return { registry: null, kept: false };
  }
}

const asked = () =>
  person.value
    .split(/[,\n;]/)
    .map((one) => one.trim())
    .filter(Boolean)
    .slice(0, 20);

/** @param {Item[]} items */
async function check(items) {
  const mine = ++run;
  await words;
  status.textContent = say("verifier.working");
  results.setAttribute("aria-busy", "true");
  results.replaceChildren();
  progress.hidden = items.length < 4;
  progress.max = items.length;
  progress.value = 0;
  shown = [];
  const list = await loadRegistry();
  const copies = items.length < 50 ? savedCopies() : [];
  const language = document.documentElement.lang;
  const options = { recipient: asked(), language, base, home: here, copies, seen: seenRecords(), ...list };
  const message = (/** @type {Item} */ item) => ({ data: item.data, options });
  const done = async (/** @type {Item} */ item, /** @type {Result} */ first) => {
    const result = await again(item, first, options);
    const { markdown } = marked(result) ? await import("./markdown.js") : { markdown: paragraphs };
    if (mine !== run) return;
    rememberRecord(result.seen);
    shown.push({ item, result, when: new Date() });
    show(item, result, items.length, markdown);
    progress.value = shown.length;
    if (items.length > 1 && shown.length % 25 === 0)
      status.textContent = say("verifier.progress", { done: String(shown.length), total: String(items.length) });
    if (shown.length === items.length) finish();
  };
  await verifyAll(script, items, message, done, () => mine !== run);
}

/** Whether a badge has words with marks of Markdown in them. @param {Result} result */
const marked = ({ facts }) =>
  facts &&
  [
    facts.description,
    facts.criteria,
    facts.narrative,
    ...facts.evidence.map((/** @type {any} */ one) => one.text),
  ].some((one) => /[*_#`[<>\\&]|^\s*(?:[-+]|\d+[.)])\s|\n/m.test(one));

/**
 * A picture with no badge inside may show a code with the address of one.
 * @param {Item} item
 * @param {Result} result
 * @param {any} options
 */
async function again(item, result, options) {
  if (
    result.code !== "NOT_A_BADGE" ||
    !item.again ||
    !["pdf", "png", "jpeg", "gif", "webp"].includes(result.checks[0]?.details.kind)
  )
    return result;
  const found = await item.again().catch(() => null);
  return found ? verifyAway(script, { data: found, options }) : result;
}

/** When every badge was checked. */
function finish() {
  results.removeAttribute("aria-busy");
  progress.hidden = true;
  get("verify-actions").hidden = false;
  get("verify-compare").hidden = !shown.some(({ result }) => result.facts);
  const offline = navigator.onLine === false ? ` ${say("verifier.offline")}` : "";
  const only = shown.length === 1 ? shown[0] : undefined;
  status.textContent =
    (only
      ? say("verifier.done", { verdict: say(`verifier.verdict.${only.result.verdict}`) })
      : sum(shown.map(({ result }) => result))) + offline;
  if (!only) return;
  // The answer stands at the top of the screen, however long the report is.
  const answer = /** @type {HTMLElement | null} */ (results.querySelector(".report"));
  answer?.focus({ preventScroll: true });
  answer?.scrollIntoView({ block: "start" });
}

/**
 * Shows a result: whole when it is the only one, as a row that opens when there are several.
 * @param {Item} item
 * @param {Result} result
 * @param {number} total
 * @param {import("./report.js").Markdown} markdown
 */
function show(item, result, total, markdown) {
  const when = new Date();
  const made = () =>
    report(
      result,
      { name: item.name, picture: pictureOf(result, item), address: location.href.split("#")[0] ?? "", when },
      markdown,
    );
  results.append(total === 1 ? made() : row(result, item.name, made));
}

/**
 * A picture that is here already: nothing is loaded from another host for it.
 * @param {Result} result
 * @param {Item} item
 */
function pictureOf(result, item) {
  const own = result.facts?.picture ?? "";
  if (own.startsWith("data:image/")) return own;
  if (own.startsWith(base)) return here + own.slice(base.length);
  return item.picture;
}

/** @param {FileList | File[]} files */
async function checkFiles(files) {
  const items = await itemsIn([...files], shown, assets);
  if (items.length) await check(items);
}

/** @param {string} typed */
function checkText(typed) {
  const value = typed.trim();
  if (value) return check([{ name: value.length > 90 ? `${value.slice(0, 90)}…` : value, data: value, picture: "" }]);
  text.focus();
  return null;
}

/**
 * A link with a badge in it leads to the page of the badge, once there is one.
 * @param {string} address
 */
async function published(address) {
  if (!address.startsWith(base)) return "";
  const [, award = "", own = ""] = /^(awards\/[a-z2-7]{26}\/)(#.*)$/s.exec(address.slice(base.length)) ?? [];
  if (!award) return "";
  const answer = await fetch(`${here}${award}credential.json`, { cache: "no-cache" }).catch(() => null);
  return answer?.ok ? `${here}${award}${own}` : "";
}

/** `/verify/#url=<address>` verifies on arrival. */
async function fromAddress() {
  const fragment = location.hash.slice(1);
  const found = /^url=(.*)$/s.exec(fragment)?.[1];
  if (!found) return;
  let address = found;
  try {
    address = decodeURIComponent(found);
  } catch {
    // It was not encoded.
  }
  if (/#.*\bsigned=/s.test(address)) {
    const page = await published(address);
    if (page) return location.replace(page);
  }
  text.value = address;
  checkText(address);
}

get("verify-form").addEventListener("submit", (event) => {
  event.preventDefault();
  checkText(text.value);
});
input.addEventListener("change", () => checkFiles(input.files ?? []));
const zone = get("verify-drop");
for (const name of ["dragenter", "dragover"])
  zone.addEventListener(name, (event) => (event.preventDefault(), zone.classList.add("over")));
for (const name of ["dragleave", "drop"])
  zone.addEventListener(name, (event) => (event.preventDefault(), zone.classList.remove("over")));
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", (event) => {
  event.preventDefault();
  const { files } = /** @type {DragEvent} */ (event).dataTransfer ?? {};
  const typed = /** @type {DragEvent} */ (event).dataTransfer?.getData("text/plain") ?? "";
  if (files?.length) checkFiles(files);
  else if (typed) checkText(typed);
});
document.addEventListener("paste", (event) => {
  if (event.clipboardData?.files.length) {
    event.preventDefault();
    checkFiles(event.clipboardData.files);
  }
});
get("verify-compare").addEventListener("submit", (event) => {
  event.preventDefault();
  const items = shown.map(({ item }) => item);
  if (items.length) check(items);
});
get("verify-print").addEventListener("click", () => {
  for (const details of results.querySelectorAll("details:not(.experts)"))
    /** @type {HTMLDetailsElement} */ (details).open = true;
  window.print();
});
get("verify-save").addEventListener("click", () => {
  const reports = shown.map(({ item, result, when }) => ({ input: item.name, checked: when.toISOString(), ...result }));
  const file = new Blob([JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)], {
    type: "application/json",
  });
  const link = element("a", {
    href: URL.createObjectURL(file),
    download: `badge-check-${new Date().toISOString().slice(0, 10)}.json`,
  });
  link.click();
});
const camera = get("verify-camera");
if (navigator.mediaDevices) {
  camera.hidden = false;
  camera.addEventListener("click", async () => {
    await words;
    const { scan } = await import("./camera.js");
    await scan(get("verify-video"), camera, status, (found) => {
      text.value = found;
      checkText(found);
    });
  });
}
get("verify-form").hidden = false;
if (navigator.serviceWorker && isSecureContext) {
  // A newer verifier takes over at once, unless somebody is reading an answer: then it does on the next visit.
  const had = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.register("sw.js", { updateViaCache: "none" }).catch(() => {});
  navigator.serviceWorker.addEventListener(
    "controllerchange",
    () => had && !shown.length && !results.hasAttribute("aria-busy") && location.reload(),
  );
}
window.addEventListener("hashchange", fromAddress);
fromAddress();
