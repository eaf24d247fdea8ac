// A result as elements of a page. Every text goes in as text: a badge cannot put a tag or a script here.
// @ts-check

import { checks } from "./checks.js";
import { element, link } from "./element.js";
import { advice, day, isForeign, languageName, moment, say, sentence } from "./words.js";

/** @typedef {import("../src/verify.js").Result} Result */
/** @typedef {(text: string) => Node[]} Markdown */

const MARKS = { genuine: "✓", "genuine-with-warning": "!", "not-valid": "✕", undetermined: "?", "not-a-badge": "–" };

/** A text without marks, as a paragraph. @type {Markdown} */
export const paragraphs = (text) => (text ? [element("p", { dir: "auto" }, text)] : []);

/** Who gave a badge, as far as that is proven, in words. @param {NonNullable<Result["proven"]>} proven */
export const giver = (proven) => say(`verifier.giver.${proven.by}`, { name: proven.name, key: proven.key });

/**
 * The headline of a result: a mark, a sentence, and what it comes from.
 * @param {Result} result
 * @param {"h2" | "h3"} [level]
 */
export function headline(result, level = "h2") {
  const deciding = result.checks.find((check) => check.code === result.code);
  const why =
    result.verdict === "genuine"
      ? say("verifier.code.GENUINE")
      : deciding
        ? sentence(deciding)
        : say(`verifier.code.${result.code}`);
  const asGiven = result.verdict === "undetermined" && deciding?.id === "status" && result.proven;
  const title =
    asGiven && result.proven
      ? say("verifier.verdict.as_given", { who: giver(result.proven) })
      : say(`verifier.verdict.${result.verdict}`);
  return element(
    "div",
    { class: `verdict verdict-${result.verdict}` },
    element("span", { class: "verdict-mark", "aria-hidden": "true" }, MARKS[result.verdict]),
    element("div", {}, element(level, { dir: "auto" }, title), element("p", { dir: "auto" }, why)),
  );
}

/** What the earner's own link says, and the answer to the reader's question. @param {Result} result */
function person(result) {
  const claim = result.checks.find(({ id, outcome }) => id === "link" && outcome === "passed");
  const named = claim
    ? element("p", { class: "person", dir: "auto" }, say("verifier.person_link", claim.details))
    : null;
  const asked = result.recipient;
  if (!asked) return named;
  const key =
    asked.outcome === "passed"
      ? "same"
      : asked.code === "RECIPIENT_MISMATCH"
        ? "not_same"
        : asked.details.link
          ? "link"
          : "unknown";
  const said = element("p", { dir: "auto" }, say(`verifier.recipient.${key}`, { asked: asked.details.asked }));
  return element(
    "div",
    { class: `person person-${key}` },
    named,
    element("strong", {}, say("verifier.recipient.title")),
    said,
  );
}

/**
 * What the badge says: only when it may be believed.
 * @param {Result} result
 * @param {string} picture the address of a picture that is here already, or ""
 * @param {Markdown} markdown
 */
export function facts(result, picture, markdown) {
  const { facts: said, proven } = result;
  if (!said || !proven) return null;
  const name = giver(proven);
  const rows = /** @type {[string, (Node | string)[]][]} */ ([
    ["who", [said.issuerAddress ? link(said.issuerAddress, name) : element("bdi", {}, name)]],
    ["said_name", said.issuer && said.issuer !== proven.name ? [element("bdi", {}, said.issuer)] : []],
    ["given", [day(said.issued)]],
    ["until", [said.ends ? day(said.ends) : say("verifier.no_end")]],
    ["person", markdown(said.narrative)],
    ["result", said.results.map((/** @type {string} */ one) => element("p", { dir: "auto" }, one))],
    [
      "criteria",
      [
        ...markdown(said.criteria),
        ...(said.criteriaAddress ? [link(said.criteriaAddress, say("verifier.criteria_link"))] : []),
      ],
    ],
    [
      "evidence",
      said.evidence.flatMap((/** @type {any} */ one) => [
        ...markdown(one.text),
        ...(one.address ? [element("p", {}, link(one.address, one.address))] : []),
      ]),
    ],
    [
      "fits",
      said.alignment.map((/** @type {any} */ one) =>
        element("p", {}, one.address ? link(one.address, one.name || one.address) : one.name),
      ),
    ],
    ["number", said.id ? [element("bdi", { class: "address" }, said.id)] : []],
  ]);
  const list = element("dl", { class: "details" });
  for (const [key, values] of rows) {
    const full = values.filter((value) => value !== "");
    if (full.length)
      list.append(
        element("dt", {}, say(`verifier.${key}`)),
        element(
          "dd",
          { lang: ["criteria", "fits"].includes(key) && isForeign(said.language) ? said.language : null },
          ...full,
        ),
      );
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
  const isOther = isForeign(said.language);
  const lang = isOther ? said.language : null;
  return element(
    "div",
    { class: "verified" },
    image,
    element(
      "div",
      {},
      element("h3", { dir: "auto", lang }, said.name || say("verifier.unknown_name")),
      isOther
        ? element("p", { class: "hint" }, say("verifier.text_in", { language: languageName(said.language) }))
        : null,
      element("div", { dir: "auto", lang }, ...markdown(said.description)),
      list,
    ),
  );
}

/**
 * The addresses that a reader can open where the page could not: saved, they answer for themselves.
 * @param {Result} result
 */
function needed(result) {
  const copies =
    result.verdict === "undetermined"
      ? undefined
      : result.checks.find(({ code }) => code === "FROM_COPIES")?.details.addresses;
  const addresses = (
    copies ?? (result.verdict === "undetermined" && result.format.proof === "hosted" ? result.unreached : [])
  ).filter((/** @type {string} */ one) => /^https?:\/\/[^\s"<>]+$/.test(one));
  if (!addresses.length) return null;
  const hosts = [...new Set(addresses.map((/** @type {string} */ one) => new URL(one).host))].join(", ");
  const rows = addresses.map((/** @type {string} */ one) =>
    element(
      "li",
      {},
      element("a", { href: one, rel: "noopener noreferrer", target: "_blank", class: "address", dir: "ltr" }, one),
    ),
  );
  const lead = copies
    ? [element("p", {}, say("verifier.needed.compare"))]
    : [element("p", {}, say("verifier.needed.lead", { hosts })), element("p", {}, say("verifier.needed.steps"))];
  return element(
    "section",
    { class: "needed" },
    element("h3", {}, say("verifier.needed.title")),
    ...lead,
    element("ol", {}, ...rows),
  );
}

/**
 * The whole report of one badge.
 * @param {Result} result
 * @param {{name: string, picture: string, address: string, when: Date}} about
 * @param {Markdown} markdown
 * @returns {HTMLElement}
 */
export function report(result, about, markdown) {
  const many = (result.inside?.length ?? 0) > 1 ? result.inside : null;
  return element(
    "article",
    { class: "report", tabindex: "-1" },
    element("p", { class: "report-name" }, element("bdi", {}, about.name)),
    headline(result),
    ...(many
      ? many.map((one) => report(one, about, markdown))
      : [person(result), facts(result, about.picture, markdown), needed(result)]),
    element("p", { class: "advice" }, element("strong", {}, `${say("verifier.next")}: `), advice(result)),
    many
      ? null
      : element(
          "details",
          { class: "text", ...(result.verdict === "genuine" ? {} : { open: "" }) },
          element("summary", {}, say("verifier.how")),
          checks(result),
        ),
    element("p", { class: "report-made" }, say("verifier.made", { date: moment(about.when), address: about.address })),
  );
}
