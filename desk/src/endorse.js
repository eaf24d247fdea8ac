// What one organisation says of a badge or an award (the engine: lapel/issuing/endorse.py).
// @ts-check

import { usableKey } from "./batch.js";
import { OB_3, profileOf, VC_2 } from "./credential.js";
import { DeskFault } from "./fault.js";
import { newId } from "./identity.js";
import { timestamp } from "./moments.js";
import { awardPage, issuerOf } from "./network.js";
import { publicFault } from "./personal.js";
import { length, strip } from "./text.js";

/** @typedef {import("./network.js").Network} Network */

export const MAX_COMMENT = 4000;

/**
 * @param {object} order
 * @param {Network} order.network
 * @param {string} order.issuer who speaks
 * @param {string} order.badge
 * @param {string} order.award the id of an award of that badge, or "" for the badge itself
 * @param {string} order.comment
 * @param {Date} order.now
 * @param {import("./identity.js").Chance} order.random
 * @returns {import("./batch.js").Job}
 */
export function endorseJob({ network, issuer: slug, badge: name, award, comment, now, random }) {
  const issuer = issuerOf(network, slug);
  const badge = Object.hasOwn(network.badges, name) ? network.badges[name] : undefined;
  if (!badge) throw new DeskFault("award-moved");
  if (badge.status === "draft" && !award) throw new DeskFault("badge-draft", { badge: badge.name });
  const text = strip(comment);
  if (!text) throw new DeskFault("comment-empty");
  if (length(text) > MAX_COMMENT) throw new DeskFault("comment-long", { most: MAX_COMMENT });
  const what = publicFault(text);
  if (what) throw new DeskFault(`public-${what}`);
  const { key, moment } = usableKey(issuer, now);
  const title = network.endorsement.replace("{badge}", () => badge.name).replace("{by}", () => issuer.name);
  const document = {
    "@context": [VC_2, OB_3],
    id: `${network.base}endorsements/${newId(random)}/credential.json`,
    type: ["VerifiableCredential", "EndorsementCredential"],
    name: title,
    issuer: profileOf(issuer),
    validFrom: timestamp(moment),
    credentialSubject: {
      id: award ? awardPage(network, award) : `${network.base}badges/${name}/achievement.json`,
      type: ["EndorsementSubject"],
      endorsementComment: text,
    },
  };
  const { did } = issuer;
  return {
    ...{ issuer: slug, key: key.id, did, publicKeyMultibase: key.publicKeyMultibase, created: timestamp(moment) },
    documents: [{ path: `badges/${name}/endorsements.jsonl`, document }],
    letters: [],
  };
}
