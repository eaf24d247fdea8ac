// Text that everybody can read must not say who it is about. The engine has the same rules (lapel/load/personal.py).
// @ts-check

import { tidyName } from "../../verifier/src/names.js";
import { fold } from "./text.js";

/** National Insurance number (HMRC, NIM39110). */
const NINO =
  /(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?![A-Za-z0-9])/;
/** NHS number: ten digits, the last of which is a check digit (NHS Data Dictionary, NHS NUMBER). */
const NHS = /(?<![\d./-])(\d{3}[ -]\d{3}[ -]\d{4}|\d{10})(?![\d./-])/g;
const SAYS_NHS = /(?<![A-Za-z0-9_])NHS(?![A-Za-z0-9_])/;
const ADDRESS = /[\p{L}\p{N}_.+-]+@[\p{L}\p{N}_-]+\.[\p{L}\p{N}_.-]+/u;

/** What a text has of numbers that belong to one person: "nino", "nhs". @param {string} text */
export function identityNumbers(text) {
  const found = NINO.test(text) ? ["nino"] : [];
  if (SAYS_NHS.test(text) && [...text.matchAll(NHS)].some(([, digits = ""]) => isNhs(digits.replace(/\D/g, ""))))
    found.push("nhs");
  return found;
}

/** What a text that everybody can read has of a person: "nino", "nhs", "address"; "" for nothing. @param {string} text */
export const publicFault = (text) =>
  identityNumbers(text)[0] ?? (/[\p{L}\p{N}_.+-]+@[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+/u.test(text) ? "address" : "");

/** @param {string} digits */
function isNhs(digits) {
  const sum = [...digits.slice(0, 9)].reduce((total, digit, at) => total + Number(digit) * (10 - at), 0);
  const check = 11 - (sum % 11);
  return check % 11 === Number(digits[9]) && check !== 10 && new Set(digits).size > 1;
}

/**
 * Whether a text says the name or the address of the person, or any e-mail address.
 * @param {string} text
 * @param {string} name
 * @param {string} [email]
 */
export function namesSomebody(text, name, email) {
  const plain = fold(percentDecoded(tidyName(text)));
  const own = [fold(tidyName(name)), email].filter((word) => word);
  return own.some((word) => plain.includes(word ?? "")) || ADDRESS.test(plain);
}

/** `%40` is an "@"; what is no UTF-8 becomes a mark. @param {string} text */
export const percentDecoded = (text) =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
    new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      Uint8Array.from(run.match(/[0-9a-f]{2}/gi) ?? [], (pair) => parseInt(pair, 16)),
    ),
  );
