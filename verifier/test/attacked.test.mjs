// What a reading with an attacker's eyes found, each mended: it stays a test.
import assert from "node:assert/strict";
import test from "node:test";
import { looksLike } from "../src/alike.js";
import { disclosed, P256 } from "./partly.mjs";
import { at, badge, CONTEXTS, entry, hosts, itxt, jws, KEY, known, METHOD, newKey, png, run, says, signJcs, signRdf, statusList, text } from "./make.mjs";

const GOOD = ["genuine", "genuine-with-warning"];
const LIST = "https://issuer.example/status/1";
const WEB = "did:web:issuer.example";
const did = (...methods) => ({ "https://issuer.example/.well-known/did.json": { id: WEB, verificationMethod: methods.map(([name, key]) => ({ id: `${WEB}#${name}`, controller: WEB, publicKeyMultibase: key.multikey })), assertionMethod: methods.map(([name]) => `${WEB}#${name}`) } });
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
  for (let time = 0; time < 2; time++) await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, at({ ...pages, [LIST]: clean }, { registry: registry(), known: kept }));
  const stopped = { keys: [KEY.multikey, host.multikey], periods: [{ key: host.multikey, from: "2025-01-01", stopped: "2026-02-01" }] };
  await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, at({ ...pages, [LIST]: clean }, { registry: registry(stopped) }));
  await says(["genuine", "GENUINE"], signed, at({ ...pages, [LIST]: await signJcs(list, { method: `${WEB}#k` }) }, { registry: registry() }));
});

const V2 = { "@context": "https://w3id.org/openbadges/v2" };
function hosted(base, { assertion = {}, issuer = {}, home = base } = {}) {
  const pages = {
    [`${home}/b.json`]: { ...V2, type: "BadgeClass", id: `${home}/b.json`, name: "B", description: "d", image: `${home}/i.png`, criteria: `${home}/c`, issuer: `${home}/issuer.json` },
    [`${home}/issuer.json`]: { ...V2, type: "Issuer", id: `${home}/issuer.json`, name: "I", url: home, email: "a@b.example", ...issuer },
  };
  const copy = { ...V2, type: "Assertion", id: `${base}/a.json`, recipient: { type: "email", hashed: false, identity: "eve@example.org" }, badge: `${home}/b.json`, verification: { type: "HostedBadge" }, issuedOn: "2026-01-01T00:00:00Z", ...assertion };
  return { copy, pages: { ...pages, [copy.id]: copy } };
}

test("a start without a slash is a host, and not the beginning of others", async () => {
  for (const base of ["https://good.example.evil.test", "https://good.example:8443"]) {
    const { copy, pages } = hosted(base, { home: "https://good.example", issuer: { verification: { startsWith: "https://good.example" } } });
    await says(["not-valid", "ISSUER_MISMATCH"], text(copy), at(pages));
  }
});

test("of a badge that is shown in part, nobody can tell what else there was", async () => {
  const [plain] = await disclosed(badge({ validUntil: "2099-01-01T00:00:00Z" }));
  await says(["genuine-with-warning", "PARTLY_SHOWN"], text(plain), { registry: known(P256.did), now: new Date() });
});

const praise = (issuer, about = badge().id) => ({ "@context": CONTEXTS, id: "urn:uuid:9", type: ["VerifiableCredential", "EndorsementCredential"], name: "x", issuer: { id: issuer, type: ["Profile"], name: "A friend" }, validFrom: "2026-01-01T00:00:00Z", credentialSubject: { id: about, type: ["EndorsementSubject"], endorsementComment: "Good" } });

test("what becomes of an endorser does not spoil an honest badge", async () => {
  const friend = await newKey();
  const signed = text(await signRdf(badge({ endorsement: [await signRdf(praise(WEB), { key: friend, method: `${WEB}#k` })] })));
  const gone = () => new Response("{}", { status: 410 });
  for (const page of [did(["k", friend]), did(["other", await newKey()]), { "https://issuer.example/.well-known/did.json": { error: "x" } }, { "https://issuer.example/.well-known/did.json": gone }, {}]) {
    const result = await run(signed, at(page));
    assert.equal("genuine-with-warning", result.verdict, JSON.stringify(result.checks));
  }
  const withdrawn = await signRdf({ ...praise(WEB), credentialStatus: entry(7) }, { key: friend, method: `${WEB}#k` });
  const { proof: _, ...list } = await statusList([7], { issuer: WEB });
  const pages = { ...did(["k", friend]), [LIST]: await signJcs(list, { key: friend, method: `${WEB}#k` }) };
  const result = await says(["genuine-with-warning", "ENDORSEMENT_UNSURE"], text(await signRdf(badge({ endorsement: [withdrawn] }))), at(pages));
  assert.ok(!JSON.stringify(result.checks).includes("Good"));
});

