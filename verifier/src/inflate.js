// Decompression with an end: a small file must not become a large one.
// @ts-check

import { concat } from "./bytes.js";
import { failed, Fault } from "./fault.js";

export const MAX_INFLATED = 10 * 1024 * 1024;

/**
 * The bytes of a zlib or gzip stream, at most 10 MiB and what the budget has left. Faults: PARSING_ERROR, TOO_LARGE.
 * @param {Uint8Array} bytes
 * @param {"zlib" | "gzip"} format
 * @param {import("./budget.js").Budget} budget
 */
export async function inflate(bytes, format, budget) {
  const { Gunzip, Unzlib } = await import("fflate");
  /** @type {Uint8Array[]} */
  const parts = [];
  let size = 0;
  let ended = false;
  const stream = new (format === "gzip" ? Gunzip : Unzlib)((part, final) => {
    size += part.length;
    budget.take("inflated", part.length);
    if (size > MAX_INFLATED) throw failed("TOO_LARGE", { bytes: size });
    parts.push(part);
    ended ||= final;
  });
  try {
    // Little by little, so that a bomb is noticed before it has gone off.
    for (let at = 0; at < bytes.length; at += 1024)
      stream.push(bytes.subarray(at, at + 1024), at + 1024 >= bytes.length);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw failed("PARSING_ERROR", { what: format });
  }
  if (!ended) throw failed("PARSING_ERROR", { what: format });
  return concat(...parts);
}
