// The verdict on an award page, filled in on arrival.
// @ts-check

import { verify } from "../src/verify.js";
import { checks, headline } from "./report.js";
import { loadWords, say } from "./words.js";
import { element } from "./report.js";

const place = document.getElementById("award-verdict");

/** What this page will need, asked for while the script is still being read. @type {Map<string, Promise<Response>>} */
const early = new Map();
for (const one of (place?.dataset.early ?? "").split(" ").filter(Boolean)) {
  const address = new URL(one, location.href).href;
  early.set(address, fetch(address));
}

/** Verifies the credential of this page, with the name of the earner's own link. */
async function fill() {
  if (!place) return;
  const { base = "", home = "", credential = "", assets = "" } = place.dataset;
  const here = new URL(home, location.href).href;
  const address = new URL(credential, location.href).href;
  const [result] = await Promise.all([
    verify(here + address.slice(here.length) + location.hash, { base, home: here, fetch: own, registry: await registry(here) }),
    loadWords(`${assets}strings.json`),
  ]);
  place.replaceChildren(
    headline(result),
    element("details", { class: "text" }, element("summary", {}, say("verifier.how")), checks(result)),
  );
  place.dataset.verdict = result.verdict;
}

/** @param {string} here */
const registry = (here) => ask(`${here}registry.json`).then((answer) => (answer.ok ? answer.json() : null), () => null);

/** This site's documents may be asked for, no others: everything that an award needs stands here. */
/**
 * @param {string} address
 * @param {RequestInit} [options]
 */
const ask = async (address, options) => {
  const asked = await early.get(address)?.catch(() => undefined);
  return asked?.clone() ?? fetch(address, options);
};
const own = Object.assign(ask, {
  knows: (/** @type {string} */ address) => address.startsWith(location.origin),
});

fill();
window.addEventListener("hashchange", fill);
