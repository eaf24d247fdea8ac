// Names and hosts that a person would take for others: Unicode confusables (UTS 39, section 4). Loaded only for an
// issuer that a list does not know.
// @ts-check

import CONFUSABLES from "../generated/confusables.json" with { type: "json" };
import { toUnicode } from "punycode/punycode.es6.js";
import { hostOfIssuer } from "./controller.js";
import { asList, isObject, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

/** Letters that are drawn as nothing. */
const UNSEEN = /[\u115f\u1160\u2800\u3164\uffa0\p{M}\p{Cf}\p{P}\p{S}]/gu;

/**
 * What a text looks like: each letter as the one that it is taken for, without marks, case and white space.
 * @param {string} text
 */
export function skeleton(text) {
  const seen = (/** @type {string} */ one) =>
    [...one.normalize("NFD")].map((letter) => /** @type {Json} */ (CONFUSABLES)[letter] ?? letter).join("");
  // Twice: what small letters look like is not what capitals look like.
  const plainly = seen(seen(text.normalize("NFKC")).toLowerCase())
    .normalize("NFKD")
    .replace(UNSEEN, "")
    .replace(/\s+/gu, "");
  return plainly
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replace(/[il1|]/g, "l")
    .replaceAll("0", "o");
}

/** The words of a name, as they look. @param {string} text */
const wordsOf = (text) =>
  text
    .replace(/[\u115f\u1160\u2800\u3164\uffa0\p{P}\p{S}]/gu, " ")
    .replace(UNSEEN, "")
    .split(/\s+/u)
    .map(skeleton)
    .filter(Boolean);

/**
 * The issuer of a list whose name or host somebody would take this one for, or null.
 * @param {Json} registry
 * @param {{said: string, host: string}} about
 * @returns {string | null}
 */
export function looksLike(registry, { said, host }) {
  const [name, words] = [skeleton(said.slice(0, 300)), ` ${wordsOf(said.slice(0, 300)).join(" ")} `];
  for (const one of [...asList(registry.issuers), ...asList(registry.members)].filter(isObject).slice(0, 5000)) {
    const own = plain(one.name ?? "");
    if (name && own && (near(name, skeleton(own)) || words.includes(` ${wordsOf(own).join(" ")} `)))
      return own.slice(0, 200);
    const theirs = hostOfIssuer(plain(one.id));
    if (host && theirs && host !== theirs && skeleton(unpuny(host)) === skeleton(unpuny(theirs)))
      return own.slice(0, 200) || theirs;
  }
  return null;
}

/** The same, or one with a word around it. @param {string} one @param {string} other */
const near = (one, other) => one === other || (other.length > 7 && one.includes(other));

/** A host with its international letters, as a browser would show it. @param {string} host */
const unpuny = (host) => {
  try {
    return toUnicode(host);
  } catch {
    return host;
  }
};
