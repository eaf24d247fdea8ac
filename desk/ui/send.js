// Sending what was signed: a file for the maintainer, or files in a folder of this computer.
// @ts-check

import { DeskFault } from "../src/fault.js";
import { merged, pathsOf } from "../src/merge.js";
import { packed } from "../src/package.js";
import { savedOn } from "./data.js";
import { by, element } from "./element.js";
import { say } from "./words.js";

/** @typedef {{network: import("../src/network.js").Network, issuer: string, batch: string, created: string} & import("../src/merge.js").Changes} Sent */

/** Gives the browser a file to save. @param {string} name @param {Uint8Array | string} content @param {string} type */
export function save(name, content, type) {
  const address = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (content)], { type }));
  element("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The file for the maintainer. @param {Sent} sent */
export const saveForMaintainer = (sent) => save(`${sent.batch}.awards.zip`, packed(sent), "application/zip");

/** Whether this browser writes into folders. */
export const canWriteFolders = () => "showDirectoryPicker" in window;

/**
 * Writes into the network's folder on this computer, whole or not at all: each file is written beside its place first.
 * Faults: folder-none, folder-other (no network in it), folder-failed.
 * @param {Sent} sent
 */
export async function writeFolder(sent) {
  /** @type {any} */
  let root;
  try {
    root = await /** @type {any} */ (window).showDirectoryPicker({ mode: "readwrite" });
  } catch {
    throw new DeskFault("folder-none");
  }
  for (const part of ["badges", "network"])
    await root.getDirectoryHandle(part).catch(() => {
      throw new DeskFault("folder-other");
    });
  /** @type {{writer: any, place: any, name: string, isNew: boolean}[]} */
  const open = [];
  try {
    for (const path of pathsOf(sent)) {
      const names = path.split("/");
      const name = names.pop() ?? "";
      let place = root;
      for (const one of names) place = await place.getDirectoryHandle(one, { create: true });
      const known = await place.getFileHandle(name).catch(() => null);
      const after = merged(sent, path, known ? await (await known.getFile()).text() : null);
      if (after === null) continue; // it was written already
      const file = known ?? (await place.getFileHandle(name, { create: true }));
      // What is written stands beside the file until it is closed.
      const writer = await file.createWritable();
      open.push({ writer, place, name, isNew: !known });
      await writer.write(after);
    }
  } catch (error) {
    for (const { writer, place, name, isNew } of open) {
      await writer.abort().catch(() => {});
      if (isNew) await place.removeEntry(name).catch(() => {});
    }
    throw error instanceof DeskFault ? error : new DeskFault("folder-failed");
  }
  for (const { writer } of open) await writer.close();
}

/**
 * Opens a pull request with a token that is typed, and forgets the token.
 * @param {Sent} sent
 * @param {(code: string, details?: Record<string, string>) => void} told
 * @param {() => void} done
 */
async function propose(sent, told, done) {
  const { forge } = sent.network;
  const field = /** @type {HTMLInputElement} */ (by("desk-token"));
  const button = /** @type {HTMLButtonElement} */ (by("desk-send-pull"));
  const token = field.value.trim();
  if (!forge || !token) return field.focus();
  button.disabled = true;
  told("desk.pull_opening");
  try {
    const { asker, PROPOSE } = await import("../src/forges.js");
    const name = `desk/${sent.batch}-${crypto.randomUUID().slice(0, 8)}`;
    const title = say("desk.pull_title", { batch: sent.batch });
    // The code itself is not in it: whoever reads this compares what they hear with what they work out themselves.
    const body = say(Object.keys(sent.keys ?? {}).length ? "desk.pull_keys" : "desk.pull_body");
    const proposal = { name, title, body, changes: sent };
    const address = await PROPOSE[forge.kind](forge, proposal, asker(forge, token));
    const link = URL.canParse(address) && address.startsWith("https://") ? address : "";
    by("desk-pull").replaceChildren(link ? element("a", { href: link, rel: "noreferrer" }, link) : "");
    done();
    told("desk.pull_open");
  } catch (error) {
    told(`desk.fault.${error instanceof DeskFault ? error.code : "unknown"}`);
  } finally {
    field.value = "";
    button.disabled = false;
  }
}

/**
 * Shows what can be done with what was signed.
 * @param {Sent} sent
 * @param {(code: string, details?: Record<string, string>) => void} told
 * @param {() => void} done is called when it was sent
 */
export function offer(sent, told, done) {
  by("desk-send-file").onclick = () => {
    saveForMaintainer(sent);
    done();
    told("desk.saved", { name: `${sent.batch}.awards.zip` });
  };
  const folder = by("desk-send-folder");
  folder.hidden = !canWriteFolders();
  folder.onclick = async () => {
    try {
      await writeFolder(sent);
      done();
      told("desk.written");
    } catch (error) {
      const code = error instanceof DeskFault ? error.code : "unknown";
      if (code !== "folder-none") told(`desk.fault.${code}`);
    }
  };
  const forge = by("desk-send-forge");
  // A saved desk may ask nobody.
  forge.hidden = !sent.network.forge || savedOn !== "";
  by("desk-pull-form").onsubmit = (event) => {
    event.preventDefault();
    void propose(sent, told, done);
  };
}
