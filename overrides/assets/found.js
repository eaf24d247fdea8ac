// The filters of a list that is too long for one page: what fits is asked of the search index, in small parts.
// @ts-check

/**
 * @typedef {{url: string, excerpt: string, meta: Record<string, string>}} Hit
 * @typedef {{results: {data: () => Promise<Hit>}[]}} Found
 * @typedef {{options: (o: object) => Promise<void>, init: () => Promise<void>, search: (q: string | null, o: object) => Promise<Found>}} Pagefind
 */

/** How many are shown at once. */
const STEP = 24;
const PAUSE = 250; // milliseconds of rest before a search

const by = /** @param {string} id */ (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const form = /** @type {HTMLFormElement} */ (by("filters"));
const count = by("filter-count");
const list = by("found");
const more = /** @type {HTMLButtonElement} */ (by("found-more"));
const whole = by("found-whole");
const sought = /** @type {HTMLInputElement | null} */ (document.getElementById("filter-words"));

/** @type {Promise<Pagefind> | undefined} */
let engine;
/** @type {Found["results"]} */
let results = [];
let round = 0;
let timer = 0;

/** @returns {Promise<Pagefind>} */
async function load() {
  const base = new URL(`${document.body.dataset.base ?? "."}/pagefind/pagefind.js`, document.baseURI);
  const pagefind = /** @type {Pagefind} */ (await import(base.href));
  await pagefind.options({ noWorker: true, excerptLength: 14 });
  await pagefind.init();
  return pagefind;
}

/** A card of what was found. @param {Hit} hit */
function card(hit) {
  const item = document.createElement("li");
  item.className = "card";
  const inner = document.createElement("div");
  const name = document.createElement("h2");
  name.className = "card-name";
  const link = document.createElement("a");
  link.href = hit.url;
  link.textContent = hit.meta.title || hit.url;
  name.append(link);
  const text = document.createElement("p");
  text.className = "card-text";
  text.textContent =
    new DOMParser().parseFromString(hit.meta.description || hit.excerpt, "text/html").documentElement.textContent || "";
  inner.append(name, text);
  item.append(inner);
  return item;
}

async function show() {
  const mine = round;
  const next = results.slice(list.children.length, list.children.length + STEP);
  const hits = await Promise.all(next.map((one) => one.data()));
  if (mine !== round) return;
  const first = list.children.length;
  list.append(...hits.map(card));
  more.hidden = list.children.length >= results.length;
  if (first) /** @type {HTMLElement | null} */ (list.children[first]?.querySelector("a"))?.focus();
}

/** What the form asks for: words, and values by the names of their filters. */
function asked() {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  return { words: sought?.value.trim() ?? "", chosen: chosen.map(([name, value]) => [name, String(value)]) };
}

async function apply() {
  const mine = ++round;
  const { words, chosen } = asked();
  const number = document.getElementById("filter-chosen");
  if (number) number.textContent = chosen.length ? `(${chosen.length})` : "";
  const some = Boolean(words || chosen.length);
  whole.hidden = some;
  list.hidden = more.hidden = !some;
  if (!some) {
    count.textContent = count.dataset.all ?? "";
    return;
  }
  try {
    engine ??= load();
    const filters = { list: form.dataset.list ?? "", ...Object.fromEntries(chosen) };
    // Without words the engine would load all of its index: this one stands on every page of the list and nowhere else.
    const answer = await (await engine).search(words || `qqevery${filters.list}`, { filters });
    if (mine !== round) return;
    results = answer.results;
    list.replaceChildren();
    const said = count.dataset;
    const sentence =
      (results.length
        ? said[new Intl.PluralRules(document.documentElement.lang).select(results.length)]
        : said.empty) || "";
    count.textContent = sentence.replace("{n}", String(results.length));
    await show();
  } catch {
    // The index could not be read: the pages of the list are there all the same.
    engine = undefined;
    whole.hidden = false;
    list.hidden = more.hidden = true;
    count.textContent = count.dataset.failed ?? "";
  }
}

/** Puts the choices of the form into the address bar. */
function write() {
  const { words, chosen } = asked();
  const address = new URLSearchParams(chosen);
  if (words) address.set("q", words);
  const query = address.toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  apply();
}

/** Puts the choices of the address bar into the form. */
function read() {
  const address = new URLSearchParams(location.search);
  form.reset();
  if (sought) sought.value = (address.get("q") ?? "").slice(0, 100);
  for (const choice of form.elements) {
    const value = "name" in choice ? address.get(String(choice.name)) : null;
    if (choice instanceof HTMLInputElement && choice.type === "checkbox") choice.checked = value === choice.value;
    else if (choice instanceof HTMLSelectElement && value) {
      choice.value = value;
      if (choice.selectedIndex < 0) choice.value = "";
    }
  }
  apply();
}

const opener = /** @type {HTMLButtonElement} */ (by("filter-open"));
opener.addEventListener("click", () =>
  opener.setAttribute("aria-expanded", String(opener.getAttribute("aria-expanded") !== "true")),
);
form.addEventListener("change", write);
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("button[type=reset]")?.addEventListener("click", () => {
  if (sought) sought.value = "";
  setTimeout(write);
});
sought?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = window.setTimeout(write, PAUSE);
});
more.addEventListener("click", show);
window.addEventListener("popstate", read);
read();
export {};
