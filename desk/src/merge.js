// How what was signed goes into the files of the network: lines are added, a list takes the place of the one that it
// was made from, and of an organisation's file only the lines of its keys change.
// @ts-check

import { DeskFault } from "./fault.js";
import { withKeys } from "./keys.js";

/**
 * What is sent. `files` are texts by their paths; `bases` the lists, as they were read, whose place a signed one takes;
 * `keys` what changes in the files of organisations, by their paths.
 * @typedef {object} Changes
 * @property {Record<string, string>} files
 * @property {Record<string, any>} [bases]
 * @property {Record<string, import("./keys.js").KeyChange>} [keys]
 */

/** What was signed before, and what was signed now, as one: the lists begin where the first of them began. @param {Changes | null} before @param {Changes} now @returns {Changes} */
export function together(before, now) {
  const files = { ...before?.files };
  for (const [path, text] of Object.entries(now.files))
    files[path] = path.endsWith(".jsonl") ? (files[path] ?? "") + text : text;
  const bases = { ...now.bases };
  for (const [path, text] of Object.entries(before?.files ?? {}))
    if (!path.endsWith(".jsonl") && text) bases[path] = before?.bases?.[path];
  /** @type {NonNullable<Changes["keys"]>} */
  const keys = { ...before?.keys };
  for (const [path, change] of Object.entries(now.keys ?? {}))
    keys[path] = { ...keys[path], ...change, dates: [...(keys[path]?.dates ?? []), ...(change.dates ?? [])] };
  return { files, bases, keys };
}

/** The paths of all files that change. @param {Changes} changes */
export const pathsOf = ({ files, keys = {} }) => [...Object.keys(files), ...Object.keys(keys)];

/**
 * A file as it has to be; null when it is as it has to be already. Fault: files-changed, when somebody else changed it
 * meanwhile.
 * @param {Changes} changes
 * @param {string} path
 * @param {string | null} before null for a file that is not there
 * @returns {string | null}
 */
export function merged({ files, bases = {}, keys = {} }, path, before) {
  const change = keys[path];
  if (change) {
    if (before === null) throw new DeskFault("files-changed");
    if (change.add && before.includes(change.add.publicKeyMultibase)) return null;
    return withKeys(before, change);
  }
  const text = files[path] ?? "";
  if (path.endsWith(".jsonl")) {
    const known = new Set((before ?? "").split("\n"));
    const added = text.split("\n").filter((line) => line && !known.has(line));
    if (!added.length) return null;
    return `${before ?? ""}${before && !before.endsWith("\n") ? "\n" : ""}${added.join("\n")}\n`;
  }
  if (before === null || before === text) return before === text ? null : text;
  // A list that is new here, and there already, was opened by another desk meanwhile.
  if (!bases[path] || !isSame(before, bases[path])) throw new DeskFault("files-changed");
  return text;
}

/** @param {string} text @param {any} document */
function isSame(text, document) {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(document);
  } catch {
    return false;
  }
}
