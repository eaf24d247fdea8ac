// The shapes in which the large systems of the field write their badges, rebuilt from the public source of their
// makers with values of our own. Each is judged as its maker's honest badge, and as one that somebody changed.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { badge, CONTEXTS, hosts, itxt, KEY, known, METHOD, png, run, signRdf, text } from "./make.mjs";
import { V2, HASH, WHO, detail, hosted } from "./making.mjs";

const V1 = "https://w3id.org/openbadges/v1";
test("Badgr: 2.0 by address, and 1.1 beside it", async () => {
  const base = "https://api.badgr.example/public";
  const assertion = {
    "@context": V2,
    type: "Assertion",
    id: `${base}/assertions/E`,
    badge: `${base}/badges/E2`,
    image: `${base}/assertions/E/image`,
    verification: { type: "HostedBadge" },
    evidence: [{ type: "Evidence", narrative: "md" }],
    narrative: "md",
    issuedOn: "2020-05-04T09:08:07.123456+00:00",
    recipient: WHO,
    "extensions:recipientProfile": {
      "@context": "https://openbadgespec.org/extensions/recipientProfile/context.json",
      type: ["Extension"],
      name: "Ann",
    },
  };
  const definition = {
    "@context": V2,
    type: "BadgeClass",
    id: `${base}/badges/E2`,
    name: "N",
    description: "D",
    issuer: `${base}/issuers/E3`,
    image: `${base}/badges/E2/image`,
    criteria: { id: "https://c.example/", narrative: "md" },
    alignment: [],
    tags: [],
  };
  const issuer = {
    "@context": V2,
    type: "Issuer",
    id: `${base}/issuers/E3`,
    name: "N",
    url: "https://i.example",
    email: "i@i.example",
    description: null,
  };
  const pages = { [assertion.id]: assertion, [definition.id]: definition, [issuer.id]: issuer };
  await hosted(["genuine", "GENUINE"], assertion, assertion.id, pages);
  const expanded = { ...assertion, badge: { ...definition, issuer } };
  await hosted(["genuine", "GENUINE"], expanded, assertion.id, pages);
  const query = "?v=1_1";
  const old = {
    "@context": V1,
    type: "Assertion",
    id: assertion.id + query,
    badge: definition.id + query,
    uid: "E",
    verify: { url: assertion.id + query, type: "hosted" },
    issuedOn: "2020-05-04T09:08:07.123456",
    recipient: WHO,
  };
  const olds = {
    [old.id]: old,
    [old.badge]: {
      ...definition,
      "@context": V1,
      id: old.badge,
      criteria: "https://c.example/",
      issuer: issuer.id + query,
    },
    [issuer.id + query]: { ...issuer, "@context": V1, id: issuer.id + query },
  };
  await hosted(["genuine-with-warning", "OLD_FORMAT"], old, old.id, olds);
  const changed = await run(text({ ...old, id: assertion.id, verify: { ...old.verify, url: assertion.id } }), {
    fetch: hosts(pages),
    registry: undefined,
  });
  assert.ok(["genuine", "genuine-with-warning"].includes(changed.verdict), changed.code);
});

test("SURF edubadges: a person by eduID, signed and hosted", async () => {
  const base = "https://api.edu.example/public";
  const assertion = {
    "@context": V2,
    type: "Assertion",
    id: `${base}/assertions/E`,
    badge: `${base}/badges/E2`,
    verification: { type: "HostedBadge" },
    evidence: [],
    issuedOn: "2024-05-04T09:08:07.123456+00:00",
    updatedAt: "2024-05-04T09:08:07.123456+00:00",
    recipient: { ...WHO, type: "id" },
  };
  const definition = {
    "@context": V2,
    type: "BadgeClass",
    id: `${base}/badges/E2`,
    name: "N",
    description: "D",
    issuer: `${base}/issuers/E3`,
    image: `${base}/i`,
    criteria: { narrative: "md" },
    "extensions:ECTSExtension": { "@context": "https://api.edu.example/x", type: ["Extension"], ECTS: 2.5 },
  };
  const issuer = {
    "@context": V2,
    type: "Issuer",
    id: `${base}/issuers/E3`,
    name: "N",
    name_dutch: null,
    url: "https://i.example",
    email: "i@i.example",
    "extensions:InstitutionNameExtension": { InstitutionName: "U" },
  };
  await hosted(["genuine", "GENUINE"], assertion, assertion.id, {
    [assertion.id]: assertion,
    [definition.id]: definition,
    [issuer.id]: issuer,
  });
});

