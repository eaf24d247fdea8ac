// The lines beside an issuer's lists, which say why an award was withdrawn, and which withdrawals were taken back (the
// engine: lapel/ledger/withdrawals.py).
// @ts-check

import { sha256 } from "@noble/hashes/sha2.js";
import { hex, utf8 } from "../../verifier/src/bytes.js";
import { publicFault } from "./personal.js";

/**
 * What becomes of an award: withdrawn for `reason`, perhaps with another in its place; or given back: then `undoes` are
 * the digests of the lines that withdrew it.
 * @typedef {{award: string, reason: string, replacement?: string} | {award: string, undoes: string[]}} Change
 */

export const MAX_REASON = 300;

/** Where the lines of an issuer are kept. @param {string} issuer */
export const reasonsFile = (issuer) => `network/status/${issuer}/revocations.jsonl`;

/** Why a reason is none. @param {string} reason */
export function reasonFault(reason) {
  if (!reason.trim()) return "reason-empty";
  if ([...reason].length > MAX_REASON) return "reason-long";
  const what = publicFault(reason);
  if (what) return `public-${what}`;
  return /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(reason) ? "reason-unseen" : "";
}

/**
 * One line, with its end.
 * @param {Change} change
 * @param {{number: number, index: number}} place of the award in the lists
 * @param {string} date ISO 8601
 * @param {string} id a random name of the line
 */
export function reasonLine(change, { number, index }, date, id) {
  const { award } = change;
  if ("undoes" in change) return `${JSON.stringify({ award, undoes: change.undoes, date })}\n`;
  const { reason, replacement } = change;
  return `${JSON.stringify({ award, list: number, index, date, reason, ...(replacement && { replacement }), id })}\n`;
}

/** The digest by which a line is named. @param {string} line with or without its end */
export const lineDigest = (line) => hex(sha256(utf8(line.replace(/\n$/, ""))));

/** By what the site names an award in its file of withdrawals: whoever does not know the award learns nothing. @param {string} award */
export const awardDigest = (award) => hex(sha256(utf8(award)));
