// Forgeries that were believed, one test for each row: each is made here with keys that are thrown away.
import assert from "node:assert/strict";
import test from "node:test";
import { toBase58 } from "../src/bytes.js";
import {
  at,
  badge,
  CONTEXTS,
  entry,
  itxt,
  jws,
  jwt,
  KEY,
  known,
  METHOD,
  newKey,
  png,
  run,
  says,
  signJcs,
  signRdf,
  statusList,
  text,
} from "./make.mjs";

import { disclosed, P256 } from "./partly.mjs";

const GOOD = ["genuine", "genuine-with-warning"];
const LIST = "https://issuer.example/status/1";
const codes = (result) => result.checks.filter(({ outcome }) => outcome !== "passed").map(({ code }) => code);

test("an old list is told", async () => {
  const signed = text(await signRdf(badge({ credentialStatus: entry(7) })));
  const list = await statusList([], { more: { validUntil: "2026-05-01T00:00:00Z" } });
  const result = await says(["genuine-with-warning", "LIST_OLD"], signed, at({ [LIST]: list }));
  assert.equal("2026-01-01T00:00:00Z", result.checks.find(({ id }) => id === "status").details.date);
  await says(
    ["genuine-with-warning", "LIST_OLD"],
    signed,
    at({ [LIST]: await statusList([]) }, { now: new Date("2036-01-01T00:00:00Z") }),
  );
  await says(
    ["not-valid", "REVOKED"],
    signed,
    at({ [LIST]: await statusList([7]) }, { now: new Date("2036-01-01T00:00:00Z") }),
  );
  const asked = [];
  await run(signed, {
    fetch: async (address, options) => (asked.push(options.cache), new Response(text(await statusList([])))),
  });
  assert.deepEqual(["no-cache"], asked);
  await says(["genuine-with-warning", "LIST_KEPT"], text(await signRdf(badge())), { kept: true });
});

test("an endorser that nobody knows is not the one whose name it says", async () => {
  const eve = await newKey();
  const praise = await signRdf(
    {
      "@context": CONTEXTS,
      id: "urn:uuid:9",
      type: ["VerifiableCredential", "EndorsementCredential"],
      name: "x",
      issuer: { id: eve.did, type: ["Profile"], name: "Fenmarket Homes" },
      validFrom: "2026-01-01T00:00:00Z",
      credentialSubject: {
        id: badge().credentialSubject.achievement.id,
        type: ["EndorsementSubject"],
        endorsementComment: "Good",
      },
    },
    { key: eve, method: `${eve.did}#${eve.multikey}` },
  );
  const signed = text(await signRdf(badge({ endorsement: [praise] })));
  const result = await says(["genuine-with-warning", "ENDORSEMENT_UNSURE"], signed);
  const { by, known: listed } = result.checks.find(({ id }) => id === "endorsements").details.said[0];
  assert.deepEqual([`…${eve.multikey.slice(-8)}`, false], [by, listed]);
  const members = [{ id: eve.did, name: "Eve's Eels", keys: [eve.multikey] }];
  await says(["genuine", "GENUINE"], signed, { registry: { ...known(), members } });
  await says(["not-valid", "ENDORSEMENT_FORGED"], signed, {
    registry: { ...known(), members: [{ ...members[0], keys: [KEY.multikey] }] },
  });
  await says(
    ["genuine-with-warning", "NOT_LISTED"],
    text(await signRdf(badge({ issuer: eve.did }), { key: eve, method: `${eve.did}#${eve.multikey}` })),
    { registry: { ...known(), members } },
  );
});

test("an issuer inside a badge does not say where its badges may stand", async () => {
  const inside = {
    name: "Good",
    url: "https://good.example/",
    verification: { startsWith: "https://evil.example/", allowedOrigins: "evil.example" },
  };
  const assertion = {
    uid: "1",
    recipient: { type: "email", hashed: false, identity: "eve@x.example" },
    badge: {
      name: "B",
      description: "d",
      image: "https://good.example/i.png",
      criteria: "https://good.example/c",
      issuer: inside,
    },
    verify: { type: "hosted", url: "https://evil.example/a.json" },
    issuedOn: "2026-01-01",
  };
  await says(["not-valid", "ISSUER_MISMATCH"], text(assertion), at({ "https://evil.example/a.json": assertion }));
});

