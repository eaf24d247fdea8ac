// Whether a network recognises the issuer: `registry.json`, by the exact id and the exact key.
// @ts-check

import { Fault } from "./fault.js";
import { asList, isObject, plain } from "./strict_json.js";

/**
 * An issuer that is not on the list is a warning that explains itself: the badge may well be good.
 * @param {import("./run.js").Run} run
 * @param {Record<string, any>} registry
 */
export function checkRegistry(run, registry) {
  run.checkNow("issuer", () => {
    const name = typeof registry.name === "string" ? registry.name.slice(0, 200) : "";
    const entry = asList(registry.issuers).filter(isObject).find((one) => one.id === run.issuer || asList(one.profiles).includes(run.issuer));
    if (!entry) throw new Fault("warned", "NOT_LISTED", { issuer: run.issuer, network: name });
    if (run.multikey && asList(entry.keys).length && !asList(entry.keys).includes(run.multikey)) {
      throw new Fault("warned", "KEY_NOT_RECOGNISED", { issuer: run.issuer, network: name });
    }
    return { network: name, issuer: plain(entry.name ?? "").slice(0, 200), since: plain(entry.since ?? "").slice(0, 40) };
  });
}
