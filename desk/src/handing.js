// The private link of an award, with the signed badge itself in it: it opens before the site is published, and leads to
// the page of the award after.
// @ts-check

import { pack } from "../../verifier/src/carried.js";
import { privateLink } from "./letters.js";

/** What a QR code holds at most, with room for damage (ISO/IEC 18004, version 40, correction L). */
export const MAX_LINK = 2900;

/**
 * @param {import("./network.js").Network} network
 * @param {import("./batch.js").Letter} letter
 * @param {string} line the credential as it was signed
 * @param {Record<string, any>} achievement
 */
export async function carryingLink(network, letter, line, achievement) {
  const whole = `${privateLink(network, letter)}&badge=${letter.badge}&signed=${await pack(line, achievement)}`;
  const link = `${network.base}verify/#url=${encodeURIComponent(whole)}`;
  return link.length <= MAX_LINK ? link : privateLink(network, letter);
}
