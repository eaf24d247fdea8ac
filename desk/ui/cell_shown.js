// What the cell shows before it signs: everything that a reader will be told follows from it.
// @ts-check

import { element, isolated } from "./element.js";
import { count, locale, say } from "./words.js";

/** A list that is made when somebody opens it: there may be thousands of rows. @param {string} title @param {string[]} texts */
function folded(title, texts) {
  const rows = element("ul");
  const made = element("details", {}, element("summary", {}, title), rows);
  made.addEventListener("toggle", () => {
    if (!rows.childElementCount) rows.append(...texts.map((text) => element("li", {}, isolated(text))));
  });
  return made;
}

/** Awards as they were signed before. @param {Record<string, any>} one */
const given = (one) => String(one.awardedDate ?? one.validFrom).slice(0, 10);

/** What changes in a list, award by award. @param {import("../src/job.js").Listed} listed @param {Map<Record<string, any>, string>} others */
function changes({ list, ends, places, withdraws, restores, before, awards }, others) {
  /** @param {Record<string, any>} one */
  const otherKey = (one) => (others.has(one) ? ` (${say("cell.other_key", { key: String(others.get(one)) })})` : "");
  const rows = awards.map((one) => {
    const isBack = restores.includes(Number(one.credentialStatus.statusListIndex));
    return element(
      "li",
      {},
      element("strong", {}, say(isBack ? "cell.gives_back" : "cell.takes_back")),
      " ",
      isolated(String(one.name)),
      `, ${say("cell.done_on", { date: day(given(one)) })}${otherKey(one)}`,
    );
  });
  if (!withdraws.length && !restores.length) rows.push(element("li", {}, say("cell.list_same")));
  const whole = places ? count("cell.withdrawn", places) : say("cell.withdrawn_none");
  const from = before
    ? say("cell.list_after", { date: day(String(before.validFrom).slice(0, 10)) }) + otherKey(before)
    : say("cell.list_new");
  const end = say("cell.ends_on", { date: day(ends) });
  return [...rows, element("li", {}, whole, " ", isolated(list), `, ${end}. ${from}`)];
}

/** What is asked for, row by row. @param {import("../src/job.js").Summary} summary */
export function described(summary) {
  const rows = [element("li", {}, say("cell.site"), " ", isolated(summary.site))];
  for (const { badge, place, description, issuer, awarded, ends, words, says, count: n } of summary.groups)
    rows.push(
      element(
        "li",
        {},
        element("strong", {}, count("cell.awards", n)),
        " ",
        isolated(badge),
        " – ",
        isolated(issuer),
        awarded && `, ${say("cell.done_on", { date: day(awarded) })}`,
        ends && `, ${say("cell.ends_on", { date: day(ends) })}`,
        element("span", { class: "hint" }, " ", isolated(place), " ", isolated(description)),
        words.length > 0 && folded(say("cell.words"), words),
        says.length > 0 && folded(count("cell.says", says.length), says),
      ),
    );
  const [first, last] = [summary.people[0], summary.people.at(-1)];
  if (first) rows.push(element("li", {}, say("cell.first"), " ", ...apart(first)));
  if (last && summary.people.length > 1) rows.push(element("li", {}, say("cell.last"), " ", ...apart(last)));
  for (const listed of summary.lists) rows.push(...changes(listed, summary.others));
  const again = summary.again.map((one) => `${one.name}, ${say("cell.done_on", { date: day(given(one)) })}`);
  if (again.length) rows.push(element("li", {}, folded(count("cell.again", again.length), again)));
  for (const { name, issuer, subject, comment } of summary.endorsements)
    rows.push(
      element(
        "li",
        {},
        ...[element("strong", {}, isolated(name)), " – ", isolated(issuer), " (", isolated(subject), "): "],
        isolated(comment),
      ),
    );
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  rows.push(element("li", {}, say("cell.dated"), " ", moment.format(new Date(summary.created))));
  return rows;
}

/** A name and an address, each in its own direction. @param {string} person */
function apart(person) {
  const at = person.lastIndexOf(", ");
  return at < 0 ? [isolated(person)] : [isolated(person.slice(0, at)), ", ", isolated(person.slice(at + 2))];
}

/** @param {string} text ISO 8601 */
export const day = (text) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${text}T00:00:00Z`));
