// The table of people: pasted, typed or read from a file, with every fault at its cell.
// @ts-check

import { ListFault } from "../src/fault.js";
import { COLUMNS, isHeader, recipientsOf } from "../src/recipients.js";
import { rowsOf } from "../src/table.js";
import { by, element } from "./element.js";
import { count, hasWords, say } from "./words.js";

/** @typedef {import("../src/fault.js").RowFault} RowFault */

/** More rows than this are shown as a list of faults alone: so many fields make a browser slow. */
const MOST_SHOWN = 300;
const EMPTY = [
  ["name", "email"],
  ["", ""],
];

/** The rows, the first of which is the header. @type {string[][]} */
let table = EMPTY.map((row) => [...row]);
/** @type {() => void} */
let changed = () => {};

/** @param {() => void} listener is told when somebody changes a cell */
export const onChange = (listener) => void (changed = listener);

/** The people; throws ListFault. @param {import("../src/recipients.js").Known} known */
export const readPeople = (known) => recipientsOf(table, known);

/** Whether there is anything in the table. */
export const isEmpty = () => !table.slice(1).some((row) => row.some((cell) => cell.trim()));

/** Takes a table: what is without a header gets one. @param {Iterable<string[]>} rows @param {boolean} [isAdded] behind what is there */
export function take(rows, isAdded = false) {
  const found = [...rows].filter((row) => row.some((cell) => cell.trim()));
  const [first] = found;
  if (!first) return;
  const whole = isHeader(first) ? found : [headerFor(found), ...found];
  if (isAdded && !isEmpty()) table.push(...whole.slice(1).map((row) => inOrder(row, whole[0] ?? [])));
  else table = whole;
  const width = Math.max(...table.map((row) => row.length));
  for (const row of table) while (row.length < width) row.push("");
  draw();
}

/** The cells of a row with another header in the order of the table. @param {string[]} row @param {string[]} header */
const inOrder = (row, header) =>
  (table[0] ?? []).map((_, at) => row[header.findIndex((name) => name === columnOf(at))] ?? "");

/** Takes what was pasted. @param {string} text */
export const takeText = (text) => take(rowsOf(text));

/** A column with an "@" in it has addresses, the first other one has names. @param {string[][]} rows */
function headerFor(rows) {
  const width = Math.max(...rows.map((row) => row.length));
  /** @type {string[]} */
  const header = Array(width).fill("");
  for (let at = 0; at < width; at++) {
    const cells = rows.map((row) => row[at] ?? "").filter((cell) => cell.trim());
    const kind = cells.length && cells.every((cell) => cell.includes("@")) ? "email" : "name";
    if (cells.length && !header.includes(kind)) header[at] = kind;
  }
  return header;
}

/** Empties the table. */
export function clear() {
  table = EMPTY.map((row) => [...row]);
  draw();
}

/** Draws the fields anew; what is wrong is shown by `showFaults`. */
export function draw() {
  const place = by("desk-table");
  by("desk-rows").textContent = isEmpty() ? "" : count("desk.rows", table.length - 1);
  if (table.length > MOST_SHOWN) {
    place.replaceChildren(element("p", {}, say("desk.many_rows", { most: MOST_SHOWN })));
    return;
  }
  const [header = [], ...rows] = table;
  const heads = header.map((cell, at) => element("th", { scope: "col", id: `desk-head-${at}` }, columnName(cell, at)));
  const body = rows.map((row, down) =>
    element(
      "tr",
      {},
      element("th", { scope: "row", id: `desk-row-${down + 2}` }, String(down + 1)),
      ...row.map((cell, at) => field(cell, down + 1, at, columnName(header[at] ?? "", at))),
      element("td", {}, remover(down + 1)),
    ),
  );
  place.replaceChildren(
    element(
      "table",
      { class: "desk-people" },
      element("caption", { class: "hidden-text" }, say("desk.people_caption")),
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "#"), ...heads, element("td"))),
      element("tbody", {}, ...body),
    ),
  );
}

