// The button that copies an address.
// @ts-check

const copyButton = /** @type {HTMLButtonElement | null} */ (document.getElementById("copy-link"));
const copyStatus = document.getElementById("copy-status");

/** Copies the address, or says that it could not: the address stands beside the button, too. */
async function copyAddress() {
  if (!copyButton) return;
  const words = copyButton.dataset;
  let said = words.done || "";
  try {
    await navigator.clipboard.writeText(words.address || "");
  } catch {
    said = words.failed || "";
  }
  copyButton.textContent = said;
  if (copyStatus) copyStatus.textContent = said;
}

if (copyButton && navigator.clipboard) {
  copyButton.hidden = false;
  copyButton.addEventListener("click", copyAddress);
}
