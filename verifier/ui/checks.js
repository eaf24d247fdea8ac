// How a badge was checked: the questions of a person, each with what was found; and every check for experts.
// @ts-check

import { element } from "./element.js";
import { day, say, sentence } from "./words.js";

/** @typedef {import("../src/verify.js").Result} Result */
/** @typedef {import("../src/run.js").Check} Check */

const MARKS = { passed: "✓", failed: "✕", warned: "!", "not-checked": "?" };
const WORST = ["failed", "not-checked", "warned", "passed"];
/** The questions of a person, and the checks that answer each. */
const QUESTIONS = {
  changed: ["container", "kind", "format", "proof", "copy"],
  who: ["badge", "issuer-key", "key-time", "issuer", "name"],
  withdrawn: ["status"],
  date: ["dates"],
  recorded: ["record"],
  person: ["link", "named"],
  others: ["endorsements"],
  notes: ["part", "form", "age", "address"],
};

/** @param {Result} result */
export function checks(result) {
  const rows = Object.entries(QUESTIONS).map(([question, ids]) =>
    row(
      question,
      result.checks.filter(({ id }) => ids.includes(id)),
    ),
  );
  return element("div", {}, element("ul", { class: "checks" }, ...rows), hosts(result), experts(result));
}

/**
 * @param {string} question
 * @param {Check[]} found
 */
function row(question, found) {
  if (!found.length) return null;
  const worst = /** @type {Check["outcome"]} */ (
    WORST.find((outcome) => found.some((check) => check.outcome === outcome))
  );
  // What is wrong is told before what is right.
  const told = [...found].sort((one, other) => WORST.indexOf(one.outcome) - WORST.indexOf(other.outcome));
  const sentences = told
    .filter(({ outcome }) => worst !== "failed" || outcome !== "passed")
    .map((check) => element("p", { dir: "auto" }, sentence(check)));
  return element(
    "li",
    { class: `check check-${worst}` },
    element("span", { class: "check-mark", "aria-hidden": "true" }, MARKS[worst]),
    element(
      "div",
      {},
      element("strong", {}, say(`verifier.question.${question}`)),
      " ",
      element("span", {}, say(`verifier.outcome.${worst}`)),
      ...sentences,
      ...told.flatMap(said),
    ),
  );
}

/** What others say inside the badge, each with its own verdict. @param {Check} check */
function said(check) {
  if (!Array.isArray(check.details.said)) return [];
  const rows = check.details.said.map((/** @type {any} */ one) =>
    element(
      "li",
      {},
      element("strong", {}, say(`verifier.said.${one.verdict}`)),
      " ",
      element("bdi", {}, [one.by, one.text].filter(Boolean).join(": ")),
    ),
  );
  return [element("ul", {}, ...rows)];
}

/** The hosts that this badge made the browser ask. @param {Result} result */
function hosts({ hosts: asked }) {
  const others = asked.filter((host) => host !== location.host);
  return element(
    "p",
    { class: "hint" },
    others.length ? say("verifier.asked_hosts", { hosts: others.join(", ") }) : say("verifier.asked_nobody"),
  );
}

/** Every check with its technical name. @param {Result} result */
function experts(result) {
  const rows = result.checks.map((check) => {
    const details = Object.entries(check.details).filter(([, value]) =>
      ["string", "number", "boolean"].includes(typeof value),
    );
    return element(
      "li",
      {},
      element("code", {}, `${check.id}: ${check.code}`),
      " ",
      element(
        "bdi",
        { class: "address" },
        details
          .map(([key, value]) => `${key} ${/\d{4}-\d\d-\d\dT/.test(String(value)) ? day(String(value)) : value}`)
          .join(" · ")
          .slice(0, 600),
      ),
    );
  });
  return element(
    "details",
    { class: "experts" },
    element("summary", {}, say("verifier.experts")),
    element("ul", {}, ...rows),
    element(
      "p",
      {},
      element(
        "code",
        {},
        [result.format.name, result.format.proof, result.format.container].filter(Boolean).join(" · "),
      ),
    ),
  );
}
