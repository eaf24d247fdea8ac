// What the cell shows before it signs: everything that a reader will be told follows from it.
// @ts-check

import { element, isolated } from "./element.js";
import { count, locale, say } from "./words.js";

/** How many texts are shown at once. */
const MOST_SAID = 20;

/** What changes in a list, award by award. @param {import("../src/job.js").Listed} listed */
function changes({ list, places, withdraws, restores, awards }) {
  const rows = awards.map((one) => {
    const isBack = restores.includes(Number(one.credentialStatus.statusListIndex));
    const given = String(one.awardedDate ?? one.validFrom).slice(0, 10);
    return element(
      "li",
      {},
      element("strong", {}, say(isBack ? "cell.gives_back" : "cell.takes_back")),
      " ",
      isolated(String(one.name)),
      `, ${say("cell.done_on", { date: day(given) })}`,
    );
  });
  if (!withdraws.length && !restores.length) rows.push(element("li", {}, say("cell.list_same")));
  const whole = places ? count("cell.withdrawn", places) : say("cell.withdrawn_none");
  return [...rows, element("li", {}, whole, " ", isolated(list))];
}

/** What is asked for, row by row. @param {import("../src/job.js").Summary} summary */
export function described(summary) {
  const rows = [element("li", {}, say("cell.site"), " ", isolated(summary.site))];
  for (const { badge, place, description, issuer, awarded, ends, says, count: n } of summary.groups)
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
        says.length > 0 &&
          element(
            "details",
            {},
            element("summary", {}, count("cell.says", says.length)),
            element("ul", {}, ...says.slice(0, MOST_SAID).map((text) => element("li", {}, isolated(text)))),
          ),
      ),
    );
  const [first, last] = [summary.people[0], summary.people.at(-1)];
  if (first) rows.push(element("li", {}, say("cell.first"), " ", ...apart(first)));
  if (last && summary.people.length > 1) rows.push(element("li", {}, say("cell.last"), " ", ...apart(last)));
  for (const listed of summary.lists) rows.push(...changes(listed));
  if (summary.again.length) rows.push(element("li", {}, count("cell.again", summary.again.length)));
  for (const { name, subject, comment } of summary.endorsements)
    rows.push(
      element("li", {}, element("strong", {}, isolated(name)), " (", isolated(subject), "): ", isolated(comment)),
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
const day = (text) =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${text}T00:00:00Z`));
