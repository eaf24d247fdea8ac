// What a reading with an attacker's eyes found, each mended: it stays a test.
import assert from "node:assert/strict";
import test from "node:test";
import { looksLike } from "../src/alike.js";
import {
  at,
  badge,
  CONTEXTS,
  entry,
  hosts,
  jws,
  KEY,
  known,
  METHOD,
  newKey,
  run,
  says,
  signJcs,
  signRdf,
  statusList,
  text,
} from "./make.mjs";
import { GOOD, LIST, WEB, did, V2, hosted, praise } from "./attacking.mjs";

test("a forger's own list withdraws nothing, and shows nothing", async () => {
  const registry = { issuers: [{ id: WEB, name: "x", keys: [(await newKey()).multikey] }] };
  const { proof: _, ...list } = await statusList([7], { issuer: WEB });
  const pages = { ...did(["k", KEY]), [LIST]: await signJcs(list, { method: `${WEB}#k` }) };
  const result = await says(
    ["not-valid", "KEY_NOT_RECOGNISED"],
    text(await signRdf(badge({ issuer: WEB, credentialStatus: entry(7) }), { method: `${WEB}#k` })),
    at(pages, { registry }),
  );
  assert.equal(null, result.facts);
});

test("of two good proofs the one by a known key counts", async () => {
  const other = await newKey();
  const pages = did(["k", KEY], ["new", other]);
  const document = badge({ issuer: WEB });
  const [one, two] = [
    await signRdf(document, { method: `${WEB}#k` }),
    await signRdf(document, { key: other, method: `${WEB}#new` }),
  ];
  const registry = {
    issuers: [
      {
        id: WEB,
        name: "x",
        keys: [KEY.multikey, other.multikey],
        periods: [{ key: KEY.multikey, from: "2025-01-01", stopped: "2026-02-01" }],
      },
    ],
  };
  for (const proof of [
    [one.proof, two.proof],
    [two.proof, one.proof],
  ])
    await says(["genuine", "GENUINE"], text({ ...document, proof }), at(pages, { registry }));
});

test("a list with an id that cannot be read still tells of the others", () => {
  const registry = {
    issuers: [
      { id: "did:web:%", name: "Nobody" },
      { id: "https://[", name: "No one" },
      { id: "did:web:fenmarket.example", name: "Fenmarket Homes" },
    ],
  };
  assert.equal(looksLike(registry, { said: "", host: "f\u0435nmarket.example" }), "Fenmarket Homes");
});

test("names that are drawn alike", () => {
  const registry = {
    issuers: [
      { id: "did:web:bbc.example", name: "BBC" },
      { id: "did:web:fenmarket.example", name: "Fenmarket Homes" },
    ],
  };
  for (const said of [
    "Fenmarket\u3164Homes",
    "Fenmarket\u2800Homes",
    "Fenmarket\u115f Homes",
    "Fenmarket Homes+",
    "Fenmarket Homes™",
    "Ｆｅｎｍａｒｋｅｔ Ｈｏｍｅｓ",
    "BBC Ltd",
    "The B\u200bBC",
  ])
    assert.ok(looksLike(registry, { said, host: "" }), said);
  for (const said of ["Fenland Homes", "ABBCO", "Meadowbank Care"])
    assert.equal(null, looksLike(registry, { said, host: "" }));
});

test("a key of Open Badges 2.0 is not read from a saved file, and a base is a folder", async () => {
  const owner = {
    ...V2,
    type: "Issuer",
    id: "https://good.example/issuer.json",
    name: "I",
    url: "https://good.example",
    email: "a@b.example",
    publicKey: "https://good.example/key.json",
  };
  const definition = {
    ...V2,
    type: "BadgeClass",
    id: "https://good.example/b.json",
    name: "B",
    description: "d",
    image: "https://good.example/i.png",
    criteria: "https://good.example/c",
    issuer: owner.id,
  };
  const token = await jws(
    { alg: "EdDSA", kid: METHOD },
    {
      ...V2,
      type: "Assertion",
      id: "urn:uuid:6d3f1f52-3a1c-4c6a-9a9d-5a1f0b6c7d8e",
      recipient: { type: "email", hashed: false, identity: "eve@x.example" },
      badge: definition.id,
      verification: { type: "SignedBadge", creator: owner.publicKey },
      issuedOn: "2026-01-01T00:00:00Z",
    },
  );
  assert.equal(
    "undetermined",
    (await run(token, { fetch: hosts({}), copies: [text(owner), text(definition)] })).verdict,
  );
  const fetch = hosts({ "https://issuer.example.evil.test/x": text(badge()) });
  assert.equal(
    "undetermined",
    (
      await run("https://issuer.example.evil.test/y", {
        fetch,
        base: "https://issuer.example",
        home: "https://mirror.example",
      })
    ).verdict,
  );
  assert.deepEqual(["https://issuer.example.evil.test/y"], fetch.asked);
});

