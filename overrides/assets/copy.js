// The button that copies the address of a badge page.
// @ts-check

const copyButton = /** @type {HTMLButtonElement | null} */ (document.getElementById("copy-link"));
const copyStatus = document.getElementById("copy-status");
if (copyButton && navigator.clipboard) {
  copyButton.hidden = false;
  copyButton.addEventListener("click", async () => {
    await navigator.clipboard.writeText(copyButton.dataset.address || "");
    copyButton.textContent = copyButton.dataset.done || "";
    if (copyStatus) copyStatus.textContent = copyButton.dataset.done || "";
  });
}
