// The verdict on an award page, filled in on arrival. The work is done in a thread.
// @ts-check

import { checks } from "./checks.js";
import { element } from "./element.js";
import { verifyAway } from "./pool.js";
import { headline } from "./report.js";
import { loadWords, say } from "./words.js";

const place = document.getElementById("award-verdict");

/** Verifies the credential of this page, with the name of the earner's own link. */
async function fill() {
  if (!place) return;
  const { base = "", home = "", credential = "", assets = "", worker = "", early = "" } = place.dataset;
  const whole = (/** @type {string} */ one) => new URL(one, location.href).href;
  const award = { early: early.split(" ").filter(Boolean).map(whole), registry: `${whole(home)}registry.json` };
  const [result] = await Promise.all([
    verifyAway(worker, { data: whole(credential) + location.hash, options: { base, home: whole(home) }, award }),
    loadWords(`${assets}strings.json`),
  ]);
  place.replaceChildren(
    headline(result),
    element("details", { class: "text" }, element("summary", {}, say("verifier.how")), checks(result)),
  );
  place.dataset.verdict = result.verdict;
}

fill();
window.addEventListener("hashchange", fill);
