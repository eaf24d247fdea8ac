// Forgeries that an earlier edition believed, and honest badges that it refused. Each stays a test.
import assert from "node:assert/strict";
import test from "node:test";
import { verify } from "../src/verify.js";
import { badge, entry, hosts, itxt, jws, jwt, KEY, known, newKey, png, signJcs, signRdf, statusList } from "./make.mjs";

const NOW = new Date("2026-06-01T00:00:00Z");
const text = (document) => JSON.stringify(document);
const GOOD = ["genuine", "genuine-with-warning"];
const run = (input, pages = {}, options = {}) =>
  verify(input, { fetch: hosts(pages), now: NOW, registry: known(), ...options });
async function refused(input, pages, options) {
  const result = await run(input, pages, options);
  assert.ok(!GOOD.includes(result.verdict), `${result.verdict} ${result.code}`);
  return result;
}

test("a second proof of any kind does not switch the rules for graphs off", async () => {
  const signed = await signRdf(badge({ credentialStatus: entry(7) }));
  const { credentialStatus, proof, ...rest } = signed;
  const pages = { "https://issuer.example/status/1": await statusList([7]) };
  for (const other of [
    { type: "X", cryptosuite: "jcs" },
    { type: "DataIntegrityProof", cryptosuite: "eddsa-jcs-2022" },
  ]) {
    const hidden = {
      ...rest,
      "https://www.w3.org/2018/credentials#credentialStatus": credentialStatus,
      proof: [proof, other],
    };
    await refused(text(hidden), pages);
    await refused(text({ ...rest, "@included": [{ id: rest.id, credentialStatus }], proof: [proof, other] }), pages);
  }
  const vocabulary = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#";
  const plain = await signRdf(badge());
  const swapped = structuredClone(plain);
  swapped.credentialSubject.identifier = [
    {
      "@context": { identityHash: "@index" },
      type: `${vocabulary}IdentityObject`,
      hashed: false,
      identityHash: "mallory@evil.example",
      [`${vocabulary}identityHash`]: "ada@example.org",
      identityType: "emailAddress",
    },
  ];
  swapped.proof = [plain.proof, { type: "X", cryptosuite: "jcs" }];
  await refused(text(swapped), {}, { recipient: ["mallory@evil.example"] });
});

const PERSON = { type: "email", hashed: false, identity: "eve@x.example" };
const GIVEN = {
  name: "Good badge",
  description: "d",
  image: "https://good.example/i.png",
  criteria: "https://good.example/c",
  issuer: "https://good.example/issuer",
};
const OWNER = { name: "Good", url: "https://good.example/" };

test("an old badge counts where it stands, not where it says that it stands", async () => {
  for (const id of ["https://good.example/assertions/1", "abc"]) {
    const assertion = {
      "@context": "https://w3id.org/openbadges/v1",
      type: "Assertion",
      id,
      recipient: PERSON,
      badge: "https://good.example/badge",
      verify: { type: "hosted", url: "https://evil.example/a.json" },
      issuedOn: "2026-01-01",
    };
    await refused(text(assertion), {
      "https://evil.example/a.json": assertion,
      "https://good.example/badge": GIVEN,
      "https://good.example/issuer": OWNER,
    });
  }
});

test("an issuer's page cannot name itself into the place of another", async () => {
  const assertion = {
    "@context": "https://w3id.org/openbadges/v1",
    type: "Assertion",
    id: "https://evil.example/a",
    recipient: PERSON,
    badge: "https://evil.example/badge",
    verify: { type: "hosted", url: "https://evil.example/a" },
    issuedOn: "2026-01-01",
  };
  const own = { ...OWNER, id: "https://good.example/issuer", verification: { startsWith: "https://evil.example/" } };
  const pages = {
    "https://evil.example/a": assertion,
    "https://evil.example/badge": { ...GIVEN, issuer: "https://evil.example/issuer" },
    "https://evil.example/issuer": own,
    "https://good.example/issuer": {
      ...OWNER,
      id: "https://good.example/issuer",
      email: "a@good.example",
      type: "Issuer",
    },
  };
  await refused(text(assertion), pages, { registry: { issuers: [{ id: "https://good.example/issuer" }] } });
});

