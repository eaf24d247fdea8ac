// The badges that somebody keeps on this device: their links and names, in this browser's storage and nowhere else.
// @ts-check

/** The path of this site: others may stand beside it on the same host. */
const SITE = new URL(`${document.body.dataset.base || "."}/`, document.baseURI).pathname;
const KEY = `my-badges:${SITE}`;
const MOST = 200;
/** The path of an award below that of the site. */
const AWARD = /^awards\/[a-z2-7]{26}\/$/;

/** @typedef {{link: string, name: string, by: string, image: string}} Kept */

/** @param {unknown} one @returns {one is Kept} */
const isKept = (one) =>
  typeof one === "object" &&
  one !== null &&
  ["link", "name", "by", "image"].every((key) => typeof Reflect.get(one, key) === "string") &&
  awardLink(Reflect.get(one, "link")) !== null &&
  (Reflect.get(one, "image") === "" || onThisSite(Reflect.get(one, "image")) !== null);

/** An address below this site; null for any other text. @param {string} text */
export function onThisSite(text) {
  try {
    const address = new URL(text.trim(), location.href);
    return address.origin === location.origin && address.pathname.startsWith(SITE) ? address : null;
  } catch {
    return null;
  }
}

/**
 * The link as an address on this site; null for any other.
 * @param {string} text
 */
export function awardLink(text) {
  const address = text.length < 2000 ? onThisSite(text) : null;
  return address && AWARD.test(address.pathname.slice(SITE.length)) ? address : null;
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
  const all = kept();
  const before = all.find((other) => awardLink(other.link)?.pathname === place);
  const others = all.filter((other) => other !== before);
  // The link with the name cannot be had again: the plain one never takes its place.
  const link = before?.link.includes("&salt=") && !one.link.includes("&salt=") ? before.link : one.link;
  return store([{ ...one, link }, ...others].slice(0, MOST));
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
