// Runs before the first paint: the reader's own choice of light or dark, if they made one, and which parts are open.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const choice = localStorage.getItem("theme");
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
  } catch {
    // No storage: the page follows the device.
  }
  // Where there is room, parts that are folded on a phone stand open from the start: nothing moves.
  const wide = matchMedia("(min-width: 44rem)");
  const open = () => {
    const parts = /** @type {NodeListOf<HTMLDetailsElement>} */ (
      document.querySelectorAll("details[data-wide]:not([data-met])")
    );
    for (const part of parts) {
      part.dataset.met = "";
      part.open = wide.matches;
    }
  };
  const watch = new MutationObserver(open);
  watch.observe(root, { childList: true, subtree: true });
  const openAll = () => {
    const parts = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("details.fold"));
    for (const part of parts) part.open = true;
  };
  // What an address leads to is not left in a folded part.
  const reach = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && id.length < 200 ? document.getElementById(id) : null;
    const part = target?.closest("details");
    if (part && !part.open) {
      part.open = true;
      target?.scrollIntoView();
    }
  };
  addEventListener("DOMContentLoaded", () => {
    open();
    watch.disconnect();
    try {
      reach();
    } catch {
      // An address that nobody can read leads to the top.
    }
  });
  addEventListener("hashchange", () => {
    try {
      reach();
    } catch {
      // As above.
    }
  });
  addEventListener("beforeprint", openAll);
})();
