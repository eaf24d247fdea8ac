// The sentences of a page of the desk: they stand in the page, in the language of the network.
// @ts-check

/** @type {Record<string, string>} */
const texts = JSON.parse(document.getElementById("desk-words")?.textContent ?? "{}");
const language = document.documentElement.lang;
/** For days and moments: with the calendar and the digits of the place. */
export const locale = document.documentElement.dataset.locale || language;

/** The sentence for a key, with its holes filled; the key where there is none. @param {string} key @param {Record<string, string | number>} [values] */
export const say = (key, values = {}) =>
  (Object.hasOwn(texts, key) ? (texts[key] ?? key) : key).replace(/\{(\w+)\}/g, (hole, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : hole,
  );

/** Whether there is a sentence. @param {string} key */
export const hasWords = (key) => Object.hasOwn(texts, key);

/** The sentence for so many things (CLDR plural forms). @param {string} key @param {number} n @param {Record<string, string | number>} [values] */
export const count = (key, n, values = {}) =>
  say(`${key}.${new Intl.PluralRules(language).select(n)}`, { n, ...values });

/** Names one after another, as the language lists them. @param {string[]} names */
export const listed = (names) => new Intl.ListFormat(language, { type: "conjunction" }).format(names);
