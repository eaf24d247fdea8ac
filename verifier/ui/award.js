// The verdict on an award page, filled in on arrival.
// @ts-check

import { verify } from "../src/verify.js";
import { checks, headline } from "./report.js";
import { loadWords, say } from "./words.js";
import { element } from "./report.js";

const place = document.getElementById("award-verdict");

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
const registry = (here) => fetch(`${here}registry.json`).then((answer) => (answer.ok ? answer.json() : null), () => null);

/** This site's documents may be asked for, no others: everything that an award needs stands here. */
const own = Object.assign((/** @type {string} */ address, /** @type {RequestInit | undefined} */ options) => fetch(address, options), {
  knows: (/** @type {string} */ address) => address.startsWith(location.origin),
});

fill();
window.addEventListener("hashchange", fill);
