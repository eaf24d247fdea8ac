// What others say inside a badge: each endorsement is verified like any credential, and a forged one spoils the badge.
// @ts-check

import { text } from "./facts.js";
import { failed, Fault } from "./fault.js";
import { issuerId } from "./model3.js";
import { asList, isObject } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */

const MOST = 10;

/**
 * The endorsements in a credential, its achievement and its issuer.
 * @param {Json} document
 * @returns {(Json | string)[]}
 */
export function endorsementsOf(document) {
  const achievement = asList(document.credentialSubject)[0]?.achievement;
  const places = [document, achievement, document.issuer, achievement?.creator].filter(isObject);
  return places.flatMap((node) => [...asList(node.endorsement).filter(isObject), ...asList(node.endorsementJwt).filter((one) => typeof one === "string")]);
}

/**
 * @param {import("./run.js").Run} run
 * @param {Json} document
 * @param {(input: Json | string) => Promise<{verdict: string, code: string, credential: Json | null}>} verifyOne
 */
export async function checkEndorsements(run, document, verifyOne) {
  const found = endorsementsOf(document);
  if (!found.length) return;
  await run.check("endorsements", async () => {
    const said = [];
    const achievement = asList(document.credentialSubject)[0]?.achievement;
    const about = [document.id, achievement?.id, document.issuer?.id ?? document.issuer, achievement?.creator?.id];
    // An award may be named by its page as well as by its file.
    if (typeof document.id === "string") about.push(document.id.replace(/[^/]*$/, ""));
    for (const one of found.slice(0, MOST)) {
      const { verdict, code, credential } = await verifyOne(one);
      // Nothing that a forged endorsement says is shown.
      if (credential && !about.includes(asList(credential.credentialSubject)[0]?.id)) {
        said.push({ verdict: "undetermined", code: "ENDORSEMENT_UNSURE" });
        continue;
      }
      const shown = credential ? { by: text(credential.issuer?.name) || issuerId(credential), text: text(asList(credential.credentialSubject)[0]?.endorsementComment) } : {};
      said.push({ verdict, code, ...shown });
    }
    const bad = said.find(({ verdict }) => verdict === "not-valid" || verdict === "not-a-badge");
    if (bad) throw failed("ENDORSEMENT_FORGED", { said, cause: bad.code });
    const open = said.find(({ verdict }) => verdict !== "genuine");
    if (open || found.length > MOST) throw new Fault(open?.verdict === "genuine-with-warning" ? "warned" : "not-checked", "ENDORSEMENT_UNSURE", { said });
    return { said };
  });
}
