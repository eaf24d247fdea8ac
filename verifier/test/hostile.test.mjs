// Badges made by somebody who wants them to look good, to break the page, or to learn something.
import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { toBase64Url, utf8 } from "../src/bytes.js";
import {
  badge,
  chunk,
  entry,
  hosts,
  itxt,
  jws,
  jwt,
  KEY,
  METHOD,
  newKey,
  png,
  signJcs,
  signRdf,
  statusList,
  run,
  says,
  text,
} from "./make.mjs";

const bad = (code) => ["not-valid", code];

test("nothing of a changed badge is shown as a fact", async () => {
  const signed = await signRdf(badge());
  for (const change of [
    (one) => (one.credentialSubject.achievement.name = "A doctor's degree"),
    (one) => (one.issuer.name = "A university"),
    (one) => (one.validFrom = "2020-01-01T00:00:00Z"),
    (one) => (one.validUntil = "2099-01-01T00:00:00Z"),
    (one) => (one.credentialSubject.identifier[0].identityHash = "eve@example.org"),
    (one) => (one.credentialStatus = entry(1)),
    (one) => (one.proof.created = "2026-01-02T00:00:00Z"),
    (one) => (one.proof.proofValue = `${one.proof.proofValue.slice(0, -2)}11`),
  ]) {
    const copy = structuredClone(signed);
    change(copy);
    const result = await says(bad("PROOF_VERIFICATION_ERROR"), text(copy));
    assert.deepEqual([null, null], [result.facts, result.credential]);
  }
});

test("what no context defines is not signed, so it fails", async () => {
  const signed = await signRdf(badge());
  await says(bad("DATA_LOSS_DETECTION_ERROR"), text({ ...signed, honours: "first class" }));
  const relative = badge({}, { related: [{ id: "not-an-address", type: ["Related"] }] });
  const result = await run(text({ ...(await signJcs(relative)), proof: { ...signed.proof } }));
  assert.equal("not-valid", result.verdict);
});

test("a withdrawal cannot be hidden behind another name for the same word", async () => {
  const signed = await signRdf(badge({ credentialStatus: entry(7) }));
  const { credentialStatus, ...rest } = signed;
  const fetch = hosts({ "https://issuer.example/status/1": await statusList([7]) });
  await says(bad("REVOKED"), text(signed), { fetch });
  await says(
    bad("HIDDEN_PROPERTY"),
    text({ ...rest, "https://www.w3.org/2018/credentials#credentialStatus": credentialStatus }),
    { fetch },
  );
  await says(bad("HIDDEN_PROPERTY"), text({ ...rest, "@included": [{ id: rest.id, credentialStatus }] }), { fetch });
  await says(
    bad("HIDDEN_PROPERTY"),
    text({ ...rest, evidence: [{ id: rest.id, type: ["Evidence"], credentialStatus }] }),
    { fetch },
  );
});

test("script, bad addresses and turned text stay text, or go", async () => {
  const nasty = '<img src=x onerror="alert(1)"><script>alert(1)</script>';
  const document = badge(
    { issuer: { id: KEY.did, type: ["Profile"], name: `Good ${"\u202e"}Issuer`, url: "javascript:alert(1)" } },
    {
      name: nasty,
      description: nasty,
      criteria: { id: "javascript:alert(1)", narrative: nasty },
      image: { id: "https://tracker.example/x.png", type: "Image" },
    },
  );
  const { facts } = await says(["genuine", "GENUINE"], text(await signJcs(document)));
  assert.equal(nasty, facts.name);
  assert.equal("Good Issuer", facts.issuer);
  assert.deepEqual(["", ""], [facts.criteriaAddress, facts.issuerAddress]);
});

test("long, deep and doubled JSON has an end", async () => {
  const signed = text(await signJcs(badge()));
  const long = await run(text(await signJcs(badge({}, { description: "x".repeat(5_000_000) }))));
  assert.equal("genuine", long.verdict);
  assert.ok(long.facts.description.length <= 5000);
  await says(bad("PARSING_ERROR"), `{"a":${"[".repeat(10_000)}${"]".repeat(10_000)}}`);
  await says(bad("PARSING_ERROR"), "[".repeat(100_000));
  await says(bad("DUPLICATE_KEY"), signed.replace('"issuer":', '"issuer":{"id":"did:web:good.example"},"issuer":'));
  await says(
    bad("DUPLICATE_KEY"),
    signed.replace('"issuer":', '"iss\\u0075er":{"id":"did:web:good.example"},"issuer":'),
  );
  for (const key of ["__proto__", "constructor", "prototype"]) {
    await says(bad("FORBIDDEN_KEY"), signed.replace('"issuer":', `"${key}":{"verdict":"genuine"},"issuer":`));
  }
  assert.equal(undefined, {}.verdict);
  await says(bad("TOO_LARGE"), new Uint8Array(10 * 1024 * 1024 + 1));
});

