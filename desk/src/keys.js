// The public keys in an organisation's file: how a new one gets in, and how one is stopped (the engine:
// lapel/credentials/organisation_keys.py).
// @ts-check

import { sha256 } from "@noble/hashes/sha2.js";
import { hex, utf8 } from "../../verifier/src/bytes.js";
import { DeskFault } from "./fault.js";

/**
 * What is changed: a key that is new, and the days on which others end or were not safe.
 * @typedef {object} KeyChange
 * @property {{id: string, publicKeyMultibase: string, created: string}} [add]
 * @property {{id: string, field: "expires" | "revoked", day: string}[]} [dates]
 */

const KEYS = /^verificationMethod:\s*(?:#.*)?$/;
const NO_KEYS = /^verificationMethod:\s*(?:\[\s*\]|~|null)\s*(?:#.*)?$/;

/** A name for a new key that no key of the organisation ever had. @param {import("./network.js").Issuer} issuer @param {string} day */
export function nextName(issuer, day) {
  const taken = new Set(issuer.keys.map((one) => one.id));
  const base = `key-${day.slice(0, 7)}`;
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!taken.has(name)) return name;
  }
}

/** The organisation's file as it has to be. Fault: keys-other, when its keys are written in another way. @param {string} text @param {KeyChange} change */
export function withKeys(text, { add, dates = [] }) {
  const added = add ? addKey(text, add) : text;
  return dates.reduce((found, { id, field, day }) => setDate(found, id, field, day), added);
}

/** @param {string} text @param {NonNullable<KeyChange["add"]>} key */
function addKey(text, { id, publicKeyMultibase, created }) {
  const lines = [`  - id: ${id}`, `    publicKeyMultibase: ${publicKeyMultibase}`, `    created: ${created}`];
  const rows = text.split("\n");
  for (const [at, row] of rows.entries()) {
    if (KEYS.test(row)) return [...rows.slice(0, at + 1), ...lines, ...rows.slice(at + 1)].join("\n");
    if (NO_KEYS.test(row))
      return [...rows.slice(0, at), "verificationMethod:", ...lines, ...rows.slice(at + 1)].join("\n");
    if (/^["']?verificationMethod/.test(row)) throw new DeskFault("keys-other");
  }
  const end = rows.indexOf("---", 1);
  if (end < 0) throw new DeskFault("keys-other");
  return [...rows.slice(0, end), "verificationMethod:", ...lines, ...rows.slice(end)].join("\n");
}

/** @param {string} text @param {string} id @param {string} field @param {string} day */
function setDate(text, id, field, day) {
  const rows = text.split("\n");
  const start = rows.findIndex((row) => {
    const named = /^\s*-\s+id:\s*(["']?)([^"'\s#]+)\1\s*(?:#.*)?$/.exec(row);
    return named?.[2] === id;
  });
  const first = rows[start];
  if (first === undefined) throw new DeskFault("keys-other");
  const indent = " ".repeat(first.indexOf("id:"));
  const line = `${indent}${field}: ${day}`;
  let end = start + 1;
  for (let row = rows[end]; row?.startsWith(indent) && row.trim(); row = rows[++end])
    if (row.startsWith(`${indent}${field}:`)) return [...rows.slice(0, end), line, ...rows.slice(end + 1)].join("\n");
  return [...rows.slice(0, end), line, ...rows.slice(end)].join("\n");
}

/** The lines for the organisation's file, for somebody who puts them in by hand. @param {import("./network.js").Issuer} issuer @param {NonNullable<KeyChange["add"]>} key */
export const keyLines = (issuer, { id, publicKeyMultibase, created }) =>
  [
    ...(issuer.keys.length ? [] : ["verificationMethod:"]),
    `  - id: ${id}`,
    `    publicKeyMultibase: ${publicKeyMultibase}`,
    `    created: ${created}\n`,
  ].join("\n");

/**
 * What the issuer says on the telephone, and the maintainer compares, before a change of keys is believed: 64 bits of a
 * digest of all of it.
 * @param {string} base
 * @param {string} path of the organisation's file
 * @param {KeyChange} change
 */
export function changeCode(base, path, { add, dates = [] }) {
  const said = [
    base,
    path,
    add ? [add.id, add.publicKeyMultibase, add.created] : [],
    // In one order, whoever makes it: the engine makes the same of a change that it finds.
    dates.map((one) => [one.id, one.field, one.day]).sort(),
  ];
  const digest = hex(sha256(utf8(JSON.stringify(said))));
  return (digest.slice(0, 16).match(/.{4}/g) ?? []).join(" ");
}
