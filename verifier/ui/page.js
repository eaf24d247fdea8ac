// The page /verify/: drop, choose, paste, address, camera. The check runs here; nothing is sent to this site.
// @ts-check

import { element, report } from "./report.js";
import { loadWords, say } from "./words.js";

/** @typedef {import("../src/verify.js").Result} Result */
/** @typedef {{name: string, data: Uint8Array | string, picture: string}} Item */

const root = /** @type {HTMLElement} */ (document.getElementById("verify"));
const { base = "", home = "", assets = "" } = root.dataset;
const here = new URL(home, location.href).href;
const SHARED = 3; // from more items on, other threads share the work
const MOST_FILES = 2000;

/** @template {HTMLElement} T @param {string} id @returns {T} */
const get = (id) => /** @type {T} */ (document.getElementById(id));
const results = get("verify-results");
const status = get("verify-status");
const progress = /** @type {HTMLProgressElement} */ (get("verify-progress"));
const input = /** @type {HTMLInputElement} */ (get("verify-file"));
const text = /** @type {HTMLTextAreaElement} */ (get("verify-text"));
const person = /** @type {HTMLInputElement} */ (get("verify-person"));
const words = loadWords(`${assets}strings.json`);
/** @type {Promise<any> | null} */
let registry = null;
/** @type {{item: Item, result: Result, when: Date}[]} */
let shown = [];
let run = 0;

/** The list of issuers that this network recognises; null when it cannot be read. */
const loadRegistry = () => (registry ??= fetch(`${here}registry.json`).then((answer) => (answer.ok ? answer.json() : null), () => null));

const asked = () => person.value.split(/[,\n;]/).map((one) => one.trim()).filter(Boolean).slice(0, 20);

/** @param {Item[]} items */
async function check(items) {
  const mine = ++run;
  await words;
  status.textContent = say("verifier.working");
  results.setAttribute("aria-busy", "true");
  results.replaceChildren();
  progress.hidden = items.length <= SHARED;
  progress.max = items.length;
  progress.value = 0;
  shown = [];
  const options = { recipient: asked(), registry: await loadRegistry(), base, home: here };
  const report_ = (/** @type {Item} */ item, /** @type {Result} */ result) => {
    if (mine !== run) return;
    shown.push({ item, result, when: new Date() });
    show(shown.at(-1), items.length);
    progress.value = shown.length;
    if (items.length > 1 && (shown.length % 25 === 0 || shown.length === items.length)) {
      status.textContent = say("verifier.progress", { done: String(shown.length), total: String(items.length) });
    }
  };
  if (items.length > SHARED && typeof Worker === "function") await share(items, options, report_, () => mine !== run);
  else {
    const { verify } = await import("../src/verify.js");
    for (const item of items) report_(item, await verify(item.data, options));
  }
  if (mine !== run) return;
  results.removeAttribute("aria-busy");
  progress.hidden = true;
  get("verify-actions").hidden = false;
  get("verify-compare").hidden = !shown.some(({ result }) => result.facts || result.code === "RECIPIENT_MISMATCH");
  const only = shown.length === 1 ? shown[0] : undefined;
  if (only) {
    status.textContent = say("verifier.done", { verdict: say(`verifier.verdict.${only.result.verdict}`) });
    /** @type {HTMLElement | null} */ (results.querySelector(".report"))?.focus();
  }
}

/**
 * Lets other threads verify, two at least, so that the page stays awake.
 * @param {Item[]} items
 * @param {any} options
 * @param {(item: Item, result: Result) => void} done
 * @param {() => boolean} stopped
 */
async function share(items, options, done, stopped) {
  const queue = items.values();
  const count = Math.min(4, Math.max(2, (navigator.hardwareConcurrency || 2) - 1), items.length);
  const one = () =>
    new Promise((resolve) => {
      const worker = new Worker(`${assets}worker.js`, { type: "module" });
      /** @type {Item | undefined} */
      let item;
      const next = () => {
        const { value, done: empty } = queue.next();
        if (empty || stopped()) {
          worker.terminate();
          return resolve(null);
        }
        item = value;
        worker.postMessage({ data: value.data, options });
      };
      worker.onmessage = ({ data }) => {
        done(/** @type {Item} */ (item), data);
        next();
      };
      worker.onerror = () => {
        worker.terminate();
        resolve(null);
      };
      next();
    });
  await Promise.all(Array.from({ length: count }, one));
}

/**
 * Shows a result: whole when it is the only one, as a row that opens when there are several.
 * @param {{item: Item, result: Result, when: Date} | undefined} entry
 * @param {number} total
 */
function show(entry, total) {
  if (!entry) return;
  const { item, result, when } = entry;
  const made = () => report(result, { name: item.name, picture: pictureOf(result, item), address: location.href.split("#")[0] ?? "", when });
  if (total === 1) {
    results.append(made());
    return;
  }
  const details = element(
    "details",
    { class: `row verdict-${result.verdict}` },
    element("summary", {}, element("strong", {}, say(`verifier.verdict.${result.verdict}`)), " ", element("bdi", {}, result.facts?.name ?? ""), " ", element("bdi", { class: "report-name" }, item.name)),
  );
  details.addEventListener("toggle", () => details.childElementCount === 1 && details.append(made()), { once: true });
  results.append(details);
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
  const items = [];
  for (const file of [...files].slice(0, MOST_FILES)) {
    // Larger than any badge: what the verifier says of it needs no more of it.
    const data = new Uint8Array(await file.slice(0, 10 * 1024 * 1024 + 1).arrayBuffer());
    const picture = /^image\/(?:png|svg\+xml|jpeg|gif|webp)$/.test(file.type) && files.length === 1 ? URL.createObjectURL(file) : "";
    items.push({ name: file.name, data, picture });
  }
  if (items.length) await check(items);
}

/** @param {string} typed */
function checkText(typed) {
  const value = typed.trim();
  if (value) return check([{ name: value.length > 90 ? `${value.slice(0, 90)}…` : value, data: value, picture: "" }]);
  text.focus();
  return null;
}

/** `/verify/#url=<address>` verifies on arrival. */
function fromAddress() {
  const fragment = location.hash.slice(1);
  const found = /^url=(.*)$/s.exec(fragment)?.[1];
  if (!found) return;
  let address = found;
  try {
    address = decodeURIComponent(found);
  } catch {
    // It was not encoded.
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
for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, (event) => (event.preventDefault(), zone.classList.add("over")));
for (const name of ["dragleave", "drop"]) zone.addEventListener(name, (event) => (event.preventDefault(), zone.classList.remove("over")));
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
  for (const details of results.querySelectorAll("details")) details.open = true;
  window.print();
});
get("verify-save").addEventListener("click", () => {
  const reports = shown.map(({ item, result, when }) => ({ input: item.name, checked: when.toISOString(), ...result }));
  const file = new Blob([JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)], { type: "application/json" });
  const link = element("a", { href: URL.createObjectURL(file), download: `badge-check-${new Date().toISOString().slice(0, 10)}.json` });
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
if (navigator.serviceWorker && isSecureContext) {
  navigator.serviceWorker.register("sw.js").catch(() => {});
}
window.addEventListener("hashchange", fromAddress);
fromAddress();