test("documents that lead to themselves and addresses without end have an end", async () => {
  const address = "https://issuer.example/a";
  await says(["undetermined", "TOO_MANY_REQUESTS"], address, { fetch: hosts({ [address]: address }) });
  const own = await signJcs(badge({ credentialStatus: entry(1, { statusListCredential: badge().id }) }));
  await says(["undetermined", "STATUS_VERIFICATION_ERROR"], text(own), { fetch: hosts({ [badge().id]: own }) });
  let nested = {
    ...badge({ id: "urn:uuid:0", type: ["VerifiableCredential", "EndorsementCredential"], name: "E" }),
    credentialSubject: { id: "urn:x:1", type: ["EndorsementSubject"] },
  };
  for (let depth = 0; depth < 8; depth++)
    nested = await signJcs({
      ...nested,
      proof: undefined,
      id: `urn:uuid:${depth}`,
      endorsement: [await signJcs(nested)],
    });
  assert.notEqual("undetermined", (await run(text(await signJcs(badge({ endorsement: [nested] }))))).verdict);
  const many = badge({
    credentialStatus: Array.from({ length: 30 }, (_, n) =>
      entry(1, { statusListCredential: `https://issuer.example/${n}` }),
    ),
  });
  await says(["undetermined", "UNKNOWN_STATUS"], text(await signJcs(many)));
});

test("a poisoned graph is given up, not counted out", { timeout: 60_000 }, async () => {
  const node = (depth) => (depth ? { type: ["Profile"], parentOrg: node(depth - 1) } : { type: ["Profile"] });
  const others = Array.from({ length: 40 }, () => ({ type: ["Evidence"] }));
  const signed = await signJcs(badge({ evidence: others }, { creator: node(6) }));
  const ring = { ...signed, proof: { ...signed.proof, cryptosuite: "eddsa-rdfc-2022" } };
  const start = Date.now();
  const result = await run(text(ring));
  assert.notEqual("genuine", result.verdict);
  assert.ok(Date.now() - start < 20_000);
  const wide = await signJcs(
    badge({ evidence: Array.from({ length: 20_000 }, (_, n) => ({ type: ["Evidence"], name: `${n}` })) }),
  );
  await says(["undetermined", "TOO_COMPLEX"], text({ ...wide, proof: ring.proof }));
});

test("lists and pictures that grow are cut off", async () => {
  const bomb = toBase64Url(gzipSync(Buffer.alloc(60 * 1024 * 1024)));
  const list = await statusList([], {
    more: {
      credentialSubject: {
        id: "https://issuer.example/status/1#list",
        type: "BitstringStatusList",
        statusPurpose: "revocation",
        encodedList: `u${bomb}`,
      },
    },
  });
  const signed = text(await signJcs(badge({ credentialStatus: entry(7) })));
  await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, {
    fetch: hosts({ "https://issuer.example/status/1": list }),
  });
  await says(bad("TOO_LARGE"), png(itxt(" ".repeat(30 * 1024 * 1024), "openbadgecredential", true)));
  for (const broken of ["uAAAA", "notbase64url!", 7, null]) {
    const wrong = await statusList([], {
      more: { credentialSubject: { ...list.credentialSubject, encodedList: broken } },
    });
    const { verdict, code } = await run(signed, { fetch: hosts({ "https://issuer.example/status/1": wrong }) });
    assert.equal("undetermined", verdict);
    assert.match(code, /^STATUS_(VERIFICATION|LIST_LENGTH)_ERROR$/);
  }
});