test("an end or a list counts under whichever name and wherever in the token it stands", async () => {
  const old = {
    "@context": [
      "https://www.w3.org/2018/credentials/v1",
      "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
    ],
    validFrom: undefined,
    issuanceDate: "2026-01-01T00:00:00Z",
    name: "x",
  };
  for (const more of [{ ...old, validUntil: "2026-05-01T00:00:00Z" }, { expirationDate: "2026-05-01T00:00:00Z" }]) {
    const result = await run(text(await signJcs(JSON.parse(text(badge(more))))));
    assert.deepEqual(["genuine-with-warning", "EXPIRED"], [result.verdict, result.code]);
    assert.ok(codes(result).includes("NOT_TO_STANDARD"));
  }
  const vc = badge();
  const token = (claims) => jws({ alg: "EdDSA", typ: "JWT", kid: METHOD }, { vc, iss: KEY.did, ...claims });
  await says(
    ["not-valid", "REVOKED"],
    await token({ credentialStatus: entry(7) }),
    at({ [LIST]: await statusList([7]) }),
  );
  await says(["genuine-with-warning", "EXPIRED"], await token({ validUntil: "2026-05-01T00:00:00Z" }));
  const both = await jws(
    { alg: "EdDSA", kid: METHOD },
    { vc: badge({ credentialStatus: entry(6) }), iss: KEY.did, credentialStatus: entry(7) },
  );
  await says(["not-valid", "REVOKED"], both, at({ [LIST]: await statusList([7]) }));
});

test("a key of small order, or in a second form, is none", async () => {
  const y = (number) => Uint8Array.from(Buffer.from(number.toString(16).padStart(64, "0"), "hex").reverse());
  const p = 2n ** 255n - 19n;
  const small = [
    0n,
    1n,
    p - 1n,
    p,
    p + 1n,
    2707385501144840649318225287225658788936804267575313519463743609750303402022n,
    55188659117513257062467267217118295137698188065244968500265048394206261417927n,
  ];
  for (const number of small) {
    for (const sign of [0, 0x80]) {
      const raw = y(number);
      raw[31] |= sign;
      const did = `did:key:${toBase58(Uint8Array.from([0xed, 0x01, ...raw]))}`;
      const signed = await signJcs(badge({ issuer: did }), { method: `${did}#${did.slice(8)}` });
      // The identity point signs every text with R = identity and S = 0.
      signed.proof.proofValue = toBase58(Uint8Array.from([1, ...Array(63).fill(0)]));
      const result = await run(text(signed));
      assert.ok(!GOOD.includes(result.verdict), did);
      assert.ok(codes(result).includes("BAD_KEY"));
    }
  }
});

test("one badge has one budget, and tells whom it made us ask", { timeout: 60_000 }, async () => {
  const bombs = Array.from({ length: 200 }, (_, n) =>
    itxt(`${" ".repeat(5_000_000)}${n}`, "openbadgecredential", true),
  );
  const praise = (n) => ({
    "@context": CONTEXTS,
    id: `urn:uuid:${n}`,
    type: ["VerifiableCredential", "EndorsementCredential"],
    name: "x".repeat(500),
    issuer: { id: KEY.did, type: ["Profile"], name: "x" },
    validFrom: "2026-01-01T00:00:00Z",
    credentialSubject: { id: badge().id, type: ["EndorsementSubject"], endorsementComment: "Good" },
  });
  const many = await Promise.all(Array.from({ length: 300 }, (_, n) => signRdf(praise(n))));
  const inner = { ...(await signRdf(praise(1))), endorsement: many.slice(0, 100) };
  for (const input of [
    png(...bombs),
    text(await signJcs(badge({ endorsement: many }))),
    text(await signJcs(badge({ endorsement: Array.from({ length: 10 }, () => inner) }))),
  ]) {
    const before = process.cpuUsage();
    const result = await run(input);
    const { user, system } = process.cpuUsage(before);
    assert.ok(!["genuine"].includes(result.verdict));
    assert.ok(user + system < 6_000_000, `${(user + system) / 1e6} s`);
  }
  const trackers = Array.from({ length: 3 }, (_, n) =>
    entry(1, { statusListCredential: `https://tracker${n}.example/list` }),
  );
  const result = await run(text(await signJcs(badge({ credentialStatus: trackers }))), at({}));
  assert.deepEqual(["tracker0.example", "tracker1.example", "tracker2.example"], result.hosts);
  const changed = text({ ...(await signJcs(badge({ credentialStatus: trackers }))), name: "Changed" });
  assert.deepEqual([], (await run(changed, at({}))).hosts);
});

