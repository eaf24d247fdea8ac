// What a reading with an attacker's eyes found, each mended: it stays a test.
import assert from "node:assert/strict";
import test from "node:test";
import { disclosed, P256 } from "./partly.mjs";
import {
  at,
  badge,
  CONTEXTS,
  entry,
  hosts,
  itxt,
  KEY,
  known,
  newKey,
  png,
  run,
  says,
  signJcs,
  signRdf,
  statusList,
  text,
} from "./make.mjs";
import { GOOD, LIST, WEB, did, hosted, praise } from "./attacking.mjs";

/** CPU seconds of a verification. */
async function costs(input, options) {
  const before = process.cpuUsage();
  const result = await run(input, options);
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

test("a list of withdrawn badges is signed by a key that the list of issuers knows", async () => {
  const host = await newKey();
  const pages = did(["k", KEY], ["host", host]);
  const signed = text(await signRdf(badge({ issuer: WEB, credentialStatus: entry(7) }), { method: `${WEB}#k` }));
  const { proof: _, ...list } = await statusList([], { issuer: WEB });
  const clean = await signJcs(list, { key: host, method: `${WEB}#host` });
  const registry = (more) => ({ issuers: [{ id: WEB, name: "x", keys: [KEY.multikey], ...more }] });
  const kept = new Map();
  for (let time = 0; time < 2; time++)
    await says(
      ["undetermined", "STATUS_VERIFICATION_ERROR"],
      signed,
      at({ ...pages, [LIST]: clean }, { registry: registry(), known: kept }),
    );
  const stopped = {
    keys: [KEY.multikey, host.multikey],
    periods: [{ key: host.multikey, from: "2025-01-01", stopped: "2026-02-01" }],
  };
  await says(
    ["undetermined", "STATUS_VERIFICATION_ERROR"],
    signed,
    at({ ...pages, [LIST]: clean }, { registry: registry(stopped) }),
  );
  await says(
    ["genuine", "GENUINE"],
    signed,
    at({ ...pages, [LIST]: await signJcs(list, { method: `${WEB}#k` }) }, { registry: registry() }),
  );
});

test("a start without a slash is a host, and not the beginning of others", async () => {
  for (const base of ["https://good.example.evil.test", "https://good.example:8443"]) {
    const { copy, pages } = hosted(base, {
      home: "https://good.example",
      issuer: { verification: { startsWith: "https://good.example" } },
    });
    await says(["not-valid", "ISSUER_MISMATCH"], text(copy), at(pages));
  }
});

test("of a badge that is shown in part, nobody can tell what else there was", async () => {
  const [plain] = await disclosed(badge({ validUntil: "2099-01-01T00:00:00Z" }));
  await says(["genuine-with-warning", "PARTLY_SHOWN"], text(plain), { registry: known(P256.did), now: new Date() });
});

test("what becomes of an endorser does not spoil an honest badge", async () => {
  const friend = await newKey();
  const signed = text(
    await signRdf(badge({ endorsement: [await signRdf(praise(WEB), { key: friend, method: `${WEB}#k` })] })),
  );
  const gone = () => new Response("{}", { status: 410 });
  for (const page of [
    did(["k", friend]),
    did(["other", await newKey()]),
    { "https://issuer.example/.well-known/did.json": { error: "x" } },
    { "https://issuer.example/.well-known/did.json": gone },
    {},
  ]) {
    const result = await run(signed, at(page));
    assert.equal("genuine-with-warning", result.verdict, JSON.stringify(result.checks));
  }
  const withdrawn = await signRdf({ ...praise(WEB), credentialStatus: entry(7) }, { key: friend, method: `${WEB}#k` });
  const { proof: _, ...list } = await statusList([7], { issuer: WEB });
  const pages = { ...did(["k", friend]), [LIST]: await signJcs(list, { key: friend, method: `${WEB}#k` }) };
  const result = await says(
    ["genuine-with-warning", "ENDORSEMENT_UNSURE"],
    text(await signRdf(badge({ endorsement: [withdrawn] }))),
    at(pages),
  );
  assert.ok(!JSON.stringify(result.checks).includes("Good"));
});

test("praise counts for what it was written about, and a badge is no praise", async () => {
  const registry = {
    ...known(),
    issuers: known().issuers.slice(1),
    members: [{ id: KEY.did, name: "A friend", keys: [KEY.multikey] }],
  };
  const eve = await newKey();
  const stolen = await signRdf(praise(KEY.did, "https://fenmarket.example/badges/1"));
  const forged = await signRdf(
    badge(
      { issuer: { id: eve.did, type: ["Profile"] }, endorsement: [stolen] },
      { id: "https://fenmarket.example/badges/1" },
    ),
    { key: eve, method: `${eve.did}#${eve.multikey}` },
  );
  const result = await run(text(forged), { registry });
  assert.ok(!JSON.stringify(result.checks).includes("Good"));
  const other = await signRdf(badge({ id: "urn:uuid:77" }));
  assert.ok(
    !JSON.stringify((await run(text(await signJcs(badge({ endorsement: [other] }))))).checks).includes('"known":true'),
  );
});

test("one name for two things, names for this document alone, and things described in halves", async () => {
  const one = "https://issuer.example/same";
  const twice = await signRdf(
    badge({ id: one, credentialStatus: entry(7), validUntil: "2026-02-01T00:00:00Z" }, { id: one }),
  );
  await says(["undetermined", "SAME_ID"], text(twice));
  const full = await signRdf(
    badge(
      { evidence: [{ id: "urn:e:1", type: ["Evidence"], narrative: "Fail" }] },
      {},
      { result: [{ type: ["Result"], value: "FAIL" }] },
    ),
  );
  const results = [
    ...Array.from({ length: 20 }, () => ({ id: "_:r" })),
    { id: "_:r", type: ["Result"], value: "FAIL" },
  ];
  await says(
    ["not-valid", "HIDDEN_PROPERTY"],
    text({ ...full, credentialSubject: { ...full.credentialSubject, result: results } }),
  );
  const subject = { ...full.credentialSubject, id: "did:example:a" };
  const whole = await signRdf({
    ...badge({ evidence: [{ id: subject.id, type: ["Evidence"] }] }),
    credentialSubject: subject,
  });
  const { result: moved, ...rest } = whole.credentialSubject;
  await says(
    ["not-valid", "HIDDEN_PROPERTY"],
    text({
      ...whole,
      credentialSubject: rest,
      evidence: [{ ...whole.evidence[0], type: ["Evidence", "AchievementSubject"], result: moved }],
    }),
  );
  // One page may be what was shown and what was asked for: both are told.
  const page = await signRdf(
    badge(
      { evidence: [{ id: "https://a.example/p", type: ["Evidence"], narrative: "Seen" }] },
      { criteria: { id: "https://a.example/p", narrative: "Do it." } },
    ),
  );
  await says(["genuine", "GENUINE"], text(page));
  const bare = await run(
    text({ ...full, evidence: [...Array.from({ length: 30 }, () => ({ id: "urn:e:1" })), full.evidence[0]] }),
  );
  assert.ok(!GOOD.includes(bare.verdict) || bare.facts.evidence.some(({ text: said }) => said === "Fail"));
  const many = Array.from({ length: 30 }, (_, n) => ({
    type: ["Result"],
    value: n === 29 ? "90" : `${n}`,
    ...(n === 29 && { status: "Failed" }),
  }));
  assert.ok((await run(text(await signRdf(badge({}, {}, { result: many }))))).facts.results.includes("90 · Failed"));
  await says(["not-valid", "PARSING_ERROR"], text(await signRdf(badge())).replace("A badge", "A b\\ud800dge"));
});

test("small files with an open end, and large ones, cost little", { timeout: 120_000 }, async () => {
  const space = 'xmlns:a="https://purl.imsglobal.org/ob/v3p0"';
  const signed = await signJcs(badge());
  const inputs = [
    `<svg ${space}>${"<a:credential>".repeat(20_000)}</svg>`,
    `<svg ${space}><a:credential>${"<!--".repeat(60_000)}</a:credential></svg>`,
    text({
      "@context": [CONTEXTS[0]],
      type: ["VerifiablePresentation"],
      verifiableCredential: [
        {
          "@context": CONTEXTS[0],
          type: "EnvelopedVerifiableCredential",
          id: `data:application/vc+jwt;base64,${"=".repeat(100_000)}x`,
        },
      ],
    }),
    `[${"{},".repeat(3_000_000)}{}]`,
    text({
      ...signed,
      evidence: Array.from({ length: 20_000 }, (_, n) => ({ id: `urn:e:${n}`, type: ["Evidence"], name: "x" })),
    }),
    text({
      ...(await signRdf(badge())),
      credentialStatus: Array.from({ length: 9000 }, (_, n) => ({ id: `urn:s:${n}`, type: "X" })),
    }),
    text(await signJcs(badge({}, { description: "x".repeat(8_000_000) }))),
  ];
  for (const input of inputs) {
    const { result, seconds } = await costs(input);
    assert.ok(
      result.checks.every(({ code }) => code !== "UNEXPECTED"),
      JSON.stringify(result.checks).slice(0, 300),
    );
    assert.ok(seconds < 2.5, `${input.slice(0, 40)}: ${seconds} s`);
  }
  const proofs = { ...signed, name: "x".repeat(1_000_000), proof: Array.from({ length: 10 }, () => signed.proof) };
  assert.ok((await costs(text(proofs))).seconds < 2.5);
  const long = badge(
    {},
    {},
    {
      identifier: Array.from({ length: 20 }, () => ({
        type: "IdentityObject",
        hashed: false,
        identityHash: "x".repeat(300_000),
        identityType: "name",
      })),
    },
  );
  assert.ok(
    (await costs(text(await signJcs(long)), { recipient: Array.from({ length: 20 }, (_, n) => `n${n}`) })).seconds <
      2.5,
  );
});

test("hosts inside, and addresses that are none", async () => {
  for (const address of [
    "https://localhost./x",
    "https://router./x",
    "https://intern.local./x",
    "https://router.lan/x",
    "https://[",
    "https://[/x",
  ]) {
    const fetch = hosts({ [address]: "{}" });
    for (const input of [address, png(itxt(address))]) {
      const result = await run(input, { fetch });
      assert.ok(!GOOD.includes(result.verdict) && result.code !== "UNEXPECTED", `${address}: ${result.code}`);
    }
    assert.deepEqual([], fetch.asked);
  }
  for (const issuer of [{ url: "https://[" }, {}]) {
    const { copy, pages } = hosted("https://good.example", { assertion: { issuedOn: 1e16 }, issuer });
    assert.notEqual("UNEXPECTED", (await run(text(copy), at(pages))).code);
  }
  const away = () =>
    Object.defineProperties(new Response(text(badge())), {
      redirected: { value: true },
      url: { value: "https://tracker.example/" },
    });
  assert.deepEqual(["issuer.example", "tracker.example"], (await run(badge().id, at({ [badge().id]: away }))).hosts);
});

test("where a browser does not follow, each host on the way is looked at and told", async () => {
  const there = text(await signRdf(badge()));
  const to = (location) => () => new Response(null, { status: 302, headers: { location } });
  const fetch = (pages) => Object.assign(hosts(pages), { byHand: true });
  const pages = {
    [badge().id]: to("https://tracker.example/x"),
    "https://tracker.example/x": to("https://issuer.example/real"),
    "https://issuer.example/real": there,
  };
  const result = await run(badge().id, { fetch: fetch(pages) });
  assert.deepEqual([true, ["issuer.example", "tracker.example"]], [GOOD.includes(result.verdict), result.hosts]);
  for (const away of ["https://tracker.example/y", "http://127.0.0.1/x", "https://router/x"]) {
    const asked = fetch({ [badge().id]: to(away), "https://tracker.example/y": there });
    assert.equal("undetermined", (await run(badge().id, { fetch: asked })).verdict);
    assert.ok(asked.asked.length <= 2 && !asked.asked.some((one) => /127|router/.test(one)));
  }
});

test("withdrawn in any form is withdrawn", async () => {
  for (const revoked of [true, "true", "True", 1, "1", "yes", [true], { "@value": true }]) {
    const { copy, pages } = hosted("https://good.example", { assertion: { revoked } });
    await says(["not-valid", "REVOKED"], text(copy), at(pages));
  }
  for (const revoked of [false, "false", null, { "@value": false }])
    assert.ok(
      GOOD.includes(
        (
          await run(
            text(hosted("https://good.example").copy),
            at(hosted("https://good.example", { assertion: { revoked } }).pages),
          )
        ).verdict,
      ),
    );
  const address = "https://issuer.example/revoked";
  const signed = text(await signJcs(badge({ credentialStatus: { id: address, type: "1EdTechRevocationList" } })));
  const { id } = badge();
  for (const list of [
    { issuer: KEY.did },
    { issuer: KEY.did, revokedCredentials: [id] },
    { issuer: KEY.did, revokedCredential: [[id]] },
    { issuer: KEY.did, revokedCredential: [7] },
    { id: "https://other.example/", issuer: KEY.did, revokedCredential: [] },
  ]) {
    await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, at({ [address]: list }));
  }
  for (const row of [id, { "@id": id }, id.replace("https", "http")])
    await says(["not-valid", "REVOKED"], signed, at({ [address]: { issuer: KEY.did, revokedCredential: [row] } }));
});
