// The table of people: pasted, typed or read from a file, with every fault at its cell.
// @ts-check

import { ListFault } from "../src/fault.js";
import { columnOf as columnIn, COLUMNS, isColumn, isHeader, PART_NAMES, recipientsOf } from "../src/recipients.js";
import { rowsOf } from "../src/table.js";
import { by, element } from "./element.js";
import { count, hasWords, listed, say } from "./words.js";

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

/** A header may stand below a title; so far down it is looked for. */
const HEADER_WITHIN = 6;

/** Takes a table: what is without a header gets one. @param {Iterable<string[]>} rows @param {boolean} [isAdded] behind what is there */
export function take(rows, isAdded = false) {
  const found = [...rows].filter((row) => row.some((cell) => cell.trim()));
  if (!found.length) return;
  const at = found.slice(0, HEADER_WITHIN).findIndex((row) => isHeader(row, columns));
  const whole = at < 0 ? [headerFor(found), ...found] : found.slice(at);
  if (isAdded && !isEmpty()) for (const row of whole.slice(1)) table.push(inOrder(row, whole[0] ?? []));
  else table = whole;
  const width = table.reduce((most, row) => Math.max(most, row.length), 0);
  for (const row of table) while (row.length < width) row.push("");
  draw();
}

/** The cells of a row with another header in the order of the table. @param {string[]} row @param {string[]} header */
const inOrder = (row, header) =>
  (table[0] ?? []).map((cell) => row[header.findIndex((name) => columnOf(name) === columnOf(cell))] ?? "");

/** Takes what was pasted. @param {string} text */
export const takeText = (text) => take(rowsOf(text), true);

/** A column with an "@" in it has addresses, the first one with letters has names; of any other a person decides. @param {string[][]} rows */
function headerFor(rows) {
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  /** @type {string[]} */
  const header = [];
  for (let at = 0; at < width; at++) {
    const cells = rows.map((row) => row[at] ?? "").filter((cell) => cell.trim());
    const isEmail = cells.length > 0 && cells.every((cell) => cell.includes("@"));
    const isName = !isEmail && cells.every((cell) => /\p{L}/u.test(cell));
    const kind = isEmail ? "email" : isName ? "name" : "";
    header.push(
      !cells.length ? "" : kind && !header.includes(kind) ? kind : say("desk.column_other", { number: at + 1 }),
    );
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
  const [header = [], ...all] = table;
  const isLong = table.length > MOST_SHOWN;
  const rows = isLong ? [] : all;
  const heads = header.map((cell, at) =>
    element(
      "th",
      { scope: "col" },
      element("span", { id: `desk-head-${at}`, class: "hidden-text" }, columnName(cell, at)),
      chooser(cell, at),
    ),
  );
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
    ...(isLong ? [element("p", {}, say("desk.many_rows", { most: MOST_SHOWN }))] : []),
    element(
      "table",
      { class: "desk-people" },
      element("caption", { class: "hidden-text" }, say("desk.people_caption")),
      element("thead", {}, element("tr", {}, element("th", { scope: "col" }, "#"), ...heads, element("td"))),
      element("tbody", {}, ...body),
    ),
  );
}

/** What a column is, in words. @param {string} cell @param {number} at */
function columnName(cell, at) {
  const key = `desk.column.${columnOf(cell).replace(" ", "_")}`;
  if (hasWords(key)) return say(key);
  return cell.trim() || say("desk.column_other", { number: at + 1 });
}

/** What a column is, to be chosen: one that is not known is left out, or told what it is. @param {string} cell @param {number} at */
function chooser(cell, at) {
  const known = isColumn(columnOf(cell));
  const options = [...PART_NAMES, ...COLUMNS].map((name) =>
    element("option", { value: name, selected: columnOf(cell) === name }, say(`desk.column.${name.replace(" ", "_")}`)),
  );
  const own = cell.trim() && !known ? [element("option", { value: cell, selected: true }, cell.trim())] : [];
  const none = element("option", { value: "", selected: !cell.trim() }, say("desk.column_none"));
  const select = element(
    "select",
    { id: headId(at), "aria-label": say("desk.column_is", { number: at + 1 }) },
    ...own,
    ...options,
    none,
  );
  select.addEventListener("change", () => {
    const header = table[0];
    if (header) header[at] = select.value;
    draw();
    changed();
    document.getElementById(headId(at))?.focus();
  });
  return select;
}

