// What the tests of attacks share: an issuer, a hosted badge, an endorsement.
import { badge, CONTEXTS } from "./make.mjs";

export const GOOD = ["genuine", "genuine-with-warning"];

export const LIST = "https://issuer.example/status/1";

export const WEB = "did:web:issuer.example";

export const did = (...methods) => ({
  "https://issuer.example/.well-known/did.json": {
    id: WEB,
    verificationMethod: methods.map(([name, key]) => ({
      id: `${WEB}#${name}`,
      controller: WEB,
      publicKeyMultibase: key.multikey,
    })),
    assertionMethod: methods.map(([name]) => `${WEB}#${name}`),
  },
});

export const V2 = { "@context": "https://w3id.org/openbadges/v2" };

export function hosted(base, { assertion = {}, issuer = {}, home = base } = {}) {
  const pages = {
    [`${home}/b.json`]: {
      ...V2,
      type: "BadgeClass",
      id: `${home}/b.json`,
      name: "B",
      description: "d",
      image: `${home}/i.png`,
      criteria: `${home}/c`,
      issuer: `${home}/issuer.json`,
    },
    [`${home}/issuer.json`]: {
      ...V2,
      type: "Issuer",
      id: `${home}/issuer.json`,
      name: "I",
      url: home,
      email: "a@b.example",
      ...issuer,
    },
  };
  const copy = {
    ...V2,
    type: "Assertion",
    id: `${base}/a.json`,
    recipient: { type: "email", hashed: false, identity: "eve@example.org" },
    badge: `${home}/b.json`,
    verification: { type: "HostedBadge" },
    issuedOn: "2026-01-01T00:00:00Z",
    ...assertion,
  };
  return { copy, pages: { ...pages, [copy.id]: copy } };
}

export const praise = (issuer, about = badge().id) => ({
  "@context": CONTEXTS,
  id: "urn:uuid:9",
  type: ["VerifiableCredential", "EndorsementCredential"],
  name: "x",
  issuer: { id: issuer, type: ["Profile"], name: "A friend" },
  validFrom: "2026-01-01T00:00:00Z",
  credentialSubject: { id: about, type: ["EndorsementSubject"], endorsementComment: "Good" },
});
