// The verdict on an award page, filled in on arrival. The work is done in a thread, which starts before all else.
// @ts-check

import { rememberRecord, seenRecords } from "./memory.js";
import { verifyAway } from "./pool.js";

const place = document.getElementById("award-verdict");

/** The address of a place on this site. @param {string} one */
const whole = (one) => new URL(one, location.href).href;

/** Verifies the credential of this page, with the name of the earner's own link. */
async function fill() {
  if (!place) return;
  const {
    base = "",
    home = "",
    credential = "",
    assets = "",
    worker = "",
    early = "",
    strings = "strings.json",
  } = place.dataset;
  const award = { early: early.split(" ").filter(Boolean).map(whole), registry: `${whole(home)}registry.json` };
  const answer = verifyAway(worker, {
    data: whole(credential) + location.hash,
    options: { base, home: whole(home), seen: seenRecords() },
    award,
  });
  const [{ checks }, { headline }, { element }, { loadWords, say }] = await Promise.all([
    import("./checks.js"),
    import("./report.js"),
    import("./element.js"),
    import("./words.js"),
  ]);
  const [result] = await Promise.all([answer, loadWords(`${assets}${strings}`)]);
  rememberRecord(result.seen);
  place.replaceChildren(
    headline(result),
    element("details", { class: "text" }, element("summary", {}, say("verifier.how")), checks(result)),
  );
  place.dataset.verdict = result.verdict;
}

fill();
window.addEventListener("hashchange", fill);
