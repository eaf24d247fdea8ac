// The sentences of the verifier, out of the site's locale file, and dates in the reader's language.
// @ts-check

/** @type {Record<string, string>} */
let texts = {};
/** With the calendar and the digits of the place; the browser's own until the sentences are there. @type {string | undefined} */
let locale;

/**
 * Loads the sentences once.
 * @param {string} address
 */
export async function loadWords(address) {
  const response = await fetch(address);
  useWords(await response.json());
}

/**
 * Sentences that are here already.
 * @param {{texts: Record<string, string>, language: string, locale?: string}} found
 */
export function useWords(found) {
  texts = found.texts;
  locale = found.locale ?? found.language;
}

/** Whether there is such a sentence. @param {string} key */
export const has = (key) => Object.hasOwn(texts, key);

/**
 * The sentence of a key, with its holes filled. A hole without a value is left out with its brackets.
 * @param {string} key
 * @param {Record<string, any>} [values]
 */
export function say(key, values = {}) {
  const text = texts[key] ?? key;
  return text
    .replace(/ \(\{(\w+)\}\)/g, (_, name) => (values[name] ? ` (${show(values[name])})` : ""))
    .replace(/\{(\w+)\}/g, (_, name) => show(values[name] ?? ""));
}

/** @param {any} value */
function show(value) {
  return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? day(value) : String(value).slice(0, 200);
}

/** A day in words. @param {string} iso */
export function day(iso) {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? ""
    : date.toLocaleDateString(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
}

/** A moment in words, on the reader's clock. @param {Date} date */
export const moment = (date) => date.toLocaleString(locale, { dateStyle: "long", timeStyle: "short" });

/** The language of the page. */
const pageLanguage = globalThis.document?.documentElement.lang ?? "";

/** Whether a text is in another language than the page. @param {string} tag */
export const isForeign = (tag) => tag !== "" && tag.split("-")[0] !== pageLanguage.split("-")[0];

/** A language in the words of the page. @param {string} tag */
export function languageName(tag) {
  try {
    return new Intl.DisplayNames([locale ?? pageLanguage], { type: "language" }).of(tag.split("-x-")[0] ?? tag) ?? tag;
  } catch {
    return tag;
  }
}

/**
 * What a check says: in its own words when it passed, in the words of its code otherwise.
 * @param {import("../src/run.js").Check} check
 */
export function sentence(check) {
  if (check.code === "OK" && has(`verifier.passed.${check.id}`))
    return say(`verifier.passed.${check.id}`, check.details);
  const text = say(`verifier.code.${check.code}`, check.details);
  return typeof check.details.reason === "string" ? `${text} ${check.details.reason}` : text;
}

/** What to do next. @param {{verdict: string, code: string}} result */
export function advice({ verdict, code }) {
  return say(has(`verifier.advice.${code}`) ? `verifier.advice.${code}` : `verifier.advice.${verdict}`);
}
