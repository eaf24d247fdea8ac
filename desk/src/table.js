// The cells of a table as text: what a spreadsheet puts on the clipboard, and CSV files as it saves them.
// @ts-check

import { ListFault } from "./fault.js";
import { strip } from "./text.js";

export const MAX_BYTES = 5 * 1024 * 1024;
const MAX_CELL = 100_000;

/**
 * The text of a file. A file that is no text in UTF-8 is a fault.
 * @param {Uint8Array} bytes
 */
export function decode(bytes) {
  const whole = (/** @type {string} */ code, row = 1) => new ListFault([{ row, column: "", code }]);
  if (bytes.length > MAX_BYTES) throw whole("file-large", 0);
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) throw whole("file-utf16");
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw whole("file-not-utf8", rowOfBadByte(bytes));
  }
  if (text.includes("\0")) throw whole("file-binary");
  return text;
}

/** In which line the first byte stands that is no UTF-8. @param {Uint8Array} bytes */
function rowOfBadByte(bytes) {
  let row = 1;
  let from = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && bytes[at] !== 10) continue;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(from, at));
    } catch {
      return row;
    }
    row++;
    from = at + 1;
  }
  return row;
}

/**
 * The rows of a table (RFC 4180, with a comma, semicolon or tab between cells, whichever the first line has most of).
 * Reads as far as it is asked: a fault in the header is told before one below it.
 * @param {string} text
 * @returns {Generator<string[]>}
 */
export function* rowsOf(text) {
  if (!strip(text)) return;
  const [first = ""] = text.split("\n", 1);
  const between = [",", ";", "\t"].reduce((best, one) => (count(first, one) > count(first, best) ? one : best));
  yield* new Reader(text, between).rows();
}

/** @param {string} text @param {string} letter */
const count = (text, letter) => text.split(letter).length - 1;

/** Reads one letter after another, strictly: a quote that is not closed is a fault, and so is text after one. */
class Reader {
  /** @param {string} text @param {string} between */
  constructor(text, between) {
    this.text = text;
    this.between = between;
    this.at = 0;
  }

  *rows() {
    while (this.at < this.text.length) yield this.row();
  }

  row() {
    /** @type {string[]} */
    const cells = [];
    if (this.end()) return cells;
    for (;;) {
      cells.push(this.cell());
      if (this.at >= this.text.length || this.end()) return cells;
      this.at++; // what stands between two cells
      if (this.at >= this.text.length || this.end()) return [...cells, ""];
    }
  }

  /** Steps over the end of a line, if one is here. */
  end() {
    const here = this.text[this.at];
    if (here !== "\n" && here !== "\r") return false;
    this.at += here === "\r" && this.text[this.at + 1] === "\n" ? 2 : 1;
    return true;
  }

  cell() {
    const cell = this.text[this.at] === '"' ? this.quoted() : this.plain();
    if (cell.length > MAX_CELL) throw broken("long");
    return cell;
  }

  plain() {
    const from = this.at;
    while (this.at < this.text.length && !`${this.between}\r\n`.includes(this.text[this.at] ?? "")) this.at++;
    return this.text.slice(from, this.at);
  }

  quoted() {
    let cell = "";
    this.at++;
    for (;;) {
      const close = this.text.indexOf('"', this.at);
      if (close < 0) throw broken("open");
      cell += this.text.slice(this.at, close);
      this.at = close + 1;
      if (this.text[this.at] !== '"') break;
      cell += '"';
      this.at++;
    }
    const next = this.text[this.at];
    if (next !== undefined && next !== this.between && next !== "\r" && next !== "\n") throw broken("after");
    return cell;
  }
}

/** @param {string} why */
const broken = (why) => new ListFault([{ row: 0, column: "", code: "file-csv", details: { why } }]);
