// The cell: the one place where a private key is opened. It is a frame of its own, without the origin of the site and
// without any network; it talks to the desk around it by a few messages, and believes none of them. What is signed is
// shown here, and signed when somebody presses the button here.
// @ts-check

import { fromMultibase } from "../../verifier/src/bytes.js";
import { verifySignature } from "../../verifier/src/signatures.js";
import { DeskFault } from "../src/fault.js";
import { KEY, readJob } from "../src/job.js";
import { changeCode } from "../src/keys.js";
import { newKey, openKey, passphraseFault, readKeyFile } from "../src/keyfile.js";
import { Signer } from "../src/signing.js";
import { day as shownDay, described } from "./cell_shown.js";
import { watch } from "./cell_seen.js";
import { by, element } from "./element.js";
import { count, hasWords, say } from "./words.js";

// The policy of the page stops every request; a call to another computer is none, so the cell has no telephone.
for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel"])
  Reflect.deleteProperty(globalThis, name);

/** How long a key stays open when nobody does anything. */
const REST = 15 * 60_000;
/** After each wrong passphrase one waits twice as long as before. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
const MAX_KEYS = 100;
/** So long the button may be out of use before it is said why, in milliseconds. */
const PATIENCE = 2000;
const SITE = /^https:\/\/[A-Za-z0-9.-]{1,200}(?::\d{1,5})?\/[A-Za-z0-9._~/-]{0,200}$/;
const ORGANISATION = /^network\/organisations\/[a-z0-9-]{1,64}\.md$/;
const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** @typedef {{id: string, publicKeyMultibase: string}} PublicKey */

/** @typedef {{base: string, path: string, id: string, created: string, dates: {id: string, field: "expires" | "revoked", day: string}[]}} NewKey */

/** @type {MessagePort | null} */
let port = null;
/** Whose key is asked for; the first signs, those that may not sign any more come last. @type {{name: string, keys: PublicKey[], inForce: string[]} | null} */
let expected = null;
/** @type {import("../src/keyfile.js").Sealed | null} */
let file = null;
/** @type {{key: import("../src/keyfile.js").PrivateKey, id: string, publicKey: Uint8Array} | null} */
let open = null;
/** @type {(Awaited<ReturnType<typeof readJob>> & {number: unknown}) | null} */
let job = null;
let isStopped = false;
let wait = FIRST_WAIT;
let rest = 0;
/** Until it is said why the button cannot be pressed. */
let hint = 0;
/** Ends the look at whether what is asked can be seen. */
let unwatch = () => {};
/** A new key, sealed, until it is saved. @type {{file: Blob, publicKeyMultibase: string} | null} */
let made = null;
let isSaved = true;
let fileName = "key.pem";
/** What the new key is for, as the desk says: shown, and in the code that the issuer reads out. @type {NewKey | null} */
let purpose = null;

/** @param {Record<string, unknown>} message */
const tell = (message) => port?.postMessage(message);
const status = by("cell-status");
const passphrase = /** @type {HTMLInputElement} */ (by("cell-passphrase"));
const openButton = /** @type {HTMLButtonElement} */ (by("cell-open-button"));
const signButton = /** @type {HTMLButtonElement} */ (by("cell-sign"));
const chosen = /** @type {HTMLInputElement} */ (by("cell-file"));

/** Says how high the cell is, so that it needs no bar of its own. */
const measure = () => tell({ did: "size", height: Math.ceil(document.body.getBoundingClientRect().height) + 8 });

/** Shows one part of the cell and hides the others. @param {"wait" | "open" | "ready" | "ask" | "busy" | "new" | "made"} part */
function show(part) {
  for (const one of document.querySelectorAll("[data-part]"))
    /** @type {HTMLElement} */ (one).hidden = /** @type {HTMLElement} */ (one).dataset.part !== part;
  measure();
}

/** @param {string} key @param {Record<string, string | number>} [values] */
function told(key, values = {}) {
  status.textContent = key ? say(key, values) : "";
  status.classList.toggle("fault", key.startsWith("cell.fault"));
  measure();
}

