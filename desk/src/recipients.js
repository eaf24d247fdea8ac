// Who gets a badge: the rows of a table, with every fault named at once. The engine has the same rules
// (lapel/issuing/recipients.py), and tests/test_desk_rows.py gives both the same lists.
// @ts-check

import { tidyName } from "../../verifier/src/names.js";
import { ListFault } from "./fault.js";
import { identityNumbers, namesSomebody, percentDecoded } from "./personal.js";
import { rowsOf } from "./table.js";
import { codePoint, cut, fold, hasUnseen, length, near, oddInName, strip } from "./text.js";

/** @typedef {import("./fault.js").RowFault} RowFault */

/**
 * One row: a person, and what the award says beyond the badge.
 * @typedef {object} Recipient
 * @property {number} row
 * @property {string} name
 * @property {string} [email]
 * @property {string} [badge]
 * @property {string} [evidence]
 * @property {string} [narrative]
 * @property {string} [result]
 * @property {string} [awarded] the day of the deed (ISO 8601), when the row says one
 * @property {string} [language] of the letter
 */

export const MAX_ROWS = 20_000;
export const COLUMNS = ["name", "email", "evidence", "narrative", "badge", "result", "date", "language"];
/** @type {Record<string, number>} */
const LIMITS = {
  name: 200,
  email: 254,
  evidence: 2000,
  narrative: 4000,
  badge: 64,
  result: 200,
  date: 40,
  language: 40,
  "first name": 100,
  "last name": 100,
};
/** Two columns that make a name where there is none. */
export const PART_NAMES = ["first name", "last name"];
const IS_PART = new Set(PART_NAMES);
const EMAIL = /^[^@\s\x1c-\x1f\x85<>()[\],;:"\\?&%#/]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/**
 * What is needed beside the list: the day of today (UTC, ISO 8601), the languages in which there are letters, and what
 * people write above a column, as `plainColumn` says it.
 * @typedef {{today: string, languages: string[], columns: Record<string, string>}} Known
 */

/**
 * The people of a table in text. Throws ListFault with every fault in it.
 * @param {string} text
 * @param {Known} known
 */
export const parseRecipients = (text, known) => recipientsOf(rowsOf(text), known);

/**
 * The people of a table whose first row is the header.
 * @param {Iterable<string[]>} rows
 * @param {Known} known
 * @returns {Recipient[]}
 */
export function recipientsOf(rows, known) {
  const body = rows[Symbol.iterator]();
  const { value: header, done } = body.next();
  if (done) throw new ListFault([{ row: 1, column: "", code: "file-empty" }]);
  const columns = columnsOf(header, known.columns);
  /** @type {RowFault[]} */
  const faults = [];
  /** @type {Recipient[]} */
  const people = [];
  for (let number = 2, next = body.next(); !next.done; number++, next = body.next()) {
    const row = next.value;
    if (!row.some((cell) => strip(cell))) continue;
    if (number > MAX_ROWS)
      throw new ListFault([{ row: number, column: "", code: "rows-many", details: { most: MAX_ROWS } }]);
    const person = recipientOf(number, row, columns, known, faults);
    if (person) people.push(person);
  }
  faults.push(...twice(people), ...othersNamed(people));
  if (!people.length && !faults.length) faults.push({ row: 2, column: "", code: "rows-none" });
  if (faults.length) throw new ListFault(faults);
  return people;
}

/** The name of a column as it is compared; empty for one without. @param {string} cell @param {Known["columns"]} columns */
export function columnOf(cell, columns) {
  const plain = [...fold(cell)].filter((letter) => /[\p{L}\p{N}]/u.test(letter)).join("");
  return (Object.hasOwn(columns, plain) ? columns[plain] : plain) ?? "";
}

/** Whether a row can be a header: one of its cells is the name of a column. @param {string[]} row @param {Known["columns"]} columns */
export const isHeader = (row, columns) => row.some((cell) => isColumn(columnOf(cell, columns)));

/** Whether it is the name of a column. @param {string} name */
export const isColumn = (name) => COLUMNS.includes(name) || IS_PART.has(name);

/** What each column is; an empty header names a column that is left alone. @param {string[]} header @param {Known["columns"]} columns */
function columnsOf(header, columns) {
  if (!isHeader(header, columns)) throw new ListFault([{ row: 1, column: "", code: "header-none" }]);
  /** @type {RowFault[]} */
  const faults = [];
  /** @type {(string | null)[]} */
  const found = [];
  for (const [at, cell] of header.entries()) {
    const name = columnOf(cell, columns);
    if (!name) found.push(null);
    else if (!COLUMNS.includes(name) && !IS_PART.has(name)) {
      const meant = near(name, COLUMNS);
      const column = cut(strip(cell), 40) || String(at + 1);
      faults.push({
        row: 1,
        column,
        code: "column-unknown",
        details: { meant: meant ?? "", columns: COLUMNS.join(", ") },
      });
    } else if (found.includes(name)) faults.push({ row: 1, column: name, code: "column-twice" });
    else found.push(name);
  }
  const isNamed = [...IS_PART].every((name) => found.includes(name));
  if (!found.includes("name") && !isNamed) faults.push({ row: 1, column: "name", code: "column-missing" });
  if (faults.length) throw new ListFault(faults);
  return found;
}

/**
 * @param {number} row
 * @param {string[]} line
 * @param {(string | null)[]} columns
 * @param {Known} known
 * @param {RowFault[]} faults
 * @returns {Recipient | null}
 */
function recipientOf(row, line, columns, known, faults) {
  const fault = (/** @type {string} */ column, /** @type {string} */ code, details = {}) =>
    void faults.push({ row, column, code, details });
  if (line.length > columns.length && line.slice(columns.length).some((cell) => strip(cell))) {
    fault("", "cells-many");
    return null;
  }
  const before = faults.length;
  const cells = cellsOf(line, columns);
  for (const [name, cell] of Object.entries(cells)) {
    if (length(cell) > (LIMITS[name] ?? 0)) fault(name, "cell-long", { most: LIMITS[name] ?? 0 });
    if (hasUnseen(cell)) fault(name, "cell-unseen");
  }
  const { name = "", date = "", language, email: address, ...more } = cells;
  const odd = oddInName(name);
  if (faults.length === before && odd) fault("name", "name-odd", { character: codePoint(odd) });
  if (!name) fault("name", "name-empty");
  const wrongDay = date && dayFault(date, known.today);
  if (wrongDay) fault("date", wrongDay, { text: date });
  if (language && !known.languages.includes(language))
    fault("language", "language-unknown", { text: cut(language, 20), languages: known.languages.join(", ") });
  const email = address && strip(address).toLowerCase();
  if (email && (!EMAIL.test(email) || length(email) > 254 || !/^[\0-\x7f]*$/.test(email)))
    fault("email", "email-bad", { text: cut(email, 60) });
  for (const column of ["evidence", "narrative", "result"]) {
    for (const what of identityNumbers(more[column] ?? "")) fault(column, "identity-number", { what });
    if (namesSomebody(more[column] ?? "", name, email)) fault(column, "names-person");
  }
  if (faults.length > before) return null;
  return {
    row,
    name: tidyName(name),
    ...(email && { email }),
    ...more,
    ...(date && { awarded: date }),
    ...(language && { language }),
  };
}

/** The cells with something in them, by their columns; two parts of a name make one. @param {string[]} line @param {(string | null)[]} columns */
function cellsOf(line, columns) {
  /** @type {Record<string, string>} */
  const cells = {};
  /** @type {string[]} */
  const parts = []; // in the order of the columns: not everywhere does the first name come first
  for (const [at, column] of columns.entries()) {
    const cell = strip(line[at] ?? "");
    if (!column || !cell) continue;
    if (IS_PART.has(column)) parts.push(cell);
    else cells[column] = cell;
  }
  if (parts.length && !cells.name) cells.name = parts.join(" ");
  return cells;
}

/** Why a day is none, or none that can be. @param {string} text @param {string} today */
export function dayFault(text, today) {
  const moment = DAY.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(NaN);
  if (Number.isNaN(moment.valueOf()) || moment.toISOString().slice(0, 10) !== text || text < "0001") return "date-form";
  if (text < "1950") return "date-old";
  return text > today ? "date-future" : "";
}

/** Who it is, for telling rows apart: families and hostels share a mailbox, so the name counts too. @param {Recipient} person */
export const keyOf = (person) => `${person.email ?? ""}\n${fold(tidyName(person.name))}`;

/** Words of a name that is looked for in what is said of others. */
const LONGEST = 5;
/** @param {string} text */
const wordsOf = (text) => fold(tidyName(text)).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Texts that say the whole name of somebody else in the list. One word alone is too often a word like others. @param {Recipient[]} people @returns {RowFault[]} */
function othersNamed(people) {
  const names = new Set(
    people
      .map((one) => wordsOf(one.name))
      .filter((words) => words.length > 1 && words.length <= LONGEST)
      .map((words) => words.join(" ")),
  );
  /** @type {RowFault[]} */
  const faults = [];
  for (const one of people)
    for (const column of /** @type {const} */ (["evidence", "narrative", "result"])) {
      const words = wordsOf(percentDecoded(one[column] ?? ""));
      const own = wordsOf(one.name).join(" ");
      const runs = (/** @type {number} */ at) =>
        Array.from({ length: LONGEST - 1 }, (_, n) => words.slice(at, at + n + 2).join(" "));
      if (words.some((_, at) => runs(at).some((run) => run !== own && names.has(run))))
        faults.push({ row: one.row, column, code: "names-other" });
    }
  return faults;
}

/** @param {Recipient[]} people @returns {RowFault[]} */
function twice(people) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  return people.flatMap((person) => {
    const key = JSON.stringify([keyOf(person), person.badge]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, person.row);
    const column = person.email ? "email" : "name";
    return first === undefined ? [] : [{ row: person.row, column, code: "person-twice", details: { first } }];
  });
}