test("no property of a proof says how it is verified but the one that is asked", async () => {
  const { hashOf } = await import("../src/rdf.js");
  const { concat, toBase58 } = await import("../src/bytes.js");
  const { Budget } = await import("../src/budget.js");
  const { webcrypto } = await import("node:crypto");
  const context = [...CONTEXTS, "https://w3id.org/security/suites/ed25519-2020/v1"];
  const document = {
    ...badge({ credentialStatus: entry(7), validUntil: "2026-02-01T00:00:00Z" }),
    "@context": context,
  };
  const options = {
    type: "Ed25519Signature2020",
    created: "2026-01-01T00:00:00Z",
    verificationMethod: METHOD,
    proofPurpose: "assertionMethod",
  };
  const data = concat(
    await hashOf({ ...options, "@context": context }, "SHA-256", new Budget()),
    await hashOf(document, "SHA-256", new Budget()),
  );
  const proof = {
    ...options,
    proofValue: toBase58(new Uint8Array(await webcrypto.subtle.sign({ name: "Ed25519" }, KEY.pair.privateKey, data))),
  };
  await says(["not-valid", "REVOKED"], text({ ...document, proof }), at({ [LIST]: await statusList([7]) }));
  const { credentialStatus, validUntil, ...rest } = document;
  const vocabulary = "https://www.w3.org/2018/credentials#";
  for (const more of [{ cryptosuite: "eddsa-jcs-2022" }, { cryptosuite: "ecdsa-jcs-2019" }]) {
    const hidden = {
      ...rest,
      "@context": [...context, { cryptosuite: "@index" }],
      [`${vocabulary}credentialStatus`]: credentialStatus,
      [`${vocabulary}validUntil`]: { "@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": validUntil },
      proof: { ...proof, ...more },
    };
    assert.ok(!GOOD.includes((await run(text(hidden), at({ [LIST]: await statusList([7]) }))).verdict));
  }
});

test("the edition of a copy does not decide how the served document is read", async () => {
  const { copy, pages } = hosted("https://good.example");
  const stale = "https://good.example/backup/a.json";
  const all = { ...pages, [copy.id]: { ...copy, revoked: true }, [stale]: copy };
  const old = {
    uid: "1",
    recipient: copy.recipient,
    badge: copy.badge,
    issuedOn: copy.issuedOn,
    verify: { type: "hosted", url: stale },
  };
  await says(["not-valid", "REVOKED"], text(old), at(all));
  const first = {
    uid: "1",
    recipient: copy.recipient,
    badge: copy.badge,
    issuedOn: "2026-01-01",
    verify: { type: "hosted", url: copy.id },
  };
  const gone = { ...pages, [copy.id]: () => new Response("{}", { status: 410 }), [stale]: first };
  await says(["not-valid", "REVOKED"], text({ ...first, verify: { type: "hosted", url: stale } }), at(gone));
});

test("lists and claims that say it in another way are not passed over", async () => {
  const status = { status_list: { idx: 7, uri: "https://issuer.example/tokens" } };
  for (const claims of [status, {}]) {
    const token =
      claims === status
        ? await jws({ alg: "EdDSA", kid: METHOD }, { ...badge(), iss: KEY.did, status })
        : await jws({ alg: "EdDSA", kid: METHOD }, { vc: badge(), iss: KEY.did, status });
    await says(["undetermined", "UNKNOWN_STATUS"], token);
  }
  const { id: _, proof: __, ...unnamed } = await statusList([]);
  await says(
    ["genuine-with-warning", "LIST_UNNAMED"],
    text(await signRdf(badge({ credentialStatus: entry(7) }))),
    at({ [LIST]: await signJcs(unnamed) }),
  );
  const empty = { ...(await signRdf(badge())), credentialStatus: [] };
  assert.equal("NO_STATUS", (await run(text(empty))).checks.find(({ id }) => id === "status").code);
  for (const revoked of [[true, true], { value: true }, {}]) {
    const { copy, pages } = hosted("https://good.example", { assertion: { revoked } });
    await says(["not-valid", "REVOKED"], text(copy), at(pages));
  }
});

