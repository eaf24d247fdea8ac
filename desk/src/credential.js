// The credential of an award, before it is signed: `OpenBadgeCredential` (Open Badges 3.0, section B.1.12), key by key
// as the engine writes it (lapel/credentials/open_badge.py).
// @ts-check

import { later, timestamp } from "./moments.js";
import { credentialAddress } from "./network.js";

export const VC_2 = "https://www.w3.org/ns/credentials/v2";
export const OB_3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";

/** The issuer as it stands in a credential. @param {import("./network.js").Issuer} issuer */
export const profileOf = ({ did, name, url, email }) => ({ id: did, type: ["Profile"], name, url, email });

/** The `credentialStatus` of an award (Bitstring Status List 1.0, section 2.1). @param {string} address @param {number} index */
export const statusEntry = (address, index) => ({
  id: `${address}#${index}`,
  type: "BitstringStatusListEntry",
  statusPurpose: "revocation",
  statusListIndex: String(index),
  statusListCredential: address,
});

/**
 * @param {object} award
 * @param {import("./network.js").Network} award.network
 * @param {import("./network.js").Badge} award.badge
 * @param {Record<string, any>} award.achievement embedded whole, as it is signed
 * @param {import("./network.js").Issuer} award.issuer
 * @param {import("./recipients.js").Recipient} award.person
 * @param {Record<string, any>[]} award.identities
 * @param {string} award.id
 * @param {Record<string, any>} award.status
 * @param {Date} award.now
 * @param {string} [award.awarded] the day of the deed, when it is not that of the signature
 * @param {string | null} [award.until] stands for the end that the badge's validity gives; null is no end
 */
export function credential({
  network,
  badge,
  achievement,
  issuer,
  person,
  identities,
  id,
  status,
  now,
  awarded,
  until,
}) {
  const start = awarded ? new Date(`${awarded}T00:00:00Z`) : now;
  const end = until === undefined && badge.validity ? timestamp(later(start, badge.validity)) : until;
  return {
    "@context": [VC_2, OB_3],
    id: credentialAddress(network, id),
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: badge.name,
    issuer: profileOf(issuer),
    validFrom: timestamp(now),
    ...(awarded && { awardedDate: timestamp(start) }),
    ...(end && { validUntil: end }),
    credentialSubject: {
      type: ["AchievementSubject"],
      identifier: identities,
      achievement,
      ...(person.narrative && { narrative: person.narrative }),
      ...(person.result && { result: [{ type: ["Result"], value: person.result }] }),
    },
    ...(person.evidence && { evidence: [evidence(person.evidence)] }),
    credentialStatus: status,
  };
}

/** An address becomes the id of the evidence, anything else its narrative. @param {string} text */
function evidence(text) {
  const key = text.startsWith("https://") && !text.includes(" ") ? "id" : "narrative";
  return { type: ["Evidence"], [key]: text };
}
