// Forms that write something: an e-mail, the file of a badge, a request to endorse. Nothing is sent by the page itself.
// @ts-check

/** What mail programs take in an address, in characters; what is longer is copied instead. */
const LONGEST = 1900;
/** What forges take in an address. */
const LONGEST_FORGE = 6000;

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */

/** @param {HTMLFormElement} form @returns {Field[]} */
const fieldsOf = (form) =>
  /** @type {Field[]} */ ([...form.elements].filter((one) => "value" in one && one.getAttribute("name")));

/** A text as YAML takes it, whatever is in it: JSON is YAML. @param {string} text */
const quoted = (text) => JSON.stringify(text.trim().replace(/\s+/g, " "));

/** The lines of a field, each without a number or a dash before it. @param {string} text */
const lines = (text) =>
  text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])?\s*/, "").trim())
    .filter(Boolean);

/** A length of time as the file takes it; any other words are left out of the file, and stand in nothing. */
const TIME = /^\d{1,3} (?:minutes?|hours?|days?|weeks?|months?|years?)(?: \d{1,2} (?:minutes?|hours?|days?))?$/;

/** A short name for an address. @param {string} text */
export const slug = (text) =>
  text
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "") || "new-badge";

/** The file of a badge. @param {Map<string, string>} said */
export function badgeFile(said) {
  const of = /** @param {string} name */ (name) => said.get(name) ?? "";
  const list = /** @param {string} name */ (name) => lines(of(name)).map((line) => `  - ${quoted(line)}`);
  const evidence = of("evidence") ? ["evidence:", "  - genre: any", `    description: ${quoted(of("evidence"))}`] : [];
  return [
    "---",
    `name: ${quoted(of("name"))}`,
    `description: ${quoted(of("description"))}`,
    "issuers:",
    `  - ${of("issuers")}`,
    "status: draft",
    "activities:",
    ...lines(of("activities")).map((line) => `  - name: ${quoted(line)}`),
    ...(TIME.test(of("timeRequired")) ? [`timeRequired: ${quoted(of("timeRequired"))}`] : []),
    ...evidence,
    "assessment:",
    `  method: ${quoted(of("method"))}`,
    `  assessor: ${quoted(of("assessor"))}`,
    ...(lines(of("limits")).length ? ["limits:", ...list("limits")] : []),
    "start:",
    `  askAt: ${quoted(of("askAt"))}`,
    "---",
    "",
  ].join("\n");
}

/** What a form says, as text: its questions and answers, or the file. @param {HTMLFormElement} form */
function written(form) {
  const said = new Map(fieldsOf(form).map((field) => [field.name, field.value.trim()]));
  const { kind = "mail", hello = "" } = form.dataset;
  if (kind === "badge") return { said, text: badgeFile(said), letter: `${hello}\n\n${badgeFile(said)}` };
  const rows = fieldsOf(form)
    .filter((field) => field.value.trim())
    .map((field) => {
      // What stands behind "#" in the link of a badge is its earner's name: it goes to nobody.
      const typed = field.type === "url" ? (field.value.trim().split("#")[0] ?? "") : field.value.trim();
      const shown = field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? "") : typed;
      const address =
        kind === "endorse" && field.name === "badge"
          ? ` (${form.dataset.base}badges/${field.value}/achievement.json)`
          : "";
      return `${field.dataset.label}: ${shown}${address}`;
    });
  const text = `${hello}\n\n${rows.join("\n\n")}\n`;
  return { said, text, letter: text };
}

/** Whether there is more than spaces and dashes. @param {Field} field */
const saysSomething = (field) => lines(field.value).length > 0;

/** Says beside a field what is wrong with it, or takes that away. @param {Field} field @param {string} said */
function mark(field, said) {
  const id = `${field.id}-error`;
  let note = document.getElementById(id);
  field.setAttribute("aria-invalid", String(Boolean(said)));
  if (!note && said) {
    note = document.createElement("span");
    note.id = id;
    note.className = "error";
    field.before(note);
    field.setAttribute("aria-describedby", `${id} ${field.getAttribute("aria-describedby") ?? ""}`.trim());
  }
  if (note) note.textContent = said;
}

/** Whether everything that is needed is there; otherwise says so and leads to the first gap. @param {HTMLFormElement} form */
function isWhole(form) {
  const gaps = fieldsOf(form).filter((field) => !field.checkValidity() || (field.required && !saysSomething(field)));
  for (const field of fieldsOf(form)) mark(field, gaps.includes(field) ? (form.dataset.gap ?? "") : "");
  const status = form.querySelector(".form-status");
  if (!(status instanceof HTMLElement)) return false;
  status.textContent = gaps.length
    ? (status.dataset.missing ?? "").replace("{fields}", gaps.map((field) => `“${field.dataset.label}”`).join(", "))
    : "";
  gaps[0]?.focus();
  return gaps.length === 0;
}

/** @param {string} address @param {string} [download] @param {string} [target] */
function press(address, download, target) {
  const link = document.createElement("a");
  link.href = address;
  if (download) link.download = download;
  else link.rel = "noopener noreferrer";
  if (target) link.target = target;
  link.click();
}

/** @param {HTMLFormElement} form @param {string} text */
async function copied(form, text) {
  const button = /** @type {HTMLButtonElement | null} */ (form.querySelector('[data-act="copy"]'));
  const status = form.querySelector(".form-status");
  let said = button?.dataset.done ?? "";
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    said = button?.dataset.failed ?? "";
  }
  if (status) status.textContent = said;
}

/** @param {HTMLFormElement} form */
async function send(form) {
  if (!isWhole(form)) return;
  const { email = "", subject = "" } = form.dataset;
  const { letter } = written(form);
  const address = `mailto:${email}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(letter.replace(/\n/g, "\r\n"))}`;
  if (address.length > LONGEST) {
    await copied(form, letter);
    press(`mailto:${email}?subject=${encodeURIComponent(subject)}`);
    return;
  }
  const status = form.querySelector(".form-status");
  if (status instanceof HTMLElement) status.textContent = status.dataset.sent ?? "";
  press(address);
}

/** @param {HTMLFormElement} form @param {HTMLElement} button */
async function act(form, button) {
  if (!isWhole(form)) return;
  const { said, text } = written(form);
  const name = slug(said.get("name") ?? "");
  if (button.dataset.act === "copy") await copied(form, text);
  if (button.dataset.act === "file") {
    const address = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
    press(address, `${name}.md`);
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
  if (button.dataset.act === "forge") {
    const place = encodeURIComponent(`badges/${name}/badge.md`);
    const encoded = encodeURIComponent(text);
    await copied(form, text); // a forge that leaves the text out gets it from the clipboard
    const address = (button.dataset.forge ?? "").replace("{path}", place);
    press(address.replace("{text}", encoded.length < LONGEST_FORGE ? encoded : ""), undefined, "_blank");
  }
}

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-kind]"))) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll("[data-act]")))
    button.addEventListener("click", () => act(form, button));
  // A link can fill a choice in: endorse/?badge=managing-stress
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLSelectElement && [...field.options].some((one) => one.value === value))
      field.value = value;
  }
}
