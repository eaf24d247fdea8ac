// The shapes in which the large systems of the field write their badges, rebuilt from the public source of their
// makers with values of our own. Each is judged as its maker's honest badge, and as one that somebody changed.
import assert from "node:assert/strict";
import test from "node:test";
import { badge, CONTEXTS, hosts, itxt, jwt, KEY, png, run, signRdf, text } from "./make.mjs";
import { V2, HASH, WHO, detail, hosted } from "./making.mjs";

test("Moodle: seconds as text without ids, and 2.0 with everything inside", async () => {
  const base = "https://m.example/badges";
  const one = {
    uid: "40",
    recipient: WHO,
    badge: `${base}/assertion.php?b=40&action=1`,
    verify: { type: "hosted", url: `${base}/assertion.php?b=40` },
    issuedOn: "1371560000",
    evidence: `${base}/badge.php?hash=40`,
  };
  const pages = {
    [one.verify.url]: one,
    [one.badge]: {
      name: "N",
      description: "D",
      image: `${base}/i`,
      criteria: `${base}/badge.php?hash=40`,
      issuer: `${base}/assertion.php?b=40&action=0`,
    },
    [`${base}/assertion.php?b=40&action=0`]: { name: "N", url: "https://m.example", email: "a@m.example" },
  };
  await hosted(["genuine-with-warning", "OLD_FORMAT"], one, one.verify.url, pages);
  const issuer = {
    name: "N",
    url: "https://m.example",
    email: "b@m.example",
    "@context": V2,
    id: `${base}/issuer_json.php?id=32`,
    type: "Issuer",
  };
  const two = {
    recipient: WHO,
    badge: {
      name: "N",
      description: "D",
      image: "data:image/png;base64,iVBORw0KGgo=",
      criteria: { id: `${base}/badgeclass.php?id=32`, narrative: "\n * x\n" },
      issuer,
      "@context": V2,
      id: `${base}/badge_json.php?id=32`,
      type: "BadgeClass",
      version: "",
      "@language": "",
    },
    verify: { type: "hosted", url: `${base}/assertion.php?b=40&obversion=2` },
    issuedOn: "2023-07-26T10:06:03+09:00",
    "@context": V2,
    type: "Assertion",
    id: `${base}/assertion.php?b=40&obversion=2`,
  };
  const result = await hosted(["genuine-with-warning", "NOT_TO_STANDARD"], two, two.id, {
    [two.id]: two,
    [issuer.id]: issuer,
  });
  assert.equal("verification", detail(result, "form").property);
});

test("BadgeOS: another moment at every request; WPBadger and P2PU: the first editions", async () => {
  const base = "https://w.example";
  const inside = {
    "@context": V2,
    type: "BadgeClass",
    id: "a-12",
    name: "N",
    image: `${base}/b.png`,
    description: "D",
    criteria: `${base}/badges/n/`,
    issuer: `${base}/issuer/?bg=12`,
    tags: [],
  };
  const assertion = {
    "@context": V2,
    type: "Assertion",
    id: `${base}/assertion/?bg=12&uid=5`,
    recipient: WHO,
    badge: `${base}/badgeos-json/?bg=12&uid=5`,
    issuedOn: "2026-01-02T03:04:05+00:00",
    verification: { type: "HostedBadge", verificationProperty: "id" },
    evidence: `${base}/evidence/`,
  };
  const issuer = {
    "@context": V2,
    type: "Issuer",
    id: `${base}/issuer/`,
    name: "N",
    url: base,
    email: "admin@w.example",
  };
  const pages = {
    [assertion.id]: assertion,
    [assertion.badge]: { ...inside, id: assertion.badge, issuer: issuer.id },
    [issuer.id]: issuer,
  };
  const baked = png(itxt(text({ ...assertion, badge: inside, issuedOn: "2025-12-31T00:00:00+00:00" }), "openbadges"));
  const result = await run(baked, { fetch: hosts(pages), registry: undefined });
  assert.deepEqual(
    ["genuine-with-warning", "COPY_DIFFERS", "2026-01-02T03:04:05.000Z"],
    [result.verdict, result.code, result.facts.issued],
  );
  const wp = {
    recipient: HASH,
    salt: "Kosher",
    evidence: `${base}/awards/1/`,
    issued_on: "2012-12-12",
    badge: {
      version: "1.0",
      name: "N",
      image: `${base}/b.png`,
      description: "D",
      criteria: `${base}/n/`,
      issuer: { origin: base, name: "N", org: "", contact: "" },
    },
  };
  assert.equal(
    "TOO_OLD",
    (await run(`${base}/awards/1/json/`, { fetch: hosts({ [`${base}/awards/1/json/`]: wp }) })).code,
  );
  const p2pu = {
    uid: "17",
    recipient: WHO,
    image: `${base}/x.png`,
    evidence: `${base}/9/`,
    issuedOn: "2013-05-06T07:08:09.123456",
    badge: `${base}/openbadges/badge/4`,
    verify: { type: "hosted", url: `${base}/openbadges/assertion/17` },
  };
  const more = {
    [p2pu.verify.url]: p2pu,
    [p2pu.badge]: {
      name: "N",
      description: "D",
      image: `${base}/m`,
      criteria: `${base}/c`,
      issuer: `${base}/openbadges/organisation`,
    },
    [`${base}/openbadges/organisation`]: { name: "P2PU", url: base },
  };
  await hosted(["genuine-with-warning", "OLD_FORMAT"], p2pu, p2pu.verify.url, more);
});

test("Backpack: an old body with a way to ask", async () => {
  const base = "https://i.example";
  const body = {
    uid: "f2c20",
    recipient: HASH,
    salt: "Kosher",
    _originalRecipient: WHO,
    image: `${base}/a.png`,
    issuedOn: 1_359_217_910,
    issued_on: 1_359_217_910,
    verify: { type: "hosted", url: `${base}/a.json` },
    badge: {
      _location: `${base}/b.json`,
      name: "N",
      description: "D",
      image: `${base}/b.png`,
      criteria: "/b.html",
      issuer: {
        _location: `${base}/o.json`,
        name: "N",
        url: `${base}/some/path`,
        origin: base,
        org: null,
        contact: null,
      },
    },
  };
  await hosted(["genuine-with-warning", "OLD_FORMAT"], body, body.verify.url, { [body.verify.url]: body });
});

test("a wallet's presentation, and tokens with the credential under vc", async () => {
  const signed = await signRdf(badge());
  const presentation = {
    "@context": [CONTEXTS[0], "https://w3id.org/security/suites/ed25519-2020/v1"],
    type: ["VerifiablePresentation"],
    verifiableCredential: [signed],
    holder: "did:key:z6MkH",
    proof: { type: "Ed25519Signature2020", proofPurpose: "authentication", challenge: "U", proofValue: "z" },
  };
  for (const one of [
    presentation,
    { ...presentation, proof: undefined, holder: undefined },
    { verifiablePresentation: presentation, zcap: [] },
  ])
    assert.equal("genuine", (await run(text(one))).verdict);
  const token = await jwt({ vc: badge(), iss: KEY.did, iat: 1_770_000_000 }, { jwk: KEY.jwk });
  assert.equal("genuine", (await run(token)).verdict);
});