test("a holder who leaves things out is told of", async () => {
  const [whole, part] = await disclosed(badge({ validUntil: "2027-01-01T00:00:00Z", credentialStatus: entry(7) }));
  const pages = { registry: known(P256.did), now: new Date() };
  assert.deepEqual(
    ["genuine-with-warning", "PARTLY_SHOWN"],
    await run(text(part), pages).then(({ verdict, code }) => [verdict, code]),
  );
  assert.equal(undefined, part.credentialStatus ?? part.validUntil);
  assert.ok(whole.credentialStatus && whole.validUntil);
});

test("what the signer says of time proves nothing under a stopped key", async () => {
  const web = "did:web:issuer.example";
  const did = (more) =>
    at(
      {
        "https://issuer.example/.well-known/did.json": {
          id: web,
          verificationMethod: [{ id: `${web}#k`, controller: web, publicKeyMultibase: KEY.multikey, ...more }],
          assertionMethod: [`${web}#k`],
        },
      },
      { registry: known(web) },
    );
  const made = async (created) => text(await signRdf(badge({ issuer: web }), { method: `${web}#k`, created }));
  const [from, through] = ["https://schema.org/validFrom", "https://schema.org/validThrough"];
  await says(
    ["undetermined", "SIGNED_WHEN"],
    await made("2025-01-01T00:00:00Z"),
    did({ revoked: "2026-03-01T00:00:00Z" }),
  );
  await says(
    ["not-valid", "KEY_REVOKED"],
    await made("2026-04-01T00:00:00Z"),
    did({ revoked: "2026-03-01T00:00:00Z" }),
  );
  await says(["not-valid", "KEY_TOO_NEW"], await made("1999-01-01T00:00:00Z"), did({ [from]: "2025-01-01" }));
  await says(
    ["not-valid", "KEY_EXPIRED"],
    await made("2026-04-01T00:00:00Z"),
    did({ [from]: "2025-01-01", [through]: "2026-03-31" }),
  );
  await says(
    ["genuine", "GENUINE"],
    await made("2026-03-31T20:00:00Z"),
    did({ [from]: "2025-01-01", [through]: "2026-03-31" }),
  );
  await says(
    ["not-valid", "KEY_EXPIRED"],
    await made("2026-04-01T00:00:00Z"),
    did({ expires: "2026-03-31T00:00:00Z" }),
  );
  await says(
    ["genuine-with-warning", "KEY_ENDED"],
    await made("2026-01-01T00:00:00Z"),
    did({ expires: "2026-03-31T00:00:00Z" }),
  );
  for (const more of [{}, { [through]: "2026-03-31" }])
    await says(["undetermined", "SIGNED_WHEN"], await made("2030-01-01T00:00:00Z"), did(more));
  const list = (period) => ({
    registry: {
      issuers: [{ id: KEY.did, name: "x", keys: [KEY.multikey], periods: [{ key: KEY.multikey, ...period }] }],
    },
  });
  const signed = async (created) => text(await signRdf(badge(), { created }));
  await says(
    ["undetermined", "SIGNED_WHEN"],
    await signed("2025-01-01T00:00:00Z"),
    list({ from: "2024-01-01", stopped: "2026-02-01" }),
  );
  await says(
    ["not-valid", "KEY_REVOKED"],
    await signed("2026-02-02T00:00:00Z"),
    list({ from: "2024-01-01", stopped: "2026-02-01" }),
  );
  await says(["not-valid", "KEY_TOO_NEW"], await signed("1999-01-01T00:00:00Z"), list({ from: "2024-01-01" }));
  await says(
    ["not-valid", "KEY_EXPIRED"],
    await signed("2026-02-03T00:00:00Z"),
    list({ from: "2024-01-01", until: "2026-02-01" }),
  );
  await says(
    ["genuine", "GENUINE"],
    await signed("2026-02-01T20:00:00Z"),
    list({ from: "2024-01-01", until: "2026-02-01" }),
  );
  await says(
    ["undetermined", "SIGNED_WHEN"],
    await jwt(badge(), {}, { iat: 1_735_689_600 }),
    list({ from: "2024-01-01", stopped: "2026-02-01" }),
  );
});