test("praise counts for what it was written about, and a badge is no praise", async () => {
  const registry = { ...known(), issuers: known().issuers.slice(1), members: [{ id: KEY.did, name: "A friend", keys: [KEY.multikey] }] };
  const eve = await newKey();
  const stolen = await signRdf(praise(KEY.did, "https://fenmarket.example/badges/1"));
  const forged = await signRdf(badge({ issuer: { id: eve.did, type: ["Profile"] }, endorsement: [stolen] }, { id: "https://fenmarket.example/badges/1" }), { key: eve, method: `${eve.did}#${eve.multikey}` });
  const result = await run(text(forged), { registry });
  assert.ok(!JSON.stringify(result.checks).includes("Good"));
  const other = await signRdf(badge({ id: "urn:uuid:77" }));
  assert.ok(!JSON.stringify((await run(text(await signJcs(badge({ endorsement: [other] }))))).checks).includes('"known":true'));
});

test("one name for two things, names for this document alone, and things described in halves", async () => {
  const one = "https://issuer.example/same";
  const twice = await signRdf(badge({ id: one, credentialStatus: entry(7), validUntil: "2026-02-01T00:00:00Z" }, { id: one }));
  await says(["undetermined", "SAME_ID"], text(twice));
  const full = await signRdf(badge({ evidence: [{ id: "urn:e:1", type: ["Evidence"], narrative: "Fail" }] }, {}, { result: [{ type: ["Result"], value: "FAIL" }] }));
  const results = [...Array.from({ length: 20 }, () => ({ id: "_:r" })), { id: "_:r", type: ["Result"], value: "FAIL" }];
  await says(["not-valid", "HIDDEN_PROPERTY"], text({ ...full, credentialSubject: { ...full.credentialSubject, result: results } }));
  const subject = { ...full.credentialSubject, id: "did:example:a" };
  const whole = await signRdf({ ...badge({ evidence: [{ id: subject.id, type: ["Evidence"] }] }), credentialSubject: subject });
  const { result: moved, ...rest } = whole.credentialSubject;
  await says(["not-valid", "HIDDEN_PROPERTY"], text({ ...whole, credentialSubject: rest, evidence: [{ ...whole.evidence[0], type: ["Evidence", "AchievementSubject"], result: moved }] }));
  // One page may be what was shown and what was asked for: both are told.
  const page = await signRdf(badge({ evidence: [{ id: "https://a.example/p", type: ["Evidence"], narrative: "Seen" }] }, { criteria: { id: "https://a.example/p", narrative: "Do it." } }));
  await says(["genuine", "GENUINE"], text(page));
  const bare = await run(text({ ...full, evidence: [...Array.from({ length: 30 }, () => ({ id: "urn:e:1" })), full.evidence[0]] }));
  assert.ok(!GOOD.includes(bare.verdict) || bare.facts.evidence.some(({ text: said }) => said === "Fail"));
  const many = Array.from({ length: 30 }, (_, n) => ({ type: ["Result"], value: n === 29 ? "90" : `${n}`, ...(n === 29 && { status: "Failed" }) }));
  assert.ok((await run(text(await signRdf(badge({}, {}, { result: many }))))).facts.results.includes("90 · Failed"));
  await says(["not-valid", "PARSING_ERROR"], text(await signRdf(badge())).replace("A badge", "A b\\ud800dge"));
});