/** @param {unknown} error */
function failed(error) {
  const code = error instanceof DeskFault ? error.code : "unknown";
  const key = `cell.fault.${code}`;
  told(hasWords(key) ? key : "cell.fault.unknown", error instanceof DeskFault ? error.details : {});
}

/** Forgets the key. @param {string} why a sentence */
function lock(why) {
  unwatch();
  open?.key.forget();
  open = null;
  job = null;
  isStopped = true;
  file = null;
  chosen.value = passphrase.value = "";
  clearTimeout(rest);
  told(why);
  show(expected ? "open" : "wait");
  tell({ did: "locked" });
}

/** Somebody did something: the time until the key is forgotten begins again. */
function awake() {
  clearTimeout(rest);
  if (open) rest = window.setTimeout(() => lock("cell.rested"), REST);
}

async function unlock() {
  if (!expected || openButton.disabled) return;
  try {
    const [picked] = chosen.files ?? [];
    if (picked) file = readKeyFile(picked.size < 20_000 ? await picked.text() : "");
    if (!file) throw new DeskFault("key-file-missing");
    if (!passphrase.value) throw new DeskFault("passphrase-missing");
    openButton.disabled = true;
    told("cell.opening");
    const key = await openKey(file, passphrase.value);
    passphrase.value = "";
    const own = await publicKeyOf(key, expected.keys);
    if (!own || own.id !== expected.keys[0]?.id) {
      key.forget();
      const newest = expected.keys[0]?.id ?? "";
      const code = !own ? "key-of-another" : expected.inForce.includes(own.id) ? "key-older" : "key-stopped";
      throw new DeskFault(code, { name: expected.name, newest });
    }
    wait = FIRST_WAIT;
    open = { key, id: own.id, publicKey: fromMultibase(own.publicKeyMultibase).subarray(2) };
    by("cell-whose").textContent = say("cell.open_of", { name: expected.name });
    told("");
    show("ready");
    tell({ did: "opened", key: own.id });
    awake();
  } catch (error) {
    passphrase.value = "";
    if (error instanceof DeskFault && error.code === "passphrase-wrong") {
      told("cell.fault.passphrase-wrong");
      status.textContent += ` ${count("cell.wait_for", wait / 1000)}`;
      await new Promise((done) => setTimeout(done, wait));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    } else failed(error);
    passphrase.focus();
  } finally {
    openButton.disabled = false;
  }
}

/** Which of the public keys belongs to a private key: the one that verifies what it signs. @param {import("../src/keyfile.js").PrivateKey} key @param {PublicKey[]} keys */
async function publicKeyOf(key, keys) {
  const challenge = crypto.getRandomValues(new Uint8Array(32));
  const signature = await key.sign(challenge);
  for (const one of keys) {
    const raw = fromMultibase(one.publicKeyMultibase).subarray(2);
    if (await verifySignature({ type: "Ed25519", raw }, signature, challenge)) return one;
  }
  return null;
}

/** Which key of the issuer, an older one too, signed a document: what a list takes the place of, and what it withdraws. Null for none. Only of the open key it is known that it is the issuer's: others are what the page says. @param {Record<string, any>} signed @param {string} did */
async function keyBehind(signed, did) {
  const name = String(signed.proof?.verificationMethod);
  const own = expected?.keys.find(({ id }) => name === `${did}#${id}`);
  if (!open || !own) return null;
  const signer = new Signer(open.key, fromMultibase(own.publicKeyMultibase).subarray(2), name);
  if (!(await signer.isOurs(signed))) return null;
  return own.publicKeyMultibase === expected?.keys[0]?.publicKeyMultibase ? open.id : own.id;
}

