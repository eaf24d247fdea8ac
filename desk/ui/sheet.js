// A list from a file: CSV, or a spreadsheet (.xlsx).
// @ts-check

import { ListFault } from "../src/fault.js";
import { rowsOf } from "../src/table.js";
import { take } from "./people.js";

const MAX_UNPACKED = 50 * 1024 * 1024;

/** @param {string} code */
const whole = (code) => new ListFault([{ row: 0, column: "", code }]);

/**
 * Takes the table of a file. Throws ListFault.
 * @param {Uint8Array} bytes
 * @param {(bytes: Uint8Array) => string} decode
 */
export async function tableOf(bytes, decode) {
  const isPacked = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  if (!isPacked) return take(rowsOf(decode(bytes)));
  if (bytes.length > 5 * 1024 * 1024) throw whole("file-large");
  await refuseTraps(bytes);
  const { default: readSheets } = await import("read-excel-file/browser");
  let sheets;
  try {
    sheets = await readSheets(new Blob([/** @type {BlobPart} */ (bytes)]));
  } catch {
    throw whole("file-sheet");
  }
  const full = sheets.filter(({ data }) => data.some((row) => row.some((cell) => text(cell))));
  if (full.length > 1) throw whole("file-sheets");
  take((full[0]?.data ?? []).map((row) => row.map(text)));
}

/** What would become very large is not unpacked. @param {Uint8Array} bytes */
async function refuseTraps(bytes) {
  const { unzipSync } = await import("fflate");
  let size = 0;
  try {
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        size += originalSize;
        return false;
      },
    });
  } catch {
    throw whole("file-sheet");
  }
  if (size > MAX_UNPACKED) throw whole("file-large");
}

/** A cell as text: a day as people write it in a list. @param {unknown} cell */
function text(cell) {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return Number.isNaN(cell.valueOf()) ? "" : cell.toISOString().slice(0, 10);
  return String(cell);
}
