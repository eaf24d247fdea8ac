// What every page does: the switch for dark and light, and the door to the search.
// @ts-check

const toggle = /** @type {HTMLButtonElement | null} */ (document.getElementById("theme-toggle"));

/** @returns {boolean} whether the page is dark now */
function isDark() {
  const choice = document.documentElement.dataset.theme;
  return choice ? choice === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

if (toggle) {
  toggle.setAttribute("aria-pressed", String(isDark()));
  toggle.addEventListener("click", () => {
    const next = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    toggle.setAttribute("aria-pressed", String(next === "dark"));
    try {
      localStorage.setItem("theme", next);
    } catch {
      // No storage: the choice lasts for this page.
    }
  });
}

// The picture of a badge goes along from the list to its page, where the browser can do that (View Transitions).
window.addEventListener("pageswap", (event) => {
  const { activation, viewTransition } =
    /** @type {{activation?: {entry?: {url?: string}}, viewTransition?: object}} */ (/** @type {unknown} */ (event));
  const target = activation?.entry?.url;
  if (!viewTransition || !target) return;
  const path = new URL(target).pathname;
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll(".card-name a"));
  const image = [...links]
    .find((link) => link.pathname === path)
    ?.closest(".card, .stop")
    ?.querySelector("img");
  if (image) image.style.setProperty("view-transition-name", "badge-picture");
});

const searchButton = /** @type {HTMLButtonElement | null} */ (document.getElementById("search-open"));

const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("search"));
const input = /** @type {HTMLInputElement | null} */ (document.getElementById("search-words"));

/** The dialog opens at once, so that no letter is lost; what searches is loaded now, and not before. */
function openSearch() {
  if (!dialog || !input) return;
  if (!dialog.open) dialog.showModal();
  input.focus();
  input.select();
  import("./search.js").then(
    ({ search }) => search(),
    () => {
      const status = document.getElementById("search-status");
      if (status) status.textContent = dialog.dataset.failed || "";
    },
  );
}

const keySwitch = /** @type {HTMLInputElement | null} */ (document.getElementById("search-key"));

/** @returns {boolean} whether "/" opens the search: a single key must be possible to switch off (WCAG 2.1.4) */
function keyIsOn() {
  try {
    return localStorage.getItem("search-key") !== "off";
  } catch {
    return true;
  }
}

if (keySwitch) {
  keySwitch.checked = keyIsOn();
  keySwitch.addEventListener("change", () => {
    try {
      localStorage.setItem("search-key", keySwitch.checked ? "on" : "off");
    } catch {
      // No storage: the key stays on.
    }
  });
}

// The buttons stand there from the first paint where scripts run, so that nothing moves.
if (searchButton) searchButton.hidden = !("showModal" in HTMLDialogElement.prototype);
if (searchButton && !searchButton.hidden) {
  searchButton.addEventListener("click", openSearch);
  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const typing = target.closest("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing && keyIsOn()) {
      event.preventDefault();
      openSearch();
    }
  });
}

// The browser says which languages its owner reads: the page is offered in the first of them that it has, in one line.
const offers = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-offer]")]);
const pageLanguage = document.documentElement.lang.split("-")[0];
for (const wanted of navigator.languages ?? []) {
  const [main = ""] = wanted.split("-");
  if (main === pageLanguage) break;
  const offer = offers.find(({ dataset: { offer: tag = "" } }) => tag === wanted || tag.split("-")[0] === main);
  if (!offer) continue;
  offer.hidden = false;
  break;
}

// What stands behind "#" goes along into the other language: the name in an earner's link, a filter, a heading.
for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[data-language]")))
  link.addEventListener("click", () => {
    link.hash = location.hash;
    link.search = location.search;
  });
