// The page for a missing address: it searches for the words of the address that was asked.
// @ts-check

const box = /** @type {HTMLElement} */ (document.getElementById("missing"));
const status = /** @type {HTMLElement} */ (document.getElementById("missing-status"));
const list = /** @type {HTMLElement} */ (document.getElementById("missing-results"));

/** The words of an address, without what every address has. @param {string} path */
export function words(path) {
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // A broken escape stays as it is.
  }
  const found = plain.match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  return found.filter((word) => !/^(?:html?|index|www|awards|[a-z2-7]{26})$/i.test(word)).slice(-6);
}

async function look() {
  const { found, row } = await import("./search.js");
  const base = new URL(document.body.dataset.base || ".", document.baseURI).pathname;
  const asked = words(location.pathname.replace(base, ""));
  for (let count = asked.length; count > 0; count -= 1) {
    const hits = await found(asked.slice(-count).join(" "));
    if (hits.length) {
      list.replaceChildren(...hits.slice(0, 5).map(row));
      status.textContent = "";
      return;
    }
  }
  status.textContent = box.dataset.none ?? "";
}

look().catch(() => {
  status.textContent = box.dataset.none ?? "";
});
