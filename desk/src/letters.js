// What is handed over (the engine: lapel/issuing/outbox.py). All of it names people, so all of it stays with the person
// at the desk.
// @ts-check

import { awardPage } from "./network.js";

/** @typedef {import("./batch.js").Letter} Letter */
/** @typedef {import("./network.js").Network} Network */

/** The earner's private link: what stands behind `#` is never sent to a host. @param {Network} network @param {Letter} letter */
export const privateLink = (network, { award, person, salt }) =>
  `${awardPage(network, award)}#name=${quote(person.name)}&salt=${salt}`;

/** Percent-encoding of everything but letters, digits and `_.-~` (RFC 3986, section 2.3). @param {string} text */
const quote = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/** A day as the letters of the network say it. @param {Network} network @param {string | undefined} moment ISO 8601 */
export function dayIn({ dates }, moment) {
  if (!moment) return "";
  const [year = "", month = "", day = ""] = moment.slice(0, 10).split("-");
  const parts = { day: Number(day), month: dates.months[Number(month) - 1] ?? month, year };
  return dates.long.replace(/\{(day|month|year)\}/g, (_, part) => String(parts[/** @type {keyof parts} */ (part)]));
}

/** A text that no spreadsheet takes for a formula. @param {string} text */
export const cell = (text) => (/^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

/** For mail merge, as spreadsheets open it: UTF-8 with a byte order mark. @param {Network} network @param {Letter[]} letters @param {string[]} [links] that open before the site is published */
export function lettersCsv(network, letters, links = []) {
  const rows = [["name", "email", "badge", "link", "expires"]];
  for (const [at, letter] of letters.entries()) {
    const { person, badge, expires } = letter;
    const until = dayIn(network, expires);
    rows.push([
      person.name,
      person.email ?? "",
      network.badges[badge]?.name ?? badge,
      links[at] ?? privateLink(network, letter),
      until,
    ]);
  }
  // Every cell in quotes: a program that parts cells at semicolons finds none inside.
  const quoted = (/** @type {string} */ text) => `"${text.replaceAll('"', '""')}"`;
  return `\ufeff${rows.map((row) => `${row.map((text) => quoted(cell(text))).join(",")}\r\n`).join("")}`;
}
