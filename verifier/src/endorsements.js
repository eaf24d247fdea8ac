// What others say inside a badge: each endorsement is verified like any credential, and a forged one spoils the badge.
// @ts-check

import { hostOfIssuer } from "./controller.js";
import { text } from "./facts.js";
import { failed, Fault } from "./fault.js";
import { achievementOf, issuerId, subjectOf } from "./model3.js";
import { asList, isObject, single } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./registry.js").Proven} Proven */

const MAX_ENDORSEMENTS = 10;
/** What can become of a good endorsement without anybody touching the badge. */
const LATER = ["status", "key-time", "issuer-key", "REVOKED", "GONE", "PROOF_EXPIRED", "UNSIGNED"];

/**
 * The ids of what an endorsement in this badge may be about: the badge's own. Anybody can write another's address into
 * a badge; so an address counts when the host of whoever gave the badge answers for it, or a list knows them.
 * @param {Json} document
 * @param {Proven} giver
 */
function subjects(document, giver) {
  const own = [document.id, achievementOf(document)?.id].filter((one) => typeof one === "string");
  const theirs = own.filter((one) => giver.by === "list" || (giver.host !== "" && hostOfIssuer(one) === giver.host));
  // An award may be named by its page as well as by its file.
  return [issuerId(document), ...theirs, ...theirs.slice(0, 1).map((one) => one.replace(/[^/]*$/, ""))];
}

/**
 * The endorsements in a credential, its achievement and its issuer. What stands there and is none is one that is forged.
 * @param {Json} document
 * @returns {any[]}
 */
export function endorsementsOf(document) {
  const achievement = achievementOf(document);
  const places = [
    document,
    subjectOf(document),
    achievement,
    single(document.issuer),
    single(achievement?.creator),
  ].filter(isObject);
  return places.flatMap((node) => [
    ...asList(node.endorsement).filter((one) => one !== null && typeof one !== "string"),
    ...asList(node.endorsementJwt).filter((one) => one !== null),
  ]);
}

/**
 * @param {import("./run.js").Run} run
 * @param {Json} document
 * @param {Json} given the same with its nulls, which signatures inside may cover
 * @param {Proven} giver
 * @param {(input: any) => Promise<{verdict: string, code: string, check: string, credential: Json | null, proven: Proven | null}>} verifyOne
 */
export async function checkEndorsements(run, document, given, giver, verifyOne) {
  const found = endorsementsOf(given);
  if (!found.length) return;
  await run.check("endorsements", async () => {
    const said = [];
    const about = subjects(document, giver);
    for (const one of found.slice(0, MAX_ENDORSEMENTS)) {
      const { verdict, code, check, credential, proven } = await verifyOne(one);
      // Nothing that a forged endorsement says is shown. What its writer took back or never signed, or a lost key, is no forgery.
      if (!credential && verdict === "not-valid" && (LATER.includes(check) || LATER.includes(code))) {
        said.push({ verdict: "undetermined", code });
        continue;
      }
      if (credential ? !about.includes(subjectOf(credential).id) : verdict !== "not-valid") {
        said.push({ verdict: "undetermined", code: "ENDORSEMENT_UNSURE" });
        continue;
      }
      const shown = credential
        ? {
            by: proven?.name || `…${proven?.key ?? ""}`,
            says: text(single(credential.issuer)?.name),
            known: proven?.by === "list",
            text: text(subjectOf(credential).endorsementComment),
          }
        : {};
      said.push({ verdict, code, ...shown });
    }
    const bad = said.find(({ verdict }) => verdict === "not-valid" || verdict === "not-a-badge");
    if (bad) throw failed("ENDORSEMENT_FORGED", { said, cause: bad.code });
    const open =
      said.find(({ verdict }) => verdict === "undetermined") ?? said.find(({ verdict }) => verdict !== "genuine");
    if (open || found.length > MAX_ENDORSEMENTS)
      throw new Fault(open?.verdict === "genuine-with-warning" ? "warned" : "not-checked", "ENDORSEMENT_UNSURE", {
        said,
        ...(open && { cause: open.code }),
      });
    return { said };
  });
}