test("small files with an open end, and large ones, cost little", { timeout: 120_000 }, async () => {
  const space = 'xmlns:a="https://purl.imsglobal.org/ob/v3p0"';
  const signed = await signJcs(badge());
  const inputs = [
    `<svg ${space}>${"<a:credential>".repeat(20_000)}</svg>`,
    `<svg ${space}><a:credential>${"<!--".repeat(60_000)}</a:credential></svg>`,
    text({ "@context": [CONTEXTS[0]], type: ["VerifiablePresentation"], verifiableCredential: [{ "@context": CONTEXTS[0], type: "EnvelopedVerifiableCredential", id: `data:application/vc+jwt;base64,${"=".repeat(100_000)}x` }] }),
    `[${"{},".repeat(3_000_000)}{}]`,
    text({ ...signed, evidence: Array.from({ length: 20_000 }, (_, n) => ({ id: `urn:e:${n}`, type: ["Evidence"], name: "x" })) }),
    text({ ...(await signRdf(badge())), credentialStatus: Array.from({ length: 9000 }, (_, n) => ({ id: `urn:s:${n}`, type: "X" })) }),
    text(await signJcs(badge({}, { description: "x".repeat(8_000_000) }))),
  ];
  for (const input of inputs) {
    const { result, seconds } = await costs(input);
    assert.ok(result.checks.every(({ code }) => code !== "UNEXPECTED"), JSON.stringify(result.checks).slice(0, 300));
    assert.ok(seconds < 2.5, `${input.slice(0, 40)}: ${seconds} s`);
  }
  const proofs = { ...signed, name: "x".repeat(1_000_000), proof: Array.from({ length: 10 }, () => signed.proof) };
  assert.ok((await costs(text(proofs))).seconds < 2.5);
  const long = badge({}, {}, { identifier: Array.from({ length: 20 }, () => ({ type: "IdentityObject", hashed: false, identityHash: "x".repeat(300_000), identityType: "name" })) });
  assert.ok((await costs(text(await signJcs(long)), { recipient: Array.from({ length: 20 }, (_, n) => `n${n}`) })).seconds < 2.5);
});

test("hosts inside, and addresses that are none", async () => {
  for (const address of ["https://localhost./x", "https://router./x", "https://intern.local./x", "https://router.lan/x", "https://[", "https://[/x"]) {
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
  const away = () => Object.defineProperties(new Response(text(badge())), { redirected: { value: true }, url: { value: "https://tracker.example/" } });
  assert.deepEqual(["issuer.example", "tracker.example"], (await run(badge().id, at({ [badge().id]: away }))).hosts);
});

test("where a browser does not follow, each host on the way is looked at and told", async () => {
  const there = text(await signRdf(badge()));
  const to = (location) => () => new Response(null, { status: 302, headers: { location } });
  const fetch = (pages) => Object.assign(hosts(pages), { byHand: true });
  const pages = { [badge().id]: to("https://tracker.example/x"), "https://tracker.example/x": to("https://issuer.example/real"), "https://issuer.example/real": there };
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
  for (const revoked of [false, "false", null, { "@value": false }]) assert.ok(GOOD.includes((await run(text(hosted("https://good.example").copy), at(hosted("https://good.example", { assertion: { revoked } }).pages))).verdict));
  const address = "https://issuer.example/revoked";
  const signed = text(await signJcs(badge({ credentialStatus: { id: address, type: "1EdTechRevocationList" } })));
  const { id } = badge();
  for (const list of [{ issuer: KEY.did }, { issuer: KEY.did, revokedCredentials: [id] }, { issuer: KEY.did, revokedCredential: [[id]] }, { issuer: KEY.did, revokedCredential: [7] }, { id: "https://other.example/", issuer: KEY.did, revokedCredential: [] }]) {
    await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, at({ [address]: list }));
  }
  for (const row of [id, { "@id": id }, id.replace("https", "http")]) await says(["not-valid", "REVOKED"], signed, at({ [address]: { issuer: KEY.did, revokedCredential: [row] } }));
});

test("a forger's own list withdraws nothing, and shows nothing", async () => {
  const registry = { issuers: [{ id: WEB, name: "x", keys: [(await newKey()).multikey] }] };
  const { proof: _, ...list } = await statusList([7], { issuer: WEB });
  const pages = { ...did(["k", KEY]), [LIST]: await signJcs(list, { method: `${WEB}#k` }) };
  const result = await says(["not-valid", "KEY_NOT_RECOGNISED"], text(await signRdf(badge({ issuer: WEB, credentialStatus: entry(7) }), { method: `${WEB}#k` })), at(pages, { registry }));
  assert.equal(null, result.facts);
});

test("of two good proofs the one by a known key counts", async () => {
  const other = await newKey();
  const pages = did(["k", KEY], ["new", other]);
  const document = badge({ issuer: WEB });
  const [one, two] = [await signRdf(document, { method: `${WEB}#k` }), await signRdf(document, { key: other, method: `${WEB}#new` })];
  const registry = { issuers: [{ id: WEB, name: "x", keys: [KEY.multikey, other.multikey], periods: [{ key: KEY.multikey, from: "2025-01-01", stopped: "2026-02-01" }] }] };
  for (const proof of [[one.proof, two.proof], [two.proof, one.proof]]) await says(["genuine", "GENUINE"], text({ ...document, proof }), at(pages, { registry }));
});

