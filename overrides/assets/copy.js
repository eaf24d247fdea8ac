// The buttons that copy an address, and that hand it to the phone's own list of programs.
// @ts-check

const copyButton = /** @type {HTMLButtonElement | null} */ (document.getElementById("copy-link"));
const copyStatus = document.getElementById("copy-status");
const shareButton = /** @type {HTMLButtonElement | null} */ (document.getElementById("share-page"));

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
if (shareButton && navigator.share) {
  shareButton.hidden = false;
  shareButton.addEventListener("click", () => {
    const { address = "", title = "", text = "" } = shareButton.dataset;
    navigator.share({ url: address, title, text }).catch(() => {
      // Somebody thought better of it.
    });
  });
}
