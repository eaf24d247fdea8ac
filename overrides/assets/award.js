// An award page: the name from the earner's own link, and copying that link.
// What stands behind "#" is never sent to a host; it is compared here with what the issuer signed.
// @ts-check

const article = /** @type {HTMLElement} */ (document.getElementById("award"));

/**
 * The hash that an issuer commits to a name with: "sha256$" and SHA-256 of the name, as the link has it, and the salt.
 * @param {string} name
 * @param {string} salt
 */
async function commitment(name, salt) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(name + salt));
  const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `sha256$${hex}`;
}

/**
 * What stands behind "#" in the earner's own link, once it was found to be what the issuer signed; "" otherwise. Only
 * this goes out from here: never another name, nor whatever else somebody hung on the link.
 */
let proven = "";

/** The link of this page, with the name where it was proven. */
const ownLink = () => `${location.href.split("#")[0]}${proven}`;

/** Shows the name of the link if it is the one that was signed; says so if it is another. */
async function showName() {
  const line = /** @type {HTMLElement} */ (document.getElementById("award-name"));
  const wrong = /** @type {HTMLElement} */ (document.getElementById("award-name-wrong"));
  const fragment = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
  const name = fragment.get("name");
  // A place on the page, such as that of "Skip to the content", says nothing of a name.
  if (name === null && proven) return;
  line.hidden = wrong.hidden = true;
  proven = "";
  const salt = fragment.get("salt") ?? "";
  if (!name || name.length > 400) return;
  const hash = await commitment(name, salt);
  // Name and salt are hashed as one text: with a salt of another length, letters could slide from one into the other.
  if (/^[0-9a-f]{32}$/.test(salt) && hash === article.dataset.nameHash) {
    const strong = line.querySelector("strong");
    if (strong) strong.textContent = name;
    line.hidden = false;
    proven = `#name=${encodeURIComponent(name)}&salt=${salt}`;
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

/** @param {string} id */
const button = (id) => /** @type {HTMLButtonElement | null} */ (document.getElementById(id));
const spoken = document.getElementById("award-status");

/** @param {HTMLButtonElement} one @param {string | undefined} said */
function tell(one, said) {
  one.textContent = said ?? "";
  if (spoken) spoken.textContent = said ?? "";
}

/** Copies the link of this page, with the name in it where there is one. @param {HTMLButtonElement} one */
async function copyLink(one) {
  try {
    await navigator.clipboard.writeText(ownLink());
    tell(one, one.dataset.done ?? one.dataset.copied);
  } catch {
    tell(one, one.dataset.failed);
  }
}

const copy = button("award-copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", () => copyLink(copy));
}

// The phone's own list of programs (WhatsApp among them); where there is none, the link is copied.
const share = button("award-share");
if (share) {
  share.hidden = !(navigator.share || navigator.clipboard);
  share.addEventListener("click", async () => {
    const { title = "", text = "" } = share.dataset;
    if (!navigator.share) return copyLink(share);
    try {
      await navigator.share({ url: ownLink(), title, text });
    } catch {
      // Somebody thought better of it.
    }
  });
}

const keeper = button("award-keep");
if (keeper) {
  keeper.hidden = false;
  keeper.addEventListener("click", async () => {
    const { keep } = await import("./kept.js");
    const { name = "", by = "", image = "" } = keeper.dataset;
    const done = keep({ link: ownLink(), name, by, image: new URL(image, location.href).href });
    tell(keeper, done ? keeper.dataset.done : keeper.dataset.failed);
  });
}

const code = /** @type {HTMLImageElement | null} */ (document.getElementById("award-code"));
const nameless = code?.src ?? "";

/** What goes out from the earner's own link carries the name: the mail, and the code on a certificate. */
async function follow() {
  const own = document.getElementById("award-own");
  if (own) own.hidden = !proven;
  const without = document.getElementById("award-nameless");
  if (without) without.hidden = Boolean(proven);
  const mail = /** @type {HTMLAnchorElement | null} */ (document.getElementById("award-mail"));
  if (mail) {
    const { subject = "", text = "" } = mail.dataset;
    mail.href = `mailto:?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(`${text}\r\n${ownLink()}`)}`;
  }
  if (!code) return;
  const asked = proven;
  code.src = nameless;
  if (!asked) return;
  try {
    const { codeImage } = await import(/** @type {string} */ ("./verifier/code.js"));
    if (asked === proven) code.src = codeImage(`${code.dataset.address}${proven}`);
  } catch {
    // Then the code leads to the page without the name.
  }
}

/**
 * Hands a file to the reader.
 * @param {BlobPart} content
 * @param {string} type
 * @param {string} name
 */
function save(content, type, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * The picture with the badge inside, made here from the files of this page.
 * @param {HTMLButtonElement} button
 */
async function bake(button) {
  const { bakePng, bakeSvg } = await import(/** @type {string} */ ("./verifier/bake.js"));
  const { kind = "png", picture = "", credential = "", name = "badge" } = button.dataset;
  const [image, json] = await Promise.all([fetch(picture), fetch(credential).then((answer) => answer.text())]);
  if (kind === "png") {
    save(bakePng(new Uint8Array(await image.arrayBuffer()), json), "image/png", `${name}.png`);
  } else {
    save(bakeSvg(await image.text(), json), "image/svg+xml", `${name}.svg`);
  }
}

/**
 * A calendar entry on the last day, with alarms 90, 30 and 7 days before (RFC 5545).
 * @param {HTMLButtonElement} button
 */
function remind(button) {
  const { until = "", title = "", id = "", name = "badge" } = button.dataset;
  const escape = /** @param {string} text */ (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");
  const day = until.replaceAll("-", "");
  const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const alarms = [90, 30, 7].map((days) =>
    ["BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escape(title)}`, `TRIGGER:-P${days}D`, "END:VALARM"].join("\r\n"),
  );
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lapel//Award//EN", "BEGIN:VEVENT", `UID:${id}@lapel`];
  lines.push(
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day}`,
    `SUMMARY:${escape(title)}`,
    `URL:${location.href.split("#")[0]}`,
  );
  // A line holds 75 octets at most; 24 characters are never more.
  const folded = [...lines, ...alarms, "END:VEVENT", "END:VCALENDAR"].join("\r\n").split("\r\n").map(fold);
  save(`${folded.join("\r\n")}\r\n`, "text/calendar", `${name}.ics`);
}

/** @param {string} line */
function fold(line) {
  return [...line].length <= 60 ? line : ([...line].join("").match(/.{1,24}/gsu) || []).join("\r\n ");
}

for (const one of document.querySelectorAll("button[data-kind]")) {
  if (!(one instanceof HTMLButtonElement)) continue;
  one.hidden = false;
  one.addEventListener("click", () => (one.dataset.kind === "ics" ? remind(one) : bake(one)));
}
const certificate = document.getElementById("award-print");
if (certificate) {
  certificate.hidden = false;
  // Only the head of the page, on one sheet; printing the page in another way prints all of it.
  certificate.addEventListener("click", () => {
    document.documentElement.classList.add("certificate");
    window.print();
  });
  window.addEventListener("afterprint", () => document.documentElement.classList.remove("certificate"));
}
const arrive = () => showName().then(follow);
window.addEventListener("hashchange", arrive);
showEnd();
arrive();