/** @param {number} at */
const headId = (at) => `desk-column-${at}`;

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
  for (const one of document.querySelectorAll("#desk-table [aria-invalid]")) {
    one.removeAttribute("aria-invalid");
    one.removeAttribute("aria-describedby");
  }
  const list = faults.slice(0, 200).map((fault) => {
    const text = sentence(fault);
    const input = inputOf(fault);
    if (!input) return element("li", {}, placeOf(fault), text);
    const note = document.getElementById(`${input.id}-fault`);
    input.setAttribute("aria-invalid", "true");
    if (note) {
      note.textContent = note.textContent ? `${note.textContent} ${text}` : text;
      note.hidden = false;
      input.setAttribute("aria-describedby", note.id);
    }
    return element("li", {}, element("a", { href: `#${input.id}` }, placeOf(fault)), text);
  });
  by("desk-faults").hidden = !faults.length;
  by("desk-faults-title").textContent = faults.length ? count("desk.faults", faults.length) : "";
  by("desk-faults-list").replaceChildren(...list);
}

/** The field that a fault is about: its column, or the name; the choice of the column for one in the header. @param {RowFault} fault */
function inputOf({ row, column }) {
  const header = table[0] ?? [];
  if (row === 1) {
    const place = header.findIndex((cell) => cell.trim() === column || columnOf(cell) === column);
    return document.getElementById(headId(place));
  }
  const at = header.findIndex((cell) => columnOf(cell) === column);
  return row < 1 ? null : document.getElementById(cellId(row, at < 0 ? 0 : at));
}

/** @param {RowFault} fault */
function placeOf({ row, column }) {
  if (row === 0) return "";
  if (row === 1) return column ? `${say("desk.header")}, “${column}”: ` : "";
  const key = `desk.column.${column.replace(" ", "_")}`;
  return `${say("desk.row", { number: row - 1 })}${column ? `, ${hasWords(key) ? say(key) : column}` : ""}: `;
}

/** The names of the badges, by their folders. @type {Record<string, {name: string}>} */
let names = {};
/** What people write above a column. @type {Record<string, string>} */
let columns = {};

/** @param {import("../src/network.js").Network} network */
export const know = (network) => void ([names, columns] = [network.badges, network.columns]);

/** The name of a column as it is compared. @param {string} cell */
const columnOf = (cell) => columnIn(cell, columns);

/** The folders of badges in what a sentence needs, as people know them. @param {Record<string, string | number>} details */
export function inWords(details) {
  const named = (/** @type {unknown} */ slug) =>
    Object.hasOwn(names, String(slug)) ? (names[String(slug)]?.name ?? "") : String(slug);
  const { badge, missing, first } = details;
  return {
    ...details,
    ...(badge !== undefined && { badge: named(badge) }),
    ...(missing !== undefined && {
      missing: listed(
        String(missing)
          .split(", ")
          .map((one) => `“${named(one)}”`),
      ),
    }),
    ...(typeof first === "number" && { first: first - 1 }),
  };
}

/** @param {RowFault} fault */
export function sentence({ code, details: plain = {} }) {
  const key = `desk.fault.${code}`;
  const details = inWords(plain);
  if (code === "identity-number") return say(`desk.fault.${plain.what}`);
  if (code === "column-unknown" || code === "badge-unknown")
    return say(plain.meant ? `${key}_meant` : key, inWords({ ...plain, badge: plain.badge ?? "" }));
  return say(key, details);
}

/** What a fault of the whole list is: shown where the list is. @param {unknown} error */
export const faultsOf = (error) => {
  if (error instanceof ListFault) return error.faults;
  return [{ row: 0, column: "", code: "file-csv" }];
};
