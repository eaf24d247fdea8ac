// What the desk sends: one file with everything that belongs into the repository of the network, and nothing that names
// anybody.
// @ts-check

import { strToU8, zipSync } from "fflate";

/** The edition of the file. */
export const VERSION = 1;
export const MANIFEST = "lapel-awards.json";

/**
 * @param {object} sent
 * @param {import("./network.js").Network} sent.network
 * @param {string} sent.issuer
 * @param {string} sent.created
 * @param {Record<string, string>} sent.files what is added to the files of the repository, by their paths
 * @param {Record<string, import("./keys.js").KeyChange>} [sent.keys] what changes in the files of organisations
 */
export function packed({ network, issuer, created, files, keys = {} }) {
  const manifest = {
    version: VERSION,
    base: network.base,
    issuer,
    created,
    files: Object.keys(files).sort(),
    ...(Object.keys(keys).length && { keys }),
  };
  const entries = { [MANIFEST]: `${JSON.stringify(manifest, null, 2)}\n`, ...files };
  const when = new Date(created);
  /** @type {import("fflate").Zippable} */
  const zip = {};
  for (const [path, text] of Object.entries(entries)) zip[path] = [strToU8(text), { mtime: when }];
  return zipSync(zip, { level: 6 });
}