/** @param {any} message */
async function ask(message) {
  if (!open) return tell({ did: "refused", number: message.number, code: "locked" });
  // What is shown stays what is signed: nothing takes its place while somebody reads it, or presses the button.
  if (job) return tell({ did: "refused", number: message.number, code: "busy" });
  try {
    const mine = { ...readJob(message), number: message.number };
    job = mine;
    if (mine.key !== open.id) throw new DeskFault("key-of-another", { name: "" });
    const signer = new Signer(open.key, open.publicKey, `${mine.did}#${mine.key}`);
    for (const before of mine.summary.again)
      if (!(await signer.isOurs(before))) throw new DeskFault("job-refused", { what: "again" });
    for (const { before, awards } of mine.summary.lists)
      for (const one of [before, ...awards]) {
        const behind = one && (await keyBehind(one, mine.did));
        if (one && !behind) throw new DeskFault("job-refused", { what: "list" });
        if (one && behind && behind !== open.id) mine.summary.others.set(one, behind);
      }
    if (job !== mine) return tell({ did: "refused", number: message.number, code: "locked" });
  } catch (error) {
    job = null;
    failed(error);
    return tell({ did: "refused", number: message.number, code: error instanceof DeskFault ? error.code : "unknown" });
  }
  by("cell-what").replaceChildren(...described(job.summary));
  told("");
  show("ask");
  awake();
  const asked = /** @type {HTMLElement} */ (signButton.closest("[data-part]"));
  unwatch();
  calm();
  unwatch = watch(asked, (isSeen) => {
    signButton.disabled = !isSeen;
    if (isSeen) calm();
    else hint ||= window.setTimeout(() => (by("cell-hidden").hidden = !job), PATIENCE);
  });
  by("cell-ask").focus();
  tell({ did: "asking", number: message.number });
}

/** Says no more why the button cannot be pressed. */
function calm() {
  clearTimeout(hint);
  hint = 0;
  by("cell-hidden").hidden = true;
}

async function sign() {
  if (!open || !job || signButton.disabled) return;
  unwatch();
  signButton.disabled = true;
  const { documents, created, did, key, number } = job;
  const signer = new Signer(open.key, open.publicKey, `${did}#${key}`);
  const progress = /** @type {HTMLProgressElement} */ (by("cell-progress"));
  progress.max = documents.length;
  progress.value = 0;
  isStopped = false;
  show("busy");
  by("cell-stop").focus();
  /** @type {string[]} */
  const lines = [];
  try {
    let painted = performance.now();
    for (const document of documents) {
      if (isStopped) throw new DeskFault("signing-stopped");
      lines.push(await signer.line(document, created));
      if (performance.now() - painted < 50) continue;
      progress.value = lines.length;
      tell({ did: "progress", number, done: lines.length, total: documents.length });
      await new Promise((done) => setTimeout(done));
      painted = performance.now();
    }
    job = null;
    told("cell.signed");
    show("ready");
    awake();
    tell({ did: "signed", number, lines });
  } catch (error) {
    job = null;
    if (open) {
      show("ready");
      failed(error);
    }
    tell({ did: "refused", number, code: error instanceof DeskFault ? error.code : "unknown" });
  }
}

function refuse() {
  unwatch();
  const number = job?.number;
  job = null;
  told("");
  show(open ? "ready" : "open");
  tell({ did: "refused", number, code: "not-wanted" });
}

async function make() {
  const [first, second] = ["cell-new-passphrase", "cell-new-again"].map(
    (id) => /** @type {HTMLInputElement} */ (by(id)),
  );
  if (!first || !second) return;
  const why = passphraseFault(first.value) || (first.value === second.value ? "" : "passphrase-differs");
  if (why) {
    told(`cell.fault.${why}`);
    return first.focus();
  }
  try {
    told("cell.making");
    const { pem, publicKeyMultibase } = await newKey(first.value);
    first.value = second.value = "";
    made = { file: new Blob([pem], { type: "application/x-pem-file" }), publicKeyMultibase };
    isSaved = false;
    if (purpose) {
      const { base, path, id, created, dates } = purpose;
      const code = changeCode(base, path, { add: { id, publicKeyMultibase, created }, ...(dates.length && { dates }) });
      // The code stands apart: nothing that the page says of the rest can look like it.
      const [ahead = "", behind = ""] = say("cell.code", { code: "\0", path, base }).split("\0");
      const ends = dates.map(({ id: key, field, day: date }) =>
        element(
          "span",
          { class: "key-end" },
          say(field === "expires" ? "cell.key_expires" : "cell.key_revoked", { key, date: shownDay(date) }),
        ),
      );
      by("cell-code").replaceChildren(ahead, element("strong", { class: "code", dir: "ltr" }, code), behind, ...ends);
    }
    told("");
    show("made");
    by("cell-made").focus();
  } catch (error) {
    failed(error);
  }
}