test("the definition of a badge has an address", async () => {
  const definition = { "@context": "https://w3id.org/openbadges/v2", type: "BadgeClass", ...GIVEN };
  const fake = { ...definition, id: { ...definition, name: "FAKE" } };
  await refused(text(fake), {
    "https://good.example/issuer": {
      ...OWNER,
      id: "https://good.example/issuer",
      type: "Issuer",
      email: "a@good.example",
    },
  });
});

test("what describes a badge was given to nobody, and says so without asking anybody", async () => {
  const there = {
    "@context": "https://w3id.org/openbadges/v2",
    type: "BadgeClass",
    id: "https://good.example/badge",
    ...GIVEN,
  };
  const achievement = { ...badge().credentialSubject.achievement, "@context": badge()["@context"] };
  for (const [one, code] of [
    [there, "DEFINITION"],
    [achievement, "DEFINITION"],
    [{ ...OWNER, type: "Issuer", id: "https://good.example/issuer" }, "ISSUER_PAGE"],
  ]) {
    const result = await refused(text(one), { [there.id]: there }, { recipient: ["ada@example.org"] });
    assert.deepEqual(["not-a-badge", code, []], [result.verdict, result.code, result.hosts]);
  }
  const baked = await refused(png(itxt(there.id, "openbadges")), { [there.id]: there });
  assert.deepEqual(["not-a-badge", "DEFINITION"], [baked.verdict, baked.code]);
});

test("the first status does not hide the second", async () => {
  const refresh = "https://issuer.example/status/2";
  const entries = [entry(3, { statusPurpose: "refresh", statusListCredential: refresh, id: `${refresh}#3` }), entry(7)];
  const pages = {
    [refresh]: await statusList([3], { purpose: "refresh", address: refresh }),
    "https://issuer.example/status/1": await statusList([7]),
  };
  assert.equal("REVOKED", (await refused(text(await signJcs(badge({ credentialStatus: entries }))), pages)).code);
});

test("a key in an address does not stand against the issuer's own list", async () => {
  const issuer = "https://good.example/issuer";
  const other = await newKey();
  const signed = text(await signRdf(badge({ issuer }), { method: `${issuer}#${KEY.multikey}` }));
  const method = { id: `${issuer}#k`, controller: issuer, publicKeyMultibase: other.multikey };
  for (const document of [
    { id: issuer, assertionMethod: [method] },
    { id: `${issuer}/`, verificationMethod: [method] },
    { id: issuer, publicKey: `${issuer}#k` },
  ]) {
    await refused(signed, { [issuer]: document });
  }
});

test("on a shared host a neighbour is a stranger", async () => {
  const base = "https://shared.example";
  const assertion = (id) => ({
    "@context": "https://w3id.org/openbadges/v2",
    type: "Assertion",
    id,
    recipient: PERSON,
    badge: `${base}/alice/badge.json`,
    verification: { type: "HostedBadge" },
    issuedOn: "2026-01-01T00:00:00Z",
  });
  const pages = {
    [`${base}/alice/badge.json`]: {
      ...GIVEN,
      id: `${base}/alice/badge.json`,
      type: "BadgeClass",
      issuer: `${base}/alice/issuer.json`,
    },
    [`${base}/alice/issuer.json`]: {
      ...OWNER,
      id: `${base}/alice/issuer.json`,
      type: "Issuer",
      email: "a@good.example",
      verification: { startsWith: `${base}/alice/` },
    },
  };
  for (const path of ["/alice/../evil/a.json", "/alice/%2e%2e/evil/a.json"]) {
    const one = assertion(base + path);
    await refused(text(one), { ...pages, [base + path]: one, [`${base}/evil/a.json`]: one });
  }
  const good = assertion(`${base}/alice/a.json`);
  assert.ok(GOOD.includes((await run(text(good), { ...pages, [good.id]: good })).verdict));
  const issuer = `${base}/alice/issuer`;
  const listed = {
    id: issuer,
    verificationMethod: [{ id: `${issuer}#k`, controller: issuer, publicKeyMultibase: (await newKey()).multikey }],
    assertionMethod: [`${issuer}#k`],
  };
  const key = { id: `${base}/evil/key.json`, type: "Multikey", controller: issuer, publicKeyMultibase: KEY.multikey };
  await refused(text(await signRdf(badge({ issuer }), { method: key.id })), { [issuer]: listed, [key.id]: key });
});

