// Whether a hosted badge stands where its issuer's badges may stand (Open Badges 2.0, "Hosted verification").
// @ts-check

import { failed } from "./fault.js";
import { hostOf } from "./net.js";
import { asList, isObject, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

/**
 * Who speaks for a badge: the address from which the issuer's own document was read. An issuer that stands inside the
 * badge has none; then it is the host, and no page on it.
 * @param {import("./badges2.js").Parts} parts
 */
export function originOf({ issuer, issuerAddress }) {
  if (issuerAddress) return plain(issuer.id ?? issuerAddress);
  const said = plain(issuer.url ?? issuer.origin);
  return `https://${hostOf(said)}/`;
}

const secure = (/** @type {string} */ one) => one.replace(/^http:/, "https:");

/**
 * `startsWith` names where assertions stand, `allowedOrigins` hosts; without them it is the host of the issuer's own
 * address. They count only where the issuer's own page says them.
 * @param {import("./run.js").Run} run
 * @param {Json} assertion
 * @param {import("./badges2.js").Parts} parts
 */
export function inScope(run, assertion, parts) {
  const { issuer, issuerAddress, badgeAddress } = parts;
  run.checkNow("issuer-key", () => {
    const rules = issuerAddress ? (asList(issuer.verification).find(isObject) ?? {}) : {};
    const starts = asList(rules.startsWith)
      .map(plain)
      .filter((one) => URL.canParse(one) && /^https?:/.test(one));
    const allowed = asList(rules.allowedOrigins).map(plain);
    const origins = allowed.length ? allowed : [hostOf(originOf(parts))];
    const address = plain(assertion.id);
    if (!/^https?:/.test(address)) throw failed("MALFORMED_VALUE_ERROR", { property: "id" });
    const atHost = (/** @type {string} */ one) =>
      origins.some((origin) => origin === hostOf(one) || origin === new URL(one).origin);
    // As whole addresses: "https://good.example" ends in a slash, so that "good.example.evil.test" is another host.
    const below = (/** @type {string} */ one) =>
      starts.some((start) => new URL(secure(one)).href.startsWith(new URL(secure(start)).href));
    // A list of starts that cannot be read allows nothing.
    const starting = asList(rules.startsWith).length > 0;
    const good = starting ? below(address) : atHost(address);
    const near =
      !/^https?:/.test(badgeAddress) ||
      (starting
        ? below(badgeAddress) || (!allowed.length && hostOf(badgeAddress) === hostOf(originOf(parts)))
        : atHost(badgeAddress));
    if (!good || !near) {
      const wrong = good ? badgeAddress : address;
      throw failed("ISSUER_MISMATCH", { issuer: originOf(parts).slice(0, 300), controller: wrong.slice(0, 300) });
    }
    return { how: "HOSTED_SCOPE", issuer: originOf(parts) };
  });
}
