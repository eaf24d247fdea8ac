// What this browser remembers of the records of networks: the newest that it saw, so that an older one is noticed.
// Nothing of a badge is kept, and nothing is sent.
// @ts-check

/** @typedef {import("../src/record.js").Seen} Seen */

const KEY = "lapel-records";
const MOST = 50;

/** @returns {Seen[]} */
export function seenRecords() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    const fits = (/** @type {any} */ one) =>
      typeof one?.origin === "string" && Number.isFinite(one.size) && Number.isFinite(one.signed);
    return Array.isArray(kept) ? kept.filter(fits).slice(0, MOST) : [];
  } catch {
    return []; // where nothing may be kept, nothing is remembered
  }
}

/** @param {Seen | null} newest */
export function rememberRecord(newest) {
  if (!newest) return;
  const others = seenRecords().filter(({ origin }) => origin !== newest.origin);
  try {
    localStorage.setItem(KEY, JSON.stringify([newest, ...others].slice(0, MOST)));
  } catch {
    // The storage is full or closed.
  }
}
