// The filters of the catalogue. The choices stand in the address bar, so that a view can be sent to somebody.
// @ts-check

const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
const count = /** @type {HTMLElement} */ (document.getElementById("filter-count"));
const cards = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".cards > .card")]);
const NAMES = ["tag", "organisation", "time", "level"];

/**
 * Whether a card fits one choice. Lists are written as JSON, single values as they are.
 * @param {HTMLElement} card
 * @param {string} name
 * @param {string} value
 */
function fits(card, name, value) {
  const held = card.dataset[name] || "";
  return held.startsWith("[") ? JSON.parse(held).includes(value) : held === value;
}

/** Shows the cards that fit what the form says. */
function apply() {
  const chosen = new FormData(form);
  let shown = 0;
  for (const card of cards) {
    const fit =
      NAMES.every((name) => !chosen.get(name) || fits(card, name, String(chosen.get(name)))) &&
      (!chosen.get("first") || card.dataset.first === "0");
    card.hidden = !fit;
    shown += Number(fit);
  }
  const words = count.dataset;
  const sentence = (shown === 0 ? words.empty : shown === 1 ? words.one : words.other) || "";
  count.textContent = sentence.replace("{n}", String(shown));
}

/** Puts the choices of the address bar into the form; a choice that the form does not offer is left out. */
function read() {
  const address = new URLSearchParams(location.search);
  form.reset();
  for (const name of NAMES) {
    const select = form.elements.namedItem(name);
    const value = address.get(name);
    if (select instanceof HTMLSelectElement && value) {
      select.value = value;
      if (select.selectedIndex < 0) select.value = "";
    }
  }
  const first = form.elements.namedItem("first");
  if (first instanceof HTMLInputElement) first.checked = address.get("first") === "none";
  apply();
}

/** Puts the choices of the form into the address bar. */
function write() {
  const address = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) address.set(name, String(value));
  const query = address.toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  apply();
}

form.hidden = false;
form.addEventListener("change", write);
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("button[type=reset]")?.addEventListener("click", () => setTimeout(write));
window.addEventListener("popstate", read);
read();