test("a name in a link goes with the salt of the badge", async () => {
  const { createHash } = await import("node:crypto");
  for (const [salt, name, slid] of [
    ["0123456789abcdef0123456789abcd", "Jane L", "ee0123456789abcdef0123456789abcd"],
    ["01234567" + "0123456789abcdef0123456789abcdef", "Jane Lee01234567", "0123456789abcdef0123456789abcdef"],
  ]) {
    const hash = createHash("sha256").update(`Jane Lee${salt}`).digest("hex");
    const signed = text(
      await signRdf(
        badge(
          {},
          {},
          {
            identifier: [
              { type: "IdentityObject", hashed: true, identityHash: `sha256$${hash}`, identityType: "name", salt },
            ],
          },
        ),
      ),
    );
    await says(
      ["genuine-with-warning", "LINK_NAME_WRONG"],
      `${badge().id}#name=${encodeURIComponent(name)}&salt=${slid}`,
      at({ [badge().id]: signed }),
    );
  }
});

test("time, nulls and missing signatures of others' words do not spoil a badge", async () => {
  const expired = await signJcs(praise(KEY.did), { expires: "2026-02-01T00:00:00Z" });
  const { proof: _, ...unsigned } = praise(KEY.did);
  for (const one of [expired, unsigned])
    await says(["genuine-with-warning", "ENDORSEMENT_UNSURE"], text(await signRdf(badge({ endorsement: [one] }))));
  const withNull = await signJcs({ ...praise(KEY.did), validUntil: null });
  await says(["genuine", "GENUINE"], text(await signJcs(badge({ endorsement: [withNull] }))));
});

test("honest makers give one name to two things", async () => {
  for (const document of [
    badge({}, {}, { id: KEY.did }),
    badge({}, { criteria: { id: "https://issuer.example/badges/1", narrative: "x" } }),
    badge({ evidence: [{ id: badge().id, type: ["Evidence"], name: "x" }] }),
  ]) {
    await says(["undetermined", "SAME_ID"], text(await signRdf(document)));
    await says(["genuine", "GENUINE"], text(await signJcs(document)));
  }
  const web = "did:web:issuer.example";
  const token = await jws(
    { alg: "EdDSA", kid: web },
    { ...badge({ issuer: { id: web, type: ["Profile"] } }), iss: web },
  );
  await says(["genuine", "GENUINE"], token, at(did(["k", KEY]), { registry: known(web) }));
});

test("an award that was given another place is not genuine while nobody can say whether that place is withdrawn", async () => {
  const base = "https://issuer.example/net/";
  const org = "did:web:issuer.example:net:organisations:org";
  const id = `${base}awards/${"a".repeat(26)}/credential.json`;
  const method = `${org}#k`;
  const place = (index) => entry(index, { statusListCredential: LIST });
  const given = (at) => ({ id, issuer: { id: org, type: ["Profile"], name: "Org" }, credentialStatus: place(at) });
  const copy = text(await signRdf(badge(given(7)), { method }));
  const published = await signRdf(badge(given(8)), { method });
  const { proof: _, ...list } = await statusList([8], { issuer: org });
  const pages = {
    [`${base}organisations/org/did.json`]: {
      id: org,
      verificationMethod: [{ id: method, controller: org, publicKeyMultibase: KEY.multikey }],
      assertionMethod: [method],
    },
    [LIST]: await signJcs(list, { method }),
  };
  const answers = {
    "not-valid REVOKED": [published, () => new Response("", { status: 410 })],
    "undetermined STATUS_RETRIEVAL_ERROR": [
      () => new Response("", { status: 503 }),
      () => new Response("", { status: 403 }),
      () => new Response("<html>Log in"),
      () => Promise.reject(new TypeError("failed")),
    ],
    "genuine GENUINE": [() => new Response("", { status: 404 })], // as before it is published
  };
  for (const [expected, those] of Object.entries(answers))
    for (const answer of those)
      await says(expected.split(" "), copy, at({ ...pages, [id]: answer }, { registry: known(org) }));
});
