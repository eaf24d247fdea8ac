// A code with one's own name and address, to show to somebody who awards. It is drawn here; nothing is sent or kept.
// @ts-check

const form = /** @type {HTMLFormElement} */ (document.getElementById("person"));
const picture = /** @type {HTMLImageElement} */ (document.getElementById("person-code"));
const name = /** @type {HTMLInputElement} */ (document.getElementById("person-name"));
const email = /** @type {HTMLInputElement} */ (document.getElementById("person-email"));

/** What a camera reads: an address of this page, so that any other camera leads here too. */
function link() {
  const said = new URLSearchParams({ name: name.value.trim(), email: email.value.trim() });
  return `${form.dataset.page}#${said}`;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!name.value.trim()) return name.focus();
  const { codeImage } = await import(new URL(form.dataset.code ?? "", location.href).href);
  picture.src = codeImage(link());
  picture.alt = (form.dataset.alt ?? "").replace("{name}", name.value.trim());
  picture.hidden = false;
  picture.scrollIntoView({ block: "nearest" });
});
for (const field of [name, email]) field.addEventListener("input", () => (picture.hidden = true));
export {};
