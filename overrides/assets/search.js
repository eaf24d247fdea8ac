// The search dialog: words in, a list of links out. The index is Pagefind's; it is fetched in small parts.
// @ts-check

/**
 * @typedef {{url: string, excerpt: string, meta: Record<string, string>}} Hit
 * @typedef {{results: {data: () => Promise<Hit>}[]}} Found
 * @typedef {{options: (o: object) => Promise<void>, init: () => Promise<void>, search: (q: string) => Promise<Found>}} Pagefind
 */

const MAX_RESULTS = 8;
const PAUSE = 200; // milliseconds of rest before a search

const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("search"));
const input = /** @type {HTMLInputElement} */ (document.getElementById("search-words"));
const status = /** @type {HTMLElement} */ (document.getElementById("search-status"));
const list = /** @type {HTMLElement} */ (document.getElementById("search-results"));
const words = dialog.dataset;

/** @type {Promise<Pagefind> | undefined} */
let engine;
let round = 0;
let timer = 0;

/** @returns {Promise<Pagefind>} */
async function load() {
  const base = new URL(`${document.body.dataset.base ?? "."}/pagefind/pagefind.js`, document.baseURI);
  const pagefind = /** @type {Pagefind} */ (await import(base.href));
  // One thread less to start: on an old phone a worker costs more than it brings.
  await pagefind.options({ noWorker: true, excerptLength: 18 });
  await pagefind.init();
  return pagefind;
}

/**
 * Pagefind marks the words it found with <mark>; everything else in an excerpt is taken as text.
 * @param {string} excerpt
 * @returns {DocumentFragment}
 */
export function marked(excerpt) {
  const fragment = document.createDocumentFragment();
  const text = /** @param {string} html */ (html) =>
    new DOMParser().parseFromString(html, "text/html").documentElement.textContent || "";
  for (const [number, part] of excerpt.split(/<mark>(.*?)<\/mark>/s).entries()) {
    if (number % 2) {
      const mark = document.createElement("mark");
      mark.textContent = text(part);
      fragment.append(mark);
    } else {
      // A leading or trailing space would be lost in parsing.
      const edge = /** @param {RegExp} pattern */ (pattern) => (pattern.test(part) ? " " : "");
      fragment.append(edge(/^\s/) + text(part).trim() + (part.trim() ? edge(/\s$/) : ""));
    }
  }
  return fragment;
}

/** Words that mean the same here, by each of them: "check" finds "verify". @returns {Map<string, string>} */
function same() {
  const pairs = (words.same || "").split(",").map((pair) => pair.split("=").map((word) => word.trim().toLowerCase()));
  return new Map(
    pairs.flatMap(([one = "", other = ""]) =>
      one && other
        ? [
            [one, other],
            [other, one],
          ]
        : [],
    ),
  );
}

/**
 * Everything that fits, the best first; what is no longer given comes last. Where a word has another of the same
 * meaning, both are looked for.
 * @param {string} query
 * @returns {Promise<Hit[]>}
 */
export async function found(query) {
  engine ??= load();
  const pagefind = await engine;
  const others = same();
  const parts = query.toLowerCase().split(/\s+/);
  const second = parts.map((word) => others.get(word) ?? word).join(" ");
  const queries = second === parts.join(" ") ? [query] : [query, second];
  const answers = await Promise.all(queries.map((one) => pagefind.search(one)));
  const hits = await Promise.all(
    answers.flatMap((answer) => answer.results.slice(0, 3 * MAX_RESULTS)).map((one) => one.data()),
  );
  const once = [...new Map(hits.map((hit) => [hit.url, hit])).values()];
  const isOver = /** @param {Hit} hit */ (hit) => Number(hit.meta.kind === words.over);
  return once.sort((one, other) => isOver(one) - isOver(other));
}

/**
 * @param {Hit} hit
 * @returns {HTMLLIElement}
 */
export function row(hit) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = hit.url;
  link.textContent = hit.meta.title || hit.url;
  const kind = document.createElement("span");
  kind.className = "search-kind";
  kind.textContent = hit.meta.kind || "";
  const excerpt = document.createElement("p");
  excerpt.append(marked(hit.excerpt));
  item.append(link, " ", kind, excerpt);
  return item;
}

/** Searches for what stands in the field now. */
export async function search() {
  const mine = ++round;
  timer = 0;
  const query = input.value.trim();
  if (!query) {
    list.replaceChildren();
    status.textContent = words.hint || "";
    return;
  }
  status.textContent = words.loading || "";
  try {
    const hits = await found(query);
    if (mine !== round) return; // somebody typed on
    list.replaceChildren(...hits.slice(0, MAX_RESULTS).map(row));
    const count = hits.length;
    const sentence =
      (count === 0
        ? words.none
        : count > MAX_RESULTS
          ? words.some
          : words[new Intl.PluralRules(document.documentElement.lang).select(count)]) || "";
    status.textContent = sentence.replace("{n}", String(count));
  } catch {
    engine = undefined;
    if (mine === round) status.textContent = words.failed || "";
  }
}

input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = window.setTimeout(search, PAUSE);
});
input.addEventListener("keydown", (event) => {
  const first = list.querySelector("a");
  if (event.key === "Enter" && first && !timer) first.click();
  if (event.key === "Escape") dialog.close(); // otherwise the first press only empties the field
  if (event.key === "ArrowDown" && first) {
    event.preventDefault();
    first.focus();
  }
});
list.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...list.querySelectorAll("a")];
  const place = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
  event.preventDefault();
  const next = place + (event.key === "ArrowDown" ? 1 : -1);
  if (next < 0) input.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
});
document.getElementById("search-close")?.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
