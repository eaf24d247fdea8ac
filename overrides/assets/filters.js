// The filters of a list (badges, members). The choices stand in the address bar, so that a view can be sent to somebody.
// @ts-check

const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
const count = /** @type {HTMLElement} */ (document.getElementById("filter-count"));
const cards = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".cards > .card")]);
const choices = [...form.elements].filter((one) => one instanceof HTMLSelectElement || one instanceof HTMLInputElement);

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

const sought = /** @type {HTMLInputElement | null} */ (document.getElementById("filter-words"));

/** Whether a card has every word that was typed. @param {HTMLElement} card */
function says(card) {
  const asked = (sought?.value ?? "").toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const text = (card.textContent ?? "").toLocaleLowerCase() + (card.dataset.tag ?? "").toLocaleLowerCase();
  return asked.every((word) => text.includes(word));
}

/** Shows the cards that fit what the form says. */
function apply() {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  const number = document.getElementById("filter-chosen");
  if (number) number.textContent = chosen.length ? `(${chosen.length})` : "";
  let shown = 0;
  for (const card of cards) {
    const was = card.hidden;
    card.hidden = !(chosen.every(([name, value]) => fits(card, name, String(value))) && says(card));
    card.classList.toggle("came", was && !card.hidden);
    shown += Number(!card.hidden);
  }
  for (const topic of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".topic")))
    topic.hidden = !topic.querySelector(".card:not([hidden])");
  const words = count.dataset;
  const sentence =
    (shown === 0 ? words.empty : words[new Intl.PluralRules(document.documentElement.lang).select(shown)]) || "";
  count.textContent = sentence.replace("{n}", String(shown));
}

/** Puts the choices of the address bar into the form; a choice that the form does not offer is left out. */
function read() {
  const address = new URLSearchParams(location.search);
  form.reset();
  if (sought) sought.value = (address.get("q") ?? "").slice(0, 100);
  for (const choice of choices) {
    const value = address.get(choice.name);
    if (choice instanceof HTMLInputElement) choice.checked = value === choice.value;
    else if (value) {
      choice.value = value;
      if (choice.selectedIndex < 0) choice.value = "";
    }
  }
  apply();
}

/** Puts the choices of the form into the address bar. */
function write() {
  const address = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) address.set(name, String(value));
  if (sought?.value.trim()) address.set("q", sought.value.trim());
  const query = address.toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
  apply();
}

const filterOpener = /** @type {HTMLButtonElement} */ (document.getElementById("filter-open"));
filterOpener.addEventListener("click", () =>
  filterOpener.setAttribute("aria-expanded", String(filterOpener.getAttribute("aria-expanded") !== "true")),
);
form.addEventListener("change", write);
sought?.addEventListener("input", write);
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("button[type=reset]")?.addEventListener("click", () => {
  if (sought) sought.value = "";
  setTimeout(write);
});
window.addEventListener("popstate", read);
read();
