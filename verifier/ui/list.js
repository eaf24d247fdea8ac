// Many badges at once: a line for each, with person, day and answer, and what they come to.
// @ts-check

import { element } from "./element.js";
import { day, say } from "./words.js";

/** @typedef {import("../src/verify.js").Result} Result */

const VERDICTS = /** @type {const} */ (["genuine", "genuine-with-warning", "not-valid", "undetermined", "not-a-badge"]);

/** Whose badge it is, as far as it says so openly. @param {Result} result */
export const personOf = (result) => {
  const claim = result.checks.find(({ id, outcome }) => id === "link" && outcome === "passed");
  return String(
    claim?.details.name ??
      (result.recipient?.outcome === "passed" ? result.recipient.details.asked : (result.facts?.person ?? "")),
  );
};

/**
 * A row that opens to the whole report.
 * @param {Result} result
 * @param {string} name of the file
 * @param {() => HTMLElement} made
 */
export function row(result, name, made) {
  const parts = [
    result.facts?.name ?? "",
    personOf(result),
    result.facts?.issued ? day(result.facts.issued) : "",
  ].filter(Boolean);
  const details = element(
    "details",
    { class: `row verdict-${result.verdict}` },
    element(
      "summary",
      {},
      element("strong", {}, say(`verifier.verdict.${result.verdict}`)),
      " ",
      ...parts.flatMap((one) => [element("bdi", {}, one), " · "]),
      element("bdi", { class: "report-name" }, name),
    ),
  );
  details.addEventListener("toggle", () => details.childElementCount === 1 && details.append(made()), { once: true });
  return details;
}

/** How many there are of each answer, in one sentence. @param {Result[]} results */
export function sum(results) {
  const parts = VERDICTS.map(
    (verdict) => /** @type {const} */ ([verdict, results.filter((one) => one.verdict === verdict).length]),
  )
    .filter(([, count]) => count)
    .map(([verdict, count]) => say(`verifier.sum_${verdict}`, { count: String(count) }));
  return say("verifier.sum", { total: String(results.length), parts: parts.join(", ") });
}
