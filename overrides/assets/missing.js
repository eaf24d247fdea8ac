// The page for a missing address: it searches for the words of the address that was asked.
// @ts-check

const box = /** @type {HTMLElement} */ (document.getElementById("missing"));
const status = /** @type {HTMLElement} */ (document.getElementById("missing-status"));
const list = /** @type {HTMLElement} */ (document.getElementById("missing-results"));

/** The words of the last part of an address that has any, without what every address has. @param {string} path */
export function words(path) {
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // A broken escape stays as it is.
  }
  for (const part of plain.split("/").filter(Boolean).slice(-2).reverse()) {
    const found = part.match(/[\p{L}\p{N}]{3,}/gu) ?? [];
    const said = found.filter((word) => !/^(?:html?|index|www|awards|[a-z2-7]{26})$/i.test(word));
    if (said.length) return said.slice(-6);
  }
  return [];
}

async function look() {
  const { found, row } = await import("./search.js");
  const asked = words(location.pathname);
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