test("damaged and ambiguous pictures", async () => {
  const json = text(await signJcs(badge()));
  const other = text(await signJcs(badge({ name: "Another" })));
  const data = Buffer.concat([Buffer.from("openbadgecredential\0\0\0\0\0", "latin1"), Buffer.from(json)]);
  await says(bad("PARSING_ERROR"), png(chunk("iTXt", data, 1)));
  await says(bad("PARSING_ERROR"), png(itxt(json)).subarray(0, 400));
  await says(bad("PARSING_ERROR"), png(itxt("{broken")));
  await says(bad("PARSING_ERROR"), png(itxt("just words")));
  await says(bad("TWO_BADGES"), png(itxt(json), itxt(other)));
  await says(["genuine", "GENUINE"], png(itxt(json), itxt(json, "openbadges")));
  await says(["not-a-badge", "NOT_A_BADGE"], png());
  await says(["not-a-badge", "NOT_A_BADGE"], png(chunk("tEXt", Buffer.from("Comment\0a screenshot"))));
  for (const [head, kind] of [
    ["ffd8ffe0", "jpeg"],
    ["25504446", "pdf"],
    ["47494638", "gif"],
  ]) {
    const result = await says(
      ["not-a-badge", "NOT_A_BADGE"],
      Uint8Array.from(Buffer.from(`${head}${"00".repeat(50)}`, "hex")),
    );
    assert.equal(kind, result.checks[0].details.kind);
  }
  await says(["not-a-badge", "NOT_A_BADGE"], "");
  await says(["not-a-badge", "NOT_A_BADGE"], '{"hello": "world"}');
});

test("script and entities in an SVG are neither run nor read", async () => {
  const json = text(await signJcs(badge()));
  const space = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"';
  const svg = (inside, head = "") => `${head}<svg xmlns="http://www.w3.org/2000/svg" ${space}>${inside}</svg>`;
  await says(
    ["genuine", "GENUINE"],
    svg(`<script>alert(1)</script><openbadges:credential><![CDATA[${json}]]></openbadges:credential>`),
  );
  const entity = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
  assert.notEqual("genuine", (await run(svg("<openbadges:credential>&x;</openbadges:credential>", entity))).verdict);
  await says(bad("PARSING_ERROR"), svg("<openbadges:credential>&x;</openbadges:credential>"));
  await says(
    ["not-a-badge", "NOT_A_BADGE"],
    svg(`<!-- <openbadges:credential><![CDATA[${json}]]></openbadges:credential> -->`),
  );
  await says(
    ["not-a-badge", "NOT_A_BADGE"],
    svg(`<other:credential xmlns:other="https://other.example/"><![CDATA[${json}]]></other:credential>`),
  );
  await says(
    bad("TWO_BADGES"),
    svg(`<openbadges:credential><![CDATA[${json}]]></openbadges:credential><openbadges:credential verify="a.b.c"/>`),
  );
});

test("tokens that try to be believed without a good signature", async () => {
  const token = await jwt(badge());
  const [head, body, signature] = token.split(".");
  const payload = { ...badge(), iss: KEY.did };
  for (const alg of ["none", "None", "nOnE", "HS256", "HS512"]) {
    await says(bad("CRYPTOGRAPHIC_SECURITY_ERROR"), await jws({ alg, typ: "JWT", kid: METHOD }, payload));
  }
  await says(bad("CRYPTOGRAPHIC_SECURITY_ERROR"), await jws({ alg: "ES256", typ: "JWT", kid: METHOD }, payload));
  await says(bad("CRYPTOGRAPHIC_SECURITY_ERROR"), await jws({ alg: "EdDSA", crit: ["exp"], kid: METHOD }, payload));
  await says(bad("CRYPTOGRAPHIC_SECURITY_ERROR"), await jws({ alg: "EdDSA", b64: false, kid: METHOD }, payload));
  await says(["undetermined", "UNKNOWN_PROOF"], await jws({ alg: "XX999", kid: METHOD }, payload));
  await says(bad("PROOF_VERIFICATION_ERROR"), `${head}.${body}.`);
  await says(bad("PARSING_ERROR"), `${head}..${signature}`);
  for (const broken of [`${token}.x`, `${head}.${body}`])
    assert.ok(["not-a-badge", "not-valid"].includes((await run(broken)).verdict));
  const changed = toBase64Url(utf8(text({ ...payload, name: "Better" })));
  await says(bad("PROOF_VERIFICATION_ERROR"), `${head}.${changed}.${signature}`);
  await says(bad("MALFORMED_VALUE_ERROR"), await jwt(badge(), {}, { iss: "did:web:good.example" }));
  await says(bad("MALFORMED_VALUE_ERROR"), await jwt(badge(), {}, { jti: "urn:uuid:other" }));
  for (const nbf of ["1", 1e15]) await says(bad("MALFORMED_VALUE_ERROR"), await jwt(badge(), {}, { nbf }));
  await says(bad("MALFORMED_VALUE_ERROR"), await jwt(badge(), { typ: "at+jwt" }));
  await says(["genuine-with-warning", "EXPIRED"], await jwt(badge(), {}, { exp: 1_770_000_000 }));
  const eve = await newKey();
  await says(bad("ISSUER_MISMATCH"), await jws({ alg: "EdDSA", kid: `${eve.did}#${eve.multikey}` }, payload, eve));
});

