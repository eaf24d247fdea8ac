// The button that copies the address of a badge page.
// @ts-check

const button = /** @type {HTMLButtonElement | null} */ (document.getElementById("copy-link"));
const status = document.getElementById("copy-status");
if (button && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.address || "");
    button.textContent = button.dataset.done || "";
    if (status) status.textContent = button.dataset.done || "";
  });
}