test("a list with an id that cannot be read still tells of the others", () => {
  const registry = { issuers: [{ id: "did:web:%", name: "Nobody" }, { id: "https://[", name: "No one" }, { id: "did:web:fenmarket.example", name: "Fenmarket Homes" }] };
  assert.equal(looksLike(registry, { said: "", host: "f\u0435nmarket.example" }), "Fenmarket Homes");
});

test("names that are drawn alike", () => {
  const registry = { issuers: [{ id: "did:web:bbc.example", name: "BBC" }, { id: "did:web:fenmarket.example", name: "Fenmarket Homes" }] };
  for (const said of ["Fenmarket\u3164Homes", "Fenmarket\u2800Homes", "Fenmarket\u115f Homes", "Fenmarket Homes+", "Fenmarket Homes™", "Ｆｅｎｍａｒｋｅｔ Ｈｏｍｅｓ", "BBC Ltd", "The B\u200bBC"]) assert.ok(looksLike(registry, { said, host: "" }), said);
  for (const said of ["Fenland Homes", "ABBCO", "Meadowbank Care"]) assert.equal(null, looksLike(registry, { said, host: "" }));
});

test("a key of Open Badges 2.0 is not read from a saved file, and a base is a folder", async () => {
  const owner = { ...V2, type: "Issuer", id: "https://good.example/issuer.json", name: "I", url: "https://good.example", email: "a@b.example", publicKey: "https://good.example/key.json" };
  const definition = { ...V2, type: "BadgeClass", id: "https://good.example/b.json", name: "B", description: "d", image: "https://good.example/i.png", criteria: "https://good.example/c", issuer: owner.id };
  const token = await jws({ alg: "EdDSA", kid: METHOD }, { ...V2, type: "Assertion", id: "urn:uuid:6d3f1f52-3a1c-4c6a-9a9d-5a1f0b6c7d8e", recipient: { type: "email", hashed: false, identity: "eve@x.example" }, badge: definition.id, verification: { type: "SignedBadge", creator: owner.publicKey }, issuedOn: "2026-01-01T00:00:00Z" });
  assert.equal("undetermined", (await run(token, { fetch: hosts({}), copies: [text(owner), text(definition)] })).verdict);
  const fetch = hosts({ "https://issuer.example.evil.test/x": text(badge()) });
  assert.equal("undetermined", (await run("https://issuer.example.evil.test/y", { fetch, base: "https://issuer.example", home: "https://mirror.example" })).verdict);
  assert.deepEqual(["https://issuer.example.evil.test/y"], fetch.asked);
});

test("no property of a proof says how it is verified but the one that is asked", async () => {
  const { hashOf } = await import("../src/rdf.js");
  const { concat, toBase58 } = await import("../src/bytes.js");
  const { Budget } = await import("../src/budget.js");
  const { webcrypto } = await import("node:crypto");
  const context = [...CONTEXTS, "https://w3id.org/security/suites/ed25519-2020/v1"];
  const document = { ...badge({ credentialStatus: entry(7), validUntil: "2026-02-01T00:00:00Z" }), "@context": context };
  const options = { type: "Ed25519Signature2020", created: "2026-01-01T00:00:00Z", verificationMethod: METHOD, proofPurpose: "assertionMethod" };
  const data = concat(await hashOf({ ...options, "@context": context }, "SHA-256", new Budget()), await hashOf(document, "SHA-256", new Budget()));
  const proof = { ...options, proofValue: toBase58(new Uint8Array(await webcrypto.subtle.sign({ name: "Ed25519" }, KEY.pair.privateKey, data))) };
  await says(["not-valid", "REVOKED"], text({ ...document, proof }), at({ [LIST]: await statusList([7]) }));
  const { credentialStatus, validUntil, ...rest } = document;
  const vocabulary = "https://www.w3.org/2018/credentials#";
  for (const more of [{ cryptosuite: "eddsa-jcs-2022" }, { cryptosuite: "ecdsa-jcs-2019" }]) {
    const hidden = { ...rest, "@context": [...context, { cryptosuite: "@index" }], [`${vocabulary}credentialStatus`]: credentialStatus, [`${vocabulary}validUntil`]: { "@type": "http://www.w3.org/2001/XMLSchema#dateTime", "@value": validUntil }, proof: { ...proof, ...more } };
    assert.ok(!GOOD.includes((await run(text(hidden), at({ [LIST]: await statusList([7]) }))).verdict));
  }
});