test("somebody else's key is never the issuer's", async () => {
  const eve = await newKey();
  const method = `${eve.did}#${eve.multikey}`;
  for (const sign of [signRdf, signJcs])
    await says(bad("ISSUER_MISMATCH"), text(await sign(badge(), { key: eve, method })));
  await says(
    bad("ISSUER_MISMATCH"),
    text(
      await signRdf(badge({ issuer: "https://good.example/issuer" }), {
        key: eve,
        method: `https://evil.example/issuer#${eve.multikey}`,
      }),
    ),
  );
  await says(
    bad("ISSUER_MISMATCH"),
    text(await signRdf(badge({ issuer: "did:web:good.example" }), { key: eve, method: "did:web:evil.example#k" })),
  );
  await says(
    ["undetermined", "UNKNOWN_DID_METHOD"],
    text(await signRdf(badge({ issuer: "did:ion:abc" }), { key: eve, method: "did:ion:abc#k" })),
  );
  for (const purpose of ["authentication", undefined, "keyAgreement"]) {
    await says(bad("MALFORMED_VALUE_ERROR"), text(await signJcs(badge(), { proofPurpose: purpose })));
  }
});

test("hosts that do not answer, answer too much, lead away or show something else", { timeout: 30_000 }, async () => {
  const address = badge().id;
  const signed = text(await signRdf(badge()));
  await says(["undetermined", "UNREACHABLE"], address, { fetch: hosts({}) });
  await says(["undetermined", "UNREACHABLE"], address, {
    fetch: hosts({ [address]: () => new Response("gone", { status: 404 }) }),
  });
  await says(bad("REVOKED"), address, { fetch: hosts({ [address]: () => new Response("", { status: 410 }) }) });
  await says(["not-a-badge", "NOT_A_BADGE"], address, {
    fetch: hosts({ [address]: "<!doctype html><title>Welcome</title>" }),
  });
  const away = () =>
    Object.defineProperties(new Response(signed), {
      redirected: { value: true },
      url: { value: "https://evil.example/" },
    });
  await says(["undetermined", "REDIRECTED"], address, { fetch: hosts({ [address]: away }) });
  const endless = () => new Response(new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(1024 * 1024)) }));
  await says(["undetermined", "TOO_LARGE"], address, { fetch: hosts({ [address]: endless }) });
  const start = Date.now();
  await says(["undetermined", "TIMEOUT"], address, { fetch: hosts({ [address]: () => new Promise(() => {}) }) });
  assert.ok(Date.now() - start < 12_000);
  await says(["genuine-with-warning", "OTHER_ADDRESS"], "https://copy.example/1.json", {
    fetch: hosts({ "https://copy.example/1.json": signed }),
  });
});

test("only public https addresses are asked", async () => {
  for (const address of [
    "http://localhost/x",
    "https://127.0.0.1/x",
    "https://[::1]/x",
    "https://router/x",
    "https://user:pw@issuer.example/x",
    "https://intern.local/x",
  ]) {
    const fetch = hosts({ [address]: "{}" });
    await says(["undetermined", "BAD_ADDRESS"], address, { fetch });
    assert.deepEqual([], fetch.asked);
  }
  for (const web of ["did:web:issuer.example:..:x", "did:web:a%2Fb", "did:web:", "did:web:issuer.example:%2e%2e"]) {
    assert.notEqual(
      "genuine",
      (await run(text(await signJcs(badge({ issuer: web }), { method: `${web}#k` })), { fetch: hosts({}) })).verdict,
    );
  }
});
