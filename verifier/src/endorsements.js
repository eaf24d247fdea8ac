// What others say inside a badge: each endorsement is verified like any credential, and a forged one spoils the badge.
// @ts-check

import { text } from "./facts.js";
import { failed, Fault } from "./fault.js";
import { achievementOf, issuerId, subjectOf } from "./model3.js";
import { asList, isObject, single } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./registry.js").Proven} Proven */

const MOST = 10;

/**
 * The endorsements in a credential, its achievement and its issuer. What stands there and is none is one that is forged.
 * @param {Json} document
 * @returns {any[]}
 */
export function endorsementsOf(document) {
  const achievement = achievementOf(document);
  const places = [document, subjectOf(document), achievement, single(document.issuer), single(achievement?.creator)].filter(isObject);
  return places.flatMap((node) => [...asList(node.endorsement).filter((one) => typeof one !== "string"), ...asList(node.endorsementJwt)]);
}

/**
 * @param {import("./run.js").Run} run
 * @param {Json} document
 * @param {(input: any) => Promise<{verdict: string, code: string, credential: Json | null, proven: Proven | null}>} verifyOne
 */
export async function checkEndorsements(run, document, verifyOne) {
  const found = endorsementsOf(document);
  if (!found.length) return;
  await run.check("endorsements", async () => {
    const said = [];
    const achievement = achievementOf(document);
    const about = [document.id, achievement?.id, issuerId(document), single(achievement?.creator)?.id, subjectOf(document).id].filter(Boolean);
    // An award may be named by its page as well as by its file.
    if (typeof document.id === "string") about.push(document.id.replace(/[^/]*$/, ""));
    for (const one of found.slice(0, MOST)) {
      const { verdict, code, credential, proven } = await verifyOne(one);
      // Nothing that a forged endorsement says is shown.
      if (credential && !about.includes(subjectOf(credential).id)) {
        said.push({ verdict: "undetermined", code: "ENDORSEMENT_UNSURE" });
        continue;
      }
      const shown = credential ? { by: proven?.name || `…${proven?.key ?? ""}`, says: text(single(credential.issuer)?.name), known: proven?.by === "list", text: text(subjectOf(credential).endorsementComment) } : {};
      said.push({ verdict, code, ...shown });
    }
    const bad = said.find(({ verdict }) => verdict === "not-valid" || verdict === "not-a-badge");
    if (bad) throw failed("ENDORSEMENT_FORGED", { said, cause: bad.code });
    const open = said.find(({ verdict }) => verdict === "undetermined") ?? said.find(({ verdict }) => verdict !== "genuine");
    if (open || found.length > MOST) throw new Fault(open?.verdict === "genuine-with-warning" ? "warned" : "not-checked", "ENDORSEMENT_UNSURE", { said, ...(open && { cause: open.code }) });
    return { said };
  });
}
