// What is wrong with a list of people. The sentence for each code is with the page; the engine has the same codes.
// @ts-check

/**
 * A fault at its place. `row` counts as a spreadsheet does: the header is row 1, and 0 is the whole list.
 * @typedef {object} RowFault
 * @property {number} row
 * @property {string} column
 * @property {string} code
 * @property {Record<string, string | number>} [details] what the sentence needs
 */

/** The list cannot be used as it is; `faults` says why, row by row. */
export class ListFault extends Error {
  /** @param {RowFault[]} faults */
  constructor(faults) {
    super(faults.map((one) => `${one.row} ${one.column} ${one.code}`).join(", "));
    this.faults = sorted(faults);
  }
}

/** Nothing can be signed: a code, and what its sentence needs. */
export class DeskFault extends Error {
  /** @param {string} code @param {Record<string, string | number>} [details] */
  constructor(code, details = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** In the order of the rows, each once. @param {RowFault[]} faults */
export function sorted(faults) {
  const own = new Map(faults.map((one) => [JSON.stringify([one.row, one.column, one.code, one.details]), one]));
  return [...own.values()].sort(
    (one, other) => one.row - other.row || (one.column < other.column ? -1 : one.column > other.column ? 1 : 0),
  );
}