/** @param {string} cell @param {number} at */
function columnName(cell, at) {
  const key = `desk.column.${cell.trim().toLowerCase()}`;
  if (hasWords(key)) return say(key);
  return cell.trim() || say("desk.column_other", { number: at + 1 });
}

/** @param {string} value @param {number} row @param {number} at @param {string} name of the column */
function field(value, row, at, name) {
  const input = element("input", {
    id: cellId(row + 1, at),
    value,
    "aria-labelledby": `desk-row-${row + 1} desk-head-${at}`,
    autocomplete: "off",
    spellcheck: "false",
    dir: "auto",
  });
  input.addEventListener("change", () => {
    const own = table[row];
    if (own) own[at] = input.value;
    changed();
  });
  return element(
    "td",
    { "data-name": name },
    input,
    element("p", { class: "fault", id: `${cellId(row + 1, at)}-fault`, hidden: true }),
  );
}

/** @param {number} row */
function remover(row) {
  const button = element("button", { type: "button", class: "button quiet small" }, "×");
  button.setAttribute("aria-label", say("desk.remove_row", { number: row }));
  button.addEventListener("click", () => {
    table.splice(row, 1);
    if (table.length < 2) table.push(Array(table[0]?.length ?? 2).fill(""));
    draw();
    changed();
    by("desk-add").focus();
  });
  return button;
}

/** One more row to type in. */
export function addRow() {
  table.push(Array(table[0]?.length ?? 2).fill(""));
  draw();
  document.getElementById(cellId(table.length, 0))?.focus();
}

/** @param {number} row as a spreadsheet counts @param {number} at */
const cellId = (row, at) => `desk-cell-${row}-${at}`;

/**
 * Shows every fault at its cell, and all of them in a list that leads there.
 * @param {RowFault[]} faults
 */
export function showFaults(faults) {
  for (const one of document.querySelectorAll("#desk-table .fault")) {
    /** @type {HTMLElement} */ (one).hidden = true;
    one.textContent = "";
  }
  for (const one of document.querySelectorAll("#desk-table input[aria-invalid]")) {
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
  }
  const list = faults.slice(0, 200).map((fault) => {
    const text = sentence(fault);
    const input = inputOf(fault);
    if (!input) return element("li", {}, placeOf(fault), text);
    const note = by(`${input.id}-fault`);
    note.textContent = note.textContent ? `${note.textContent} ${text}` : text;
    note.hidden = false;
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", note.id);
    return element("li", {}, element("a", { href: `#${input.id}` }, placeOf(fault)), text);
  });
  by("desk-faults").hidden = !faults.length;
  by("desk-faults-title").textContent = faults.length ? count("desk.faults", faults.length) : "";
  by("desk-faults-list").replaceChildren(...list);
}

/** The field that a fault is about: its column, or the name. @param {RowFault} fault */
function inputOf({ row, column }) {
  if (row < 2) return null;
  const at = (table[0] ?? []).findIndex((_, number) => columnOf(number) === column);
  return document.getElementById(cellId(row, at < 0 ? 0 : at));
}

/** @param {number} at */
const columnOf = (at) => {
  const cell = (table[0]?.[at] ?? "").trim().toLowerCase();
  return COLUMNS.find((name) => name === cell) ?? cell;
};

/** @param {RowFault} fault */
function placeOf({ row, column }) {
  if (row === 0) return "";
  if (row === 1) return column ? `${say("desk.header")}, “${column}”: ` : "";
  const key = `desk.column.${column}`;
  return `${say("desk.row", { number: row - 1 })}${column ? `, ${hasWords(key) ? say(key) : column}` : ""}: `;
}

/** @param {RowFault} fault */
export function sentence({ code, details = {} }) {
  const key = `desk.fault.${code}`;
  if (code === "identity-number") return say(`desk.fault.${details.what}`);
  if (code === "column-unknown" || code === "badge-unknown")
    return say(details.meant ? `${key}_meant` : key, /** @type {any} */ (details));
  return say(key, /** @type {any} */ (details));
}

/** What a fault of the whole list is: shown where the list is. @param {unknown} error */
export const faultsOf = (error) => {
  if (error instanceof ListFault) return error.faults;
  throw error;
};
