// A result as elements of a page. Every text goes in as text: a badge cannot put a tag or a script here.
// @ts-check

import { advice, day, moment, say, sentence } from "./words.js";

/** @typedef {import("../src/verify.js").Result} Result */

const MARKS = { genuine: "✓", "genuine-with-warning": "!", "not-valid": "✕", undetermined: "?", "not-a-badge": "–" };
const OUTCOMES = { passed: "✓", failed: "✕", warned: "!", "not-checked": "?" };

/**
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string | null | undefined)[]} children
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  for (const child of children) if (child) made.append(child);
  return made;
}

/**
 * The words of Markdown without its marks for weight, headings and links.
 * @param {string} text
 */
const words = (text) =>
  text
    .replace(/^#{1,6} +/gm, "")
    .replace(/\[([^\]\n]+)\]\([^)\s]*\)/g, "$1")
    .replace(/(^|[\s(])(\*{1,3}|_{1,3})(?=\S)([^*_\n]+?)\2(?=$|[\s).,;:!?])/gm, "$1$3");

/**
 * A text of several paragraphs. Its direction is its own.
 * @param {string} text
 */
const paragraphs = (text) => words(text).split(/\n{2,}/).filter(Boolean).map((part) => element("p", { dir: "auto" }, part));

/** @param {string} address @param {string} text */
const link = (address, text) => element("a", { href: address, rel: "noopener noreferrer", dir: "auto" }, text);

/**
 * The headline of a result: a mark, a sentence, and what it comes from.
 * @param {Result} result
 * @param {"h2" | "h3"} [level]
 */
export function headline(result, level = "h2") {
  const deciding = result.checks.find((check) => check.code === result.code);
  const why = result.verdict === "genuine" ? say("verifier.code.GENUINE") : deciding ? sentence(deciding) : say(`verifier.code.${result.code}`);
  return element(
    "div",
    { class: `verdict verdict-${result.verdict}` },
    element("span", { class: "verdict-mark", "aria-hidden": "true" }, MARKS[result.verdict]),
    element("div", {}, element(level, {}, say(`verifier.verdict.${result.verdict}`)), element("p", { dir: "auto" }, why)),
  );
}

/**
 * The checks, each with its question, its answer and a sentence.
 * @param {Result} result
 */
export function checks(result) {
  const rows = result.checks.map((check) =>
    element(
      "li",
      { class: `check check-${check.outcome}` },
      element("span", { class: "check-mark", "aria-hidden": "true" }, OUTCOMES[check.outcome]),
      element(
        "div",
        {},
        element("strong", {}, say(`verifier.check.${check.id}`)),
        " ",
        element("span", {}, say(`verifier.outcome.${check.outcome}`)),
        element("br"),
        element("span", { dir: "auto" }, sentence(check)),
        " ",
        element("code", {}, check.code),
        ...said(check),
      ),
    ),
  );
  return element("ul", { class: "checks" }, ...rows);
}

/** What others say inside the badge, each with its own verdict. @param {import("../src/run.js").Check} check */
function said(check) {
  if (!Array.isArray(check.details.said)) return [];
  const rows = check.details.said.map((/** @type {any} */ one) =>
    element("li", {}, element("strong", {}, say(`verifier.said.${one.verdict}`)), " ", element("bdi", {}, [one.by, one.text].filter(Boolean).join(": "))),
  );
  return [element("ul", {}, ...rows)];
}

/**
 * What the badge says: only when it may be believed.
 * @param {Result} result
 * @param {string} picture the address of a picture that is here already, or ""
 */
export function facts(result, picture) {
  const { facts: said } = result;
  if (!said) return null;
  const rows = /** @type {[string, (Node | string)[]][]} */ ([
    ["who", [said.issuerAddress ? link(said.issuerAddress, said.issuer) : element("bdi", {}, said.issuer)]],
    ["given", [day(said.issued)]],
    ["until", [said.ends ? day(said.ends) : say("verifier.no_end")]],
    ["person", paragraphs(said.narrative)],
    ["result", said.results.map((/** @type {string} */ one) => element("p", { dir: "auto" }, one))],
    ["criteria", [...paragraphs(said.criteria), ...(said.criteriaAddress ? [link(said.criteriaAddress, say("verifier.criteria_link"))] : [])]],
    ["evidence", said.evidence.flatMap((/** @type {any} */ one) => [...paragraphs(one.text), ...(one.address ? [element("p", {}, link(one.address, one.address))] : [])])],
    ["fits", said.alignment.map((/** @type {any} */ one) => element("p", {}, one.address ? link(one.address, one.name || one.address) : one.name))],
    ["number", said.id ? [element("bdi", { class: "address" }, said.id)] : []],
  ]);
  const list = element("dl", { class: "details" });
  for (const [key, values] of rows) {
    const full = values.filter((value) => value !== "");
    if (full.length) list.append(element("dt", {}, say(`verifier.${key}`)), element("dd", {}, ...full));
  }
  const image = picture
    ? element(
        "figure",
        { class: "verified-picture" },
        element("img", { src: picture, alt: "", width: "140", height: "140" }),
        // A good badge can be put into any picture.
        picture.startsWith("blob:") ? element("figcaption", {}, say("verifier.picture_note")) : null,
      )
    : null;
  return element(
    "div",
    { class: "verified" },
    image,
    element("div", {}, element("h3", { dir: "auto" }, said.name || say("verifier.unknown_name")), ...paragraphs(said.description), list),
  );
}

/**
 * The whole report of one badge.
 * @param {Result} result
 * @param {{name: string, picture: string, address: string, when: Date}} about
 */
export function report(result, about) {
  return element(
    "article",
    { class: "report", tabindex: "-1" },
    element("p", { class: "report-name" }, element("bdi", {}, about.name)),
    headline(result),
    facts(result, about.picture),
    element("p", { class: "advice" }, element("strong", {}, `${say("verifier.next")}: `), advice(result)),
    element("details", { class: "text", ...(result.verdict === "genuine" ? {} : { open: "" }) }, element("summary", {}, say("verifier.how")), checks(result)),
    element("p", { class: "report-made" }, say("verifier.made", { date: moment(about.when), address: about.address })),
  );
}
