// The badges that somebody keeps on this device: their links and names, in this browser's storage and nowhere else.
// @ts-check

const KEY = "my-badges";
const MOST = 200;
/** A link to an award on this site, with or without the earner's name behind "#". */
const AWARD = /\/awards\/[a-z2-7]{26}\/$/;

/** @typedef {{link: string, name: string, by: string, image: string}} Kept */

/** @param {unknown} one @returns {one is Kept} */
const isKept = (one) =>
  typeof one === "object" &&
  one !== null &&
  ["link", "name", "by", "image"].every((key) => typeof Reflect.get(one, key) === "string") &&
  awardLink(Reflect.get(one, "link")) !== null;

/**
 * The link as an address on this site; null for any other.
 * @param {string} text
 */
export function awardLink(text) {
  try {
    const address = new URL(text.trim(), location.href);
    return address.origin === location.origin && AWARD.test(address.pathname) && text.length < 2000 ? address : null;
  } catch {
    return null;
  }
}

/** @returns {Kept[]} */
export function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isKept).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** Keeps one more, the newest first; one that is there already is put in front. @param {Kept} one @returns {boolean} whether it was kept */
export function keep(one) {
  const place = awardLink(one.link)?.pathname;
  const others = kept().filter((other) => awardLink(other.link)?.pathname !== place);
  return store([one, ...others].slice(0, MOST));
}

/** @param {string} link */
export const forget = (link) => store(kept().filter((one) => one.link !== link));

/** @param {Kept[]} all */
function store(all) {
  try {
    localStorage.setItem(KEY, JSON.stringify(all));
    return true;
  } catch {
    return false;
  }
}
