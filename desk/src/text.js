// Text as the engine treats it: what is white, what is the same word, what nobody sees. The engine's own rules are in
// Python, whose words for these things mean other characters; tests/test_desk_rows.py holds the two together.
// @ts-check

/** What `str.strip` of the engine takes away at the ends. */
const WHITE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const ENDS = new RegExp(`^${WHITE}+|${WHITE}+$`, "gu");
const ODD_WHITE = /[\t-\r\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;
const UNSEEN = /\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}/u;
const JOINERS = "\u200c\u200d\u200e\u200f";
const LOOKS_EMPTY = "\u115f\u1160\u2800\u3164\uffa0";

/** @param {string} text */
export const strip = (text) => text.replace(ENDS, "");

/** How many characters a person counts with. @param {string} text */
export const length = (text) => [...text].length;

/** The first characters. @param {string} text @param {number} most */
export const cut = (text, most) => [...text].slice(0, most).join("");

/** Small letters for comparing (Unicode, full case folding): "STRASSE" and "Straße" are one word. @param {string} text */
export const fold = (text) =>
  [...text]
    .map((letter) => (letter === "ı" ? letter : letter === "ẞ" ? "ss" : letter.toUpperCase().toLowerCase()))
    .join("")
    .replaceAll("ς", "σ");

/** An invisible character in a cell, line ends and tabs apart. @param {string} text */
export const hasUnseen = (text) =>
  [...text].some((one) => /\p{Cc}|\p{Co}|\p{Cs}/u.test(one) && !"\n\r\t".includes(one));

/**
 * What a name may not have in it: white space that is no plain space, and letters that nobody sees. Joiners and
 * direction marks stay, because some languages need them.
 * "=?" begins an encoded word of e-mail: a program would read another name.
 * @param {string} name
 * @returns {string | undefined}
 */
export const oddInName = (name) =>
  name.includes("=?")
    ? "="
    : [...name].find(
        (one) =>
          one !== " " &&
          (ODD_WHITE.test(one) || (UNSEEN.test(one) && !JOINERS.includes(one)) || LOOKS_EMPTY.includes(one)),
      );

/** A character as people look it up: "U+200B". @param {string} letter */
export const codePoint = (letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * The word of `words` that `text` may have meant: by the edits between them, none when all are far.
 * @param {string} text
 * @param {string[]} words
 */
export function near(text, words) {
  const rated = words.map((word) => ({
    word,
    far: edits(text.slice(0, 64), word) / Math.max(text.length, word.length),
  }));
  rated.sort((one, other) => one.far - other.far);
  return rated[0] && rated[0].far <= 0.5 ? rated[0].word : undefined;
}

/** How many letters have to change (Levenshtein). @param {string} one @param {string} other */
function edits(one, other) {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
