// An award page: the name from the earner's own link, and copying that link.
// What stands behind "#" is never sent to a host; it is compared here with what the issuer signed.
// @ts-check

const article = /** @type {HTMLElement} */ (document.getElementById("award"));

/**
 * The hash that an issuer commits to a name with: "sha256$" and SHA-256 of the name and the salt.
 * @param {string} name
 * @param {string} salt
 */
async function commitment(name, salt) {
  const tidy = name.normalize("NFC").trim().split(/\s+/u).join(" ");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(tidy + salt));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { tidy, hash: `sha256$${hex}` };
}

/** Shows the name of the link if it is the one that was signed; says so if it is another. */
async function showName() {
  const line = /** @type {HTMLElement} */ (document.getElementById("award-name"));
  const wrong = /** @type {HTMLElement} */ (document.getElementById("award-name-wrong"));
  line.hidden = wrong.hidden = true;
  const fragment = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
  const name = fragment.get("name");
  const salt = fragment.get("salt");
  if (!name || !salt || name.length > 400 || salt.length > 100) return;
  const { tidy, hash } = await commitment(name, salt);
  if (hash === article.dataset.nameHash) {
    const strong = line.querySelector("strong");
    if (strong) strong.textContent = tidy;
    line.hidden = false;
  } else {
    wrong.hidden = false;
  }
}

/** An award that has run out since the page was made. */
function showEnd() {
  const ended = /** @type {HTMLElement} */ (document.getElementById("award-ended"));
  const until = ended.dataset.until;
  if (until && new Date(`${until}T23:59:59Z`) < new Date()) ended.hidden = false;
}

const copy = /** @type {HTMLButtonElement | null} */ (document.getElementById("award-copy"));
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.href);
    const status = document.getElementById("award-status");
    if (status) status.textContent = copy.dataset.done || "";
    copy.textContent = copy.dataset.done || "";
  });
}
window.addEventListener("hashchange", showName);
showEnd();
showName();