/** @param {any} said @returns {NewKey | null} */
function readPurpose(said) {
  const dates = Array.isArray(said?.dates) ? said.dates : [];
  const { base, path, id, created } = said ?? {};
  const is = (/** @type {RegExp} */ form, /** @type {unknown} */ one) => typeof one === "string" && form.test(one);
  const isGood =
    is(SITE, base) &&
    is(ORGANISATION, path) &&
    is(KEY, id) &&
    is(DAY, created) &&
    dates.length <= MAX_KEYS &&
    dates.every(
      (/** @type {any} */ one) => is(KEY, one?.id) && is(/^(?:expires|revoked)$/, one?.field) && is(DAY, one?.day),
    );
  return isGood ? { base, path, id, created, dates } : null;
}

/** @param {any} message */
function onMessage(message) {
  if (!isSaved) {
    told("cell.save_first");
    return tell({ did: "refused", number: message?.number, code: "busy" });
  }
  switch (message?.do) {
    case "key": {
      const { name, keys } = message;
      const good =
        typeof name === "string" &&
        Array.isArray(keys) &&
        keys.length <= MAX_KEYS &&
        keys.every((one) => typeof one?.id === "string" && typeof one.publicKeyMultibase === "string");
      if (!good) return;
      if (open) lock("");
      const inForce = Array.isArray(message.inForce) ? message.inForce.map(String) : keys.map(({ id }) => id);
      expected = { name: name.slice(0, 200), keys, inForce };
      by("cell-name").textContent = expected.name;
      told("");
      return show("open");
    }
    case "sign":
      return ask(message);
    case "stop":
      isStopped = true;
      return;
    case "lock":
      return lock("");
    case "new":
      fileName = `${
        String(message.name)
          .replace(/[^a-z0-9-]/g, "")
          .slice(0, 64) || "key"
      }.pem`;
      purpose = readPurpose(message.purpose);
      told("");
      return show("new");
  }
}

by("cell-open-button").addEventListener("click", unlock);
passphrase.addEventListener("keydown", (event) => event.key === "Enter" && unlock());
signButton.addEventListener("click", sign);
by("cell-refuse").addEventListener("click", refuse);
by("cell-stop").addEventListener("click", () => (isStopped = true));
by("cell-lock").addEventListener("click", () => lock("cell.locked"));
by("cell-make").addEventListener("click", make);
by("cell-save").addEventListener("click", () => {
  if (!made) return;
  element("a", { href: URL.createObjectURL(made.file), download: fileName }).click();
  // The public half is given out when the private one is kept.
  tell({ did: "made", publicKeyMultibase: made.publicKeyMultibase });
  isSaved = true;
});
by("cell-new-again").addEventListener("keydown", (event) => event.key === "Enter" && make());
for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, awake, { passive: true });
window.addEventListener("pagehide", () => lock(""));
// The first port that the page around this frame hands over is the only one that is ever listened to.
window.addEventListener("message", (event) => {
  if (port || event.source !== window.parent || event.data?.lapel !== "desk" || !event.ports[0]) return;
  // A saved desk has the cell inside itself; on a site, no page of another site is listened to.
  if (location.protocol !== "about:" && event.origin !== location.origin) return;
  port = event.ports[0];
  port.onmessage = ({ data }) => onMessage(data);
  tell({ did: "ready" });
  show("wait");
});
new ResizeObserver(measure).observe(document.body);
show("wait");