test("no small file keeps the reader waiting", async () => {
  for (const input of [
    `${"<!---->".repeat(400)}x`,
    `<svg >${"<!--".repeat(40_000)}`,
    `<html>${"<link ".repeat(20_000)}`,
    `<svg>${"<credential ".repeat(40_000)}`,
  ]) {
    const start = Date.now();
    await refused(input);
    assert.ok(Date.now() - start < 1500, `${input.slice(0, 20)}: ${Date.now() - start} ms`);
  }
});

test("a revocation list that contradicts itself withdraws", async () => {
  const address = "https://issuer.example/revoked";
  const signed = text(await signJcs(badge({ credentialStatus: { id: address, type: "1EdTechRevocationList" } })));
  const { id } = badge();
  const list = {
    id: address,
    issuer: KEY.did,
    revokedCredential: [
      { id, revoked: false },
      { id, revoked: true },
    ],
  };
  assert.equal("REVOKED", (await refused(signed, { [address]: list })).code);
});

test("honest ways to name a key in a token", async () => {
  const issuer = { id: "https://good.example/issuer" };
  const jwks = { "https://good.example/.well-known/jwks.json": { keys: [{ ...KEY.jwk, kid: "1" }] } };
  const byJwk = await jwt(badge({ issuer }), { kid: "https://good.example/keys/1" });
  assert.equal("genuine", (await run(byJwk, { ...jwks, "https://good.example/keys/1": KEY.jwk })).verdict);
  const other = (await newKey()).jwk;
  await refused(byJwk, {
    "https://good.example/.well-known/jwks.json": { keys: [other] },
    "https://good.example/keys/1": KEY.jwk,
  });
  const web = "did:web:good.example";
  const document = {
    id: web,
    verificationMethod: [{ id: `${web}#k`, controller: web, publicKeyMultibase: KEY.multikey }],
    assertionMethod: [`${web}#k`],
  };
  const relative = await jwt(badge({ issuer: { id: web } }), { kid: "#k", typ: "jwt" });
  assert.equal("genuine", (await run(relative, { "https://good.example/.well-known/did.json": document })).verdict);
  await refused(await jws({ alg: "EdDSA", kid: "#k" }, badge({ issuer: { id: "did:web:other.example" } })), {
    "https://good.example/.well-known/did.json": document,
  });
});

test("words about something else do not praise this badge", async () => {
  const praise = await signJcs({
    "@context": badge()["@context"],
    id: "urn:uuid:9",
    type: ["VerifiableCredential", "EndorsementCredential"],
    name: "Praise",
    issuer: { id: KEY.did, type: ["Profile"], name: "Famous" },
    validFrom: "2026-01-01T00:00:00Z",
    credentialSubject: {
      id: "https://other.example/badge",
      type: ["EndorsementSubject"],
      endorsementComment: "Great.",
    },
  });
  const result = await run(text(await signJcs(badge({ endorsement: [praise] }))));
  assert.deepEqual(["genuine-with-warning", "ENDORSEMENT_UNSURE"], [result.verdict, result.code]);
  assert.ok(!JSON.stringify(result.checks).includes("Great."));
});