test("the edition of a copy does not decide how the served document is read", async () => {
  const { copy, pages } = hosted("https://good.example");
  const stale = "https://good.example/backup/a.json";
  const all = { ...pages, [copy.id]: { ...copy, revoked: true }, [stale]: copy };
  const old = { uid: "1", recipient: copy.recipient, badge: copy.badge, issuedOn: copy.issuedOn, verify: { type: "hosted", url: stale } };
  await says(["not-valid", "REVOKED"], text(old), at(all));
  const first = { uid: "1", recipient: copy.recipient, badge: copy.badge, issuedOn: "2026-01-01", verify: { type: "hosted", url: copy.id } };
  const gone = { ...pages, [copy.id]: () => new Response("{}", { status: 410 }), [stale]: first };
  await says(["not-valid", "REVOKED"], text({ ...first, verify: { type: "hosted", url: stale } }), at(gone));
});

test("lists and claims that say it in another way are not passed over", async () => {
  const status = { status_list: { idx: 7, uri: "https://issuer.example/tokens" } };
  for (const claims of [status, {}]) {
    const token = claims === status ? await jws({ alg: "EdDSA", kid: METHOD }, { ...badge(), iss: KEY.did, status }) : await jws({ alg: "EdDSA", kid: METHOD }, { vc: badge(), iss: KEY.did, status });
    await says(["undetermined", "UNKNOWN_STATUS"], token);
  }
  const { id: _, proof: __, ...unnamed } = await statusList([]);
  await says(["genuine-with-warning", "LIST_UNNAMED"], text(await signRdf(badge({ credentialStatus: entry(7) }))), at({ [LIST]: await signJcs(unnamed) }));
  const empty = { ...(await signRdf(badge())), credentialStatus: [] };
  assert.equal("NO_STATUS", (await run(text(empty))).checks.find(({ id }) => id === "status").code);
  for (const revoked of [[true, true], { value: true }, {}]) {
    const { copy, pages } = hosted("https://good.example", { assertion: { revoked } });
    await says(["not-valid", "REVOKED"], text(copy), at(pages));
  }
});

test("a name in a link goes with the salt of the badge", async () => {
  const { createHash } = await import("node:crypto");
  for (const [salt, name, slid] of [["0123456789abcdef0123456789abcd", "Jane L", "ee0123456789abcdef0123456789abcd"], ["01234567" + "0123456789abcdef0123456789abcdef", "Jane Lee01234567", "0123456789abcdef0123456789abcdef"]]) {
    const hash = createHash("sha256").update(`Jane Lee${salt}`).digest("hex");
    const signed = text(await signRdf(badge({}, {}, { identifier: [{ type: "IdentityObject", hashed: true, identityHash: `sha256$${hash}`, identityType: "name", salt }] })));
    await says(["genuine-with-warning", "LINK_NAME_WRONG"], `${badge().id}#name=${encodeURIComponent(name)}&salt=${slid}`, at({ [badge().id]: signed }));
  }
});

test("time, nulls and missing signatures of others' words do not spoil a badge", async () => {
  const expired = await signJcs(praise(KEY.did), { expires: "2026-02-01T00:00:00Z" });
  const { proof: _, ...unsigned } = praise(KEY.did);
  for (const one of [expired, unsigned]) await says(["genuine-with-warning", "ENDORSEMENT_UNSURE"], text(await signRdf(badge({ endorsement: [one] }))));
  const withNull = await signJcs({ ...praise(KEY.did), validUntil: null });
  await says(["genuine", "GENUINE"], text(await signJcs(badge({ endorsement: [withNull] }))));
});

test("honest makers give one name to two things", async () => {
  for (const document of [badge({}, {}, { id: KEY.did }), badge({}, { criteria: { id: "https://issuer.example/badges/1", narrative: "x" } }), badge({ evidence: [{ id: badge().id, type: ["Evidence"], name: "x" }] })]) {
    await says(["undetermined", "SAME_ID"], text(await signRdf(document)));
    await says(["genuine", "GENUINE"], text(await signJcs(document)));
  }
  const web = "did:web:issuer.example";
  const token = await jws({ alg: "EdDSA", kid: web }, { ...badge({ issuer: { id: web, type: ["Profile"] } }), iss: web });
  await says(["genuine", "GENUINE"], token, at(did(["k", KEY]), { registry: known(web) }));
});