test("Open Educational Badges: 3.0 with words of its own, its keys without a purpose", async () => {
  const base = "https://api.oeb.example/public";
  const issuer = `${base}/issuers/E3?v=3_0`;
  const method = {
    id: `${issuer}#key-0`,
    type: "DataIntegrityProof",
    cryptosuite: "eddsa-rdf-2022",
    controller: issuer,
    publicKeyMultibase: KEY.multikey,
  };
  const list = `${base}/assertions/E/revocations`;
  const pages = {
    [issuer]: {
      "@context": [CONTEXTS[1]],
      type: "Issuer",
      id: issuer,
      name: "N",
      controller: "",
      verificationMethod: method,
    },
    [list]: { id: list, issuer, revokedCredential: [] },
  };
  const document = {
    ...badge({
      id: `${base}/assertions/E?v=3_0`,
      name: "N",
      evidence: [],
      validFrom: "2025-05-04T09:08:07.123456+00:00",
      credentialStatus: { id: list, type: "1EdTechRevocationList" },
    }),
    "@context": [...CONTEXTS, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
    issuer: { id: issuer, type: ["Profile"], name: "N", url: "https://i.example", email: "i@i.example" },
  };
  const signed = await signRdf(document, { method: method.id, created: "2025-05-04T09:08:07.123456+00:00" });
  const listed = { proof: [signed.proof] };
  const result = await run(png(itxt(text({ ...signed, ...listed }))), { fetch: hosts(pages), registry: known(issuer) });
  assert.deepEqual(
    ["genuine-with-warning", "NOT_TO_STANDARD", "assertionMethod"],
    [result.verdict, result.code, detail(result, "form").property],
  );
  const revoked = {
    ...pages,
    [list]: { ...pages[list], revokedCredential: [{ id: document.id, revoked: true, revocationReason: "" }] },
  };
  assert.equal("REVOKED", (await run(text(signed), { fetch: hosts(revoked) })).code);
  const extended = {
    ...signed,
    "@context": [...signed["@context"], "https://api.oeb.example/static/context.json"],
    "extensions:CompetencyExtension": [{ name: "k", studyLoad: 60 }],
  };
  assert.deepEqual(
    ["undetermined", "UNKNOWN_CONTEXT"],
    await run(text(extended), { fetch: hosts(pages) }).then(({ verdict, code }) => [verdict, code]),
  );
});

const factory = () => {
  const list = "https://obf.example/obv3/revoked/T5/T5";
  const document = {
    awardedDate: "2025-11-08T08:38:36Z",
    endorsement: [],
    credentialSubject: {
      identifier: [
        { salt: "Kosher", identityHash: HASH, identityType: "emailAddress", hashed: true, type: "IdentityObject" },
      ],
      achievement: {
        image: { id: "https://obf.example/i", type: "Image" },
        criteria: { narrative: "..", id: "https://obf.example/c.html?v=2.0&c_id=1" },
        description: "..",
        inLanguage: "en",
        type: ["Achievement"],
        name: "N",
        id: "https://obf.example/obv3/achievements/T5?cid=1&lang=en",
        tag: ["t1"],
      },
      type: ["AchievementSubject"],
    },
    validFrom: "2025-11-08T08:38:36Z",
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    "@context": [...CONTEXTS, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"],
    issuer: {
      type: ["Profile"],
      url: "https://i.example/",
      name: "N",
      id: KEY.did,
      otherIdentifier: [{ identifier: "T5", identifierType: "systemId", type: "IdentifierEntry" }],
      email: "i@i.example",
    },
    credentialStatus: { id: list, type: "1EdTechRevocationList" },
    id: "https://obf.example/obv3/credentials/1",
  };
  return { document, pages: { [list]: { id: list, issuer: KEY.did, revokedCredential: [] } } };
};

test("Open Badge Factory: 3.0 by did:key, and 1.x by address", async () => {
  const { document, pages } = factory();
  const signed = await signRdf(document, { method: METHOD, created: "2025-11-08T08:39:32Z" });
  const result = await run(png(itxt(text({ ...signed, proof: [signed.proof] }))), {
    fetch: hosts(pages),
    recipient: ["a@example.com"],
  });
  assert.deepEqual(["genuine", "OK"], [result.verdict, result.recipient.code], JSON.stringify(result.checks));
  const unlisted = await run(text(signed), { fetch: hosts(pages), registry: { issuers: [] } });
  assert.deepEqual(
    ["genuine-with-warning", "key", ""],
    [unlisted.verdict, unlisted.proven.by, unlisted.facts.issuerAddress],
  );
  const base = "https://obf.example/v1";
  const assertion = {
    "@context": V1,
    type: "Assertion",
    id: `${base}/assertion/1`,
    uid: "1",
    recipient: WHO,
    badge: `${base}/badge/_/1.json`,
    verify: { type: "hosted", url: `${base}/assertion/1` },
    issuedOn: 1_400_000_000,
  };
  const issuer = {
    "@context": V1,
    type: "Issuer",
    id: `${base}/client/1`,
    name: "N",
    url: "https://i.example",
    image: "data:image/png;base64,AA",
  };
  const definition = {
    "@context": V1,
    type: "BadgeClass",
    id: `${base}/badge/_/1.json`,
    name: "N",
    description: "D",
    image: `${base}/badge/_/1.png?event=1`,
    criteria: `${base}/badge/_/1/criteria.html?v=2.0`,
    issuer: issuer.id,
  };
  await hosted(["genuine-with-warning", "OLD_FORMAT"], assertion, assertion.id, {
    [assertion.id]: assertion,
    [definition.id]: definition,
    [issuer.id]: issuer,
  });
});

test("Credly: 2.0 hosted without a salt, 3.0 with nulls at a did:web with a path", async () => {
  const base = "https://api.cr.example/v1/obi/v2";
  const plainHash = `sha256$${createHash("sha256").update("a@example.com").digest("hex")}`;
  const assertion = {
    "@context": V2,
    badge: `${base}/issuers/U1/badge_classes/U2`,
    expires: "2046-04-01T14:41:00.000Z",
    evidence: [
      { "@context": V2, description: "..", id: "http://w.example", name: "..", genre: "UrlEvidence", type: "Evidence" },
    ],
    id: `${base}/badge_assertions/U`,
    issuedOn: "2014-04-01T14:41:00.000Z",
    recipient: { type: "email", identity: plainHash, hashed: true },
    type: "Assertion",
    verification: { type: "hosted" },
  };
  const definition = {
    "@context": V2,
    criteria: { "@context": V2, id: "https://cr.example/b", narrative: ".." },
    description: "..",
    id: assertion.badge,
    image: { id: "https://images.cr.example/i.png" },
    issuer: `${base}/issuers/U1`,
    name: "N",
    tags: [],
    type: "BadgeClass",
  };
  const issuer = {
    "@context": V2,
    id: definition.issuer,
    type: "Issuer",
    name: "N",
    url: "https://i.example",
    email: "i@i.example",
  };
  await hosted(["genuine", "GENUINE"], assertion, assertion.id, {
    [assertion.id]: assertion,
    [definition.id]: definition,
    [issuer.id]: issuer,
  });
  const web = "did:web:www.cr.example:api:v1:obi:v3:issuers:U1";
  const document = badge(
    {
      name: "Ann Example",
      validUntil: null,
      evidence: null,
      credentialSchema: null,
      issuer: {
        type: ["Profile"],
        id: web,
        name: "N",
        email: "info@cr.example",
        image: null,
        url: "http://n.example/",
        description: "text ® “quoted”",
      },
    },
    { tag: null, alignment: null },
  );
  const did = {
    "https://www.cr.example/api/v1/obi/v3/issuers/U1/did.json": {
      id: web,
      verificationMethod: [{ id: `${web}#k`, type: "JsonWebKey2020", controller: web, publicKeyJwk: KEY.jwk }],
      assertionMethod: [`${web}#k`],
    },
  };
  const signed = text(await signRdf(document, { method: `${web}#k` }));
  const result = await run(png(itxt(signed)), { fetch: hosts(did), registry: known(web) });
  assert.deepEqual(["genuine", "A badge"], [result.verdict, result.facts.name], JSON.stringify(result.checks));
});
