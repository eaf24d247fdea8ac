// Forgeries that were believed, one test for each row: each is made here with keys that are thrown away.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { toBase58 } from "../src/bytes.js";
import { at, badge, CONTEXTS, entry, hosts, itxt, jws, jwt, KEY, known, METHOD, newKey, png, run, says, signJcs, signRdf, statusList, text } from "./make.mjs";

import { disclosed, P256 } from "./partly.mjs";

const GOOD = ["genuine", "genuine-with-warning"];
const LIST = "https://issuer.example/status/1";
const codes = (result) => result.checks.filter(({ outcome }) => outcome !== "passed").map(({ code }) => code);
const outcome = (result, id) => result.checks.find((one) => one.id === id)?.outcome;

test("an address with a key in it says nothing about whose address it is", async () => {
  for (const issuer of ["https://www.ox.ac.uk/issuer", "https://mit.edu/badges", "https://meadowbank.example/"]) {
    const forged = text(await signRdf(badge({ issuer: { id: issuer, type: ["Profile"], name: "University of Oxford" } }), { method: `${issuer}#${KEY.multikey}` }));
    const lists = { id: issuer, verificationMethod: [{ id: `${issuer}#k`, controller: issuer, publicKeyMultibase: (await newKey()).multikey }], assertionMethod: [`${issuer}#k`] };
    await says(["undetermined", "KEY_NOT_CONFIRMED"], forged, at({}));
    await says(["undetermined", "KEY_NOT_CONFIRMED"], forged, at({ [issuer]: "<!doctype html><title>Welcome" }));
    await says(["undetermined", "KEY_NOT_CONFIRMED"], forged, at({ [issuer]: { id: issuer, name: "Oxford" } }));
    const result = await says(["not-valid", "KEY_NOT_LISTED"], forged, at({ [issuer]: lists }));
    assert.equal(null, result.facts);
  }
});

/** The list with other bits, and the old ones kept where a signature still finds them. */
async function rewritten(set) {
  const signed = await statusListRdf([7]);
  const other = (await statusListRdf(set)).credentialSubject.encodedList;
  const name = "https://www.w3.org/ns/credentials/status#encodedList";
  const inline = structuredClone(signed);
  inline["@context"] = [CONTEXTS[0], { encoded: { "@id": name, "@type": "https://w3id.org/security#multibase" } }];
  inline.credentialSubject = { ...signed.credentialSubject, encoded: signed.credentialSubject.encodedList, "@context": { encodedList: null } };
  inline.credentialSubject.encodedList = other;
  const beside = structuredClone(signed);
  beside.credentialSubject = { ...signed.credentialSubject, encodedList: other, [name]: signed.credentialSubject.encodedList };
  return [inline, beside];
}
async function statusListRdf(set) {
  const { proof: _, ...list } = await statusList(set);
  return signRdf(list);
}

test("a signed list cannot be given other bits by a context or a key of its own", async () => {
  const signed = text(await signRdf(badge({ credentialStatus: entry(7) })));
  await says(["not-valid", "REVOKED"], signed, at({ [LIST]: await statusListRdf([7]) }));
  for (const list of await rewritten([])) await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, at({ [LIST]: list }));
});

test("a list in a list hides nothing", async () => {
  const failed = { type: ["Result"], value: "FAIL" };
  const signed = await signRdf(badge({}, {}, { result: [failed] }));
  const nested = structuredClone(signed);
  nested.credentialSubject.result = [[failed]];
  await says(["not-valid", "LIST_IN_LIST"], text(nested));
  const praise = { "@context": CONTEXTS, id: "urn:uuid:1", type: ["VerifiableCredential", "EndorsementCredential"], name: "x", issuer: { id: KEY.did, type: ["Profile"] }, validFrom: "2026-01-01T00:00:00Z", credentialSubject: { id: "https://issuer.example/badges/1", type: ["EndorsementSubject"], endorsementComment: "Best" } };
  const praised = await signRdf(badge({ endorsement: [praise] }));
  await says(["not-valid", "LIST_IN_LIST"], text({ ...praised, endorsement: [[praise]] }));
  await says(["not-valid", "LIST_IN_LIST"], text(await signJcs(badge({ endorsement: [[praise]] }))));
  await says(["not-valid", "LIST_IN_LIST"], await jwt(badge({ endorsement: [[praise]] })));
  await says(["not-valid", "HIDDEN_PROPERTY"], text(rename(await signRdf(badge({}, { criteria: { narrative: "Fail it." } })), "criteria", "Criteria")));
});

function rename(document, from, to) {
  const { [from]: value, ...rest } = document.credentialSubject.achievement;
  return { ...document, credentialSubject: { ...document.credentialSubject, achievement: { ...rest, [to]: value } } };
}

const hash = (name, salt) => `sha256$${createHash("sha256").update(name + salt).digest("hex")}`;
const SALT = "0123456789abcdef0123456789abcdef";
const named = (name, salt = SALT) => badge({}, {}, { identifier: [{ type: "IdentityObject", hashed: true, identityHash: hash(name, salt), identityType: "name" }, { type: "IdentityObject", hashed: true, identityHash: hash("john@example.org", "beef"), identityType: "emailAddress", salt: "beef" }] });
const ADDRESS = "https://issuer.example/awards/1/credential.json";
const link = (name, salt) => `${ADDRESS}#${new URLSearchParams({ name, salt }).toString().replaceAll("+", "%20")}`;

test("the link's claim and the reader's question are two checks", async () => {
  const pages = { [ADDRESS]: text(await signRdf(named("John Smithson"))) };
  const result = await run(link("John Smithson", SALT), at(pages, { recipient: ["eve@example.org"] }));
  assert.deepEqual(["genuine", "passed", "RECIPIENT_MISMATCH"], [result.verdict, outcome(result, "link"), result.recipient.code]);
  const baked = await run(png(itxt(link("John Smithson", SALT))), at(pages, { recipient: ["eve@example.org"] }));
  assert.deepEqual(["genuine", "RECIPIENT_MISMATCH"], [baked.verdict, baked.recipient.code]);
  assert.equal("OK", (await run(link("John Smithson", SALT), at(pages, { recipient: ["john smithson", "John Smithson"] }))).recipient.code);
});

test("a name cannot slide into its salt, and the salt of an address proves no name", async () => {
  const pages = { [ADDRESS]: text(await signRdf(named("John Smithson"))) };
  for (const [name, salt] of [["John Smith", `son${SALT}`], ["John", ` Smithson${SALT}`], [`John Smithson${SALT.slice(0, 4)}`, SALT.slice(4)], ["John Smithson", ""], ["Eve", SALT]]) {
    const result = await says(["genuine-with-warning", "LINK_NAME_WRONG"], link(name, salt), at(pages, { recipient: [name] }));
    assert.notEqual("passed", result.recipient.outcome, name);
  }
  await says(["genuine-with-warning", "LINK_NAME_WRONG"], link("john@example.org", "beef"), at(pages));
});

const OB2 = { "@context": "https://w3id.org/openbadges/v2" };

test("what was given to nobody is no badge, whoever is asked about", async () => {
  const definition = { ...OB2, type: "BadgeClass", id: "https://issuer.example/badge.json", name: "B", description: "d", image: "https://issuer.example/i.png", criteria: "https://issuer.example/c", issuer: "https://issuer.example/issuer.json" };
  for (const input of [text(definition), png(itxt(definition.id, "openbadges"))]) {
    const result = await says(["not-a-badge", "DEFINITION"], input, at({ [definition.id]: definition }, { recipient: ["eve@example.org"] }));
    assert.equal(null, result.facts);
  }
});

test("without a list a self-made university is not plainly genuine", async () => {
  const forged = text(await signRdf(badge({ issuer: { id: KEY.did, type: ["Profile"], name: "University of Oxford", url: "https://www.ox.ac.uk/" } })));
  for (const registry of [null, undefined]) {
    const result = await run(forged, { registry });
    assert.equal("genuine-with-warning", result.verdict);
    assert.ok(codes(result).includes("NO_LIST") && codes(result).includes("NAME_NOT_PROVEN"));
    assert.deepEqual(["key", "", KEY.multikey.slice(-8), ""], [result.proven.by, result.proven.name, result.proven.key, result.facts.issuerAddress]);
  }
  const elsewhere = await run(forged, { registry: { name: "N", issuers: [] } });
  assert.deepEqual(["genuine-with-warning", "NOT_LISTED"], [elsewhere.verdict, elsewhere.code]);
});

function hostedAt(base, name = "Microsoft") {
  const issuer = { ...OB2, type: "Issuer", id: `${base}/issuer.json`, name, url: "https://www.microsoft.com/", email: "a@b.example" };
  const definition = { ...OB2, type: "BadgeClass", id: `${base}/badge.json`, name: "B", description: "d", image: `${base}/i.png`, criteria: `${base}/c`, issuer: issuer.id };
  const assertion = { ...OB2, type: "Assertion", id: `${base}/a.json`, recipient: { type: "email", hashed: false, identity: "eve@example.org" }, badge: definition.id, verification: { type: "HostedBadge" }, issuedOn: "2026-01-01T00:00:00Z" };
  return { assertion, pages: { [issuer.id]: issuer, [definition.id]: definition, [assertion.id]: assertion } };
}

test("a host gives in its own name, and links to nobody else's", async () => {
  const { assertion, pages } = hostedAt("https://someone.github.io");
  for (const registry of [known(), null, undefined]) {
    const result = await run(text(assertion), at(pages, { registry }));
    assert.equal("genuine-with-warning", result.verdict);
    assert.ok(codes(result).includes("NAME_NOT_PROVEN"));
    assert.deepEqual(["someone.github.io", ""], [result.proven.name, result.facts.issuerAddress]);
  }
});

test("names and hosts that look like those of a known issuer say so", async () => {
  const registry = { name: "Network", issuers: [{ id: "did:web:fenmarket.example", name: "Fenmarket Homes", keys: [] }] };
  for (const name of ["Fenmarket Homes", "Fenmarkеt Homes", "FENMARKET  HOMES", "Fenrnarket Hornes", "Fenmarket Homes Ltd"]) {
    const result = await run(text(await signRdf(badge({ issuer: { id: KEY.did, type: ["Profile"], name } }))), { registry });
    assert.deepEqual(["genuine-with-warning", "LOOKS_LIKE", "Fenmarket Homes"], [result.verdict, result.code, result.checks.find(({ id }) => id === "issuer").details.alike], name);
  }
  const { assertion, pages } = hostedAt("https://xn--fenmarkt-i8g.example", "F");
  assert.equal("LOOKS_LIKE", (await run(text(assertion), at(pages, { registry }))).code);
});

test("a known issuer's other key is a forgery, however the key is written", async () => {
  const web = "did:web:issuer.example";
  const own = await newKey();
  const registry = { name: "N", issuers: [{ id: web, name: "Fenmarket Homes", keys: [own.multikey] }] };
  const did = (method) => ({ "https://issuer.example/.well-known/did.json": { id: web, verificationMethod: [{ id: `${web}#k`, controller: web, ...method }], assertionMethod: [`${web}#k`] } });
  for (const method of [{ publicKeyMultibase: KEY.multikey }, { publicKeyJwk: KEY.jwk }]) {
    const result = await says(["not-valid", "KEY_NOT_RECOGNISED"], text(await signRdf(badge({ issuer: web }), { method: `${web}#k` })), at(did(method), { registry }));
    assert.equal(null, result.facts);
  }
  const good = text(await signRdf(badge({ issuer: web }), { key: own, method: `${web}#k` }));
  for (const method of [{ publicKeyMultibase: own.multikey }, { publicKeyJwk: own.jwk }]) await says(["genuine", "GENUINE"], good, at(did(method), { registry }));
  const issuer = "https://shared.example/alice/issuer";
  const neighbour = { id: "https://shared.example/evil/key.json", type: "Multikey", controller: issuer, publicKeyMultibase: KEY.multikey };
  const forged = text(await signRdf(badge({ issuer }), { method: neighbour.id }));
  for (const alice of [undefined, { id: issuer, name: "Alice" }]) {
    const result = await run(forged, at({ [neighbour.id]: neighbour, ...(alice && { [issuer]: alice }) }, { registry: { issuers: [{ id: issuer, name: "Alice", keys: [] }] } }));
    assert.deepEqual(["undetermined", "KEY_NOT_CONFIRMED"], [result.verdict, result.code]);
  }
});

test("what the signer says of time proves nothing under a stopped key", async () => {
  const web = "did:web:issuer.example";
  const did = (more) => at({ "https://issuer.example/.well-known/did.json": { id: web, verificationMethod: [{ id: `${web}#k`, controller: web, publicKeyMultibase: KEY.multikey, ...more }], assertionMethod: [`${web}#k`] } }, { registry: known(web) });
  const made = async (created) => text(await signRdf(badge({ issuer: web }), { method: `${web}#k`, created }));
  const [from, through] = ["https://schema.org/validFrom", "https://schema.org/validThrough"];
  await says(["undetermined", "SIGNED_WHEN"], await made("2025-01-01T00:00:00Z"), did({ revoked: "2026-03-01T00:00:00Z" }));
  await says(["not-valid", "KEY_REVOKED"], await made("2026-04-01T00:00:00Z"), did({ revoked: "2026-03-01T00:00:00Z" }));
  await says(["not-valid", "KEY_TOO_NEW"], await made("1999-01-01T00:00:00Z"), did({ [from]: "2025-01-01" }));
  await says(["not-valid", "KEY_EXPIRED"], await made("2026-04-01T00:00:00Z"), did({ [from]: "2025-01-01", [through]: "2026-03-31" }));
  await says(["genuine", "GENUINE"], await made("2026-03-31T20:00:00Z"), did({ [from]: "2025-01-01", [through]: "2026-03-31" }));
  await says(["not-valid", "KEY_EXPIRED"], await made("2026-04-01T00:00:00Z"), did({ expires: "2026-03-31T00:00:00Z" }));
  await says(["genuine-with-warning", "KEY_ENDED"], await made("2026-01-01T00:00:00Z"), did({ expires: "2026-03-31T00:00:00Z" }));
  for (const more of [{}, { [through]: "2026-03-31" }]) await says(["undetermined", "SIGNED_WHEN"], await made("2030-01-01T00:00:00Z"), did(more));
  const list = (period) => ({ registry: { issuers: [{ id: KEY.did, name: "x", keys: [KEY.multikey], periods: [{ key: KEY.multikey, ...period }] }] } });
  const signed = async (created) => text(await signRdf(badge(), { created }));
  await says(["undetermined", "SIGNED_WHEN"], await signed("2025-01-01T00:00:00Z"), list({ from: "2024-01-01", stopped: "2026-02-01" }));
  await says(["not-valid", "KEY_REVOKED"], await signed("2026-02-02T00:00:00Z"), list({ from: "2024-01-01", stopped: "2026-02-01" }));
  await says(["not-valid", "KEY_TOO_NEW"], await signed("1999-01-01T00:00:00Z"), list({ from: "2024-01-01" }));
  await says(["not-valid", "KEY_EXPIRED"], await signed("2026-02-03T00:00:00Z"), list({ from: "2024-01-01", until: "2026-02-01" }));
  await says(["genuine", "GENUINE"], await signed("2026-02-01T20:00:00Z"), list({ from: "2024-01-01", until: "2026-02-01" }));
  await says(["undetermined", "SIGNED_WHEN"], await jwt(badge(), {}, { iat: 1_735_689_600 }), list({ from: "2024-01-01", stopped: "2026-02-01" }));
});

test("an old list is told", async () => {
  const signed = text(await signRdf(badge({ credentialStatus: entry(7) })));
  const list = await statusList([], { more: { validUntil: "2026-05-01T00:00:00Z" } });
  const result = await says(["genuine-with-warning", "LIST_OLD"], signed, at({ [LIST]: list }));
  assert.equal("2026-01-01T00:00:00Z", result.checks.find(({ id }) => id === "status").details.date);
  await says(["genuine-with-warning", "LIST_OLD"], signed, at({ [LIST]: await statusList([]) }, { now: new Date("2036-01-01T00:00:00Z") }));
  await says(["not-valid", "REVOKED"], signed, at({ [LIST]: await statusList([7]) }, { now: new Date("2036-01-01T00:00:00Z") }));
  const asked = [];
  await run(signed, { fetch: async (address, options) => (asked.push(options.cache), new Response(text(await statusList([])))) });
  assert.deepEqual(["no-cache"], asked);
  await says(["genuine-with-warning", "LIST_KEPT"], text(await signRdf(badge())), { kept: true });
});

test("an endorser that nobody knows is not the one whose name it says", async () => {
  const eve = await newKey();
  const praise = await signRdf({ "@context": CONTEXTS, id: "urn:uuid:9", type: ["VerifiableCredential", "EndorsementCredential"], name: "x", issuer: { id: eve.did, type: ["Profile"], name: "Fenmarket Homes" }, validFrom: "2026-01-01T00:00:00Z", credentialSubject: { id: badge().credentialSubject.achievement.id, type: ["EndorsementSubject"], endorsementComment: "Good" } }, { key: eve, method: `${eve.did}#${eve.multikey}` });
  const signed = text(await signRdf(badge({ endorsement: [praise] })));
  const result = await says(["genuine-with-warning", "ENDORSEMENT_UNSURE"], signed);
  const { by, known: listed } = result.checks.find(({ id }) => id === "endorsements").details.said[0];
  assert.deepEqual([`…${eve.multikey.slice(-8)}`, false], [by, listed]);
  const members = [{ id: eve.did, name: "Eve's Eels", keys: [eve.multikey] }];
  await says(["genuine", "GENUINE"], signed, { registry: { ...known(), members } });
  await says(["not-valid", "ENDORSEMENT_FORGED"], signed, { registry: { ...known(), members: [{ ...members[0], keys: [KEY.multikey] }] } });
  await says(["genuine-with-warning", "NOT_LISTED"], text(await signRdf(badge({ issuer: eve.did }), { key: eve, method: `${eve.did}#${eve.multikey}` })), { registry: { ...known(), members } });
});

test("an issuer inside a badge does not say where its badges may stand", async () => {
  const inside = { name: "Good", url: "https://good.example/", verification: { startsWith: "https://evil.example/", allowedOrigins: "evil.example" } };
  const assertion = { uid: "1", recipient: { type: "email", hashed: false, identity: "eve@x.example" }, badge: { name: "B", description: "d", image: "https://good.example/i.png", criteria: "https://good.example/c", issuer: inside }, verify: { type: "hosted", url: "https://evil.example/a.json" }, issuedOn: "2026-01-01" };
  await says(["not-valid", "ISSUER_MISMATCH"], text(assertion), at({ "https://evil.example/a.json": assertion }));
});

test("an end or a list counts under whichever name and wherever in the token it stands", async () => {
  const old = { "@context": ["https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"], validFrom: undefined, issuanceDate: "2026-01-01T00:00:00Z", name: "x" };
  for (const more of [{ ...old, validUntil: "2026-05-01T00:00:00Z" }, { expirationDate: "2026-05-01T00:00:00Z" }]) {
    const result = await run(text(await signJcs(JSON.parse(text(badge(more))))));
    assert.deepEqual(["genuine-with-warning", "EXPIRED"], [result.verdict, result.code]);
    assert.ok(codes(result).includes("NOT_TO_STANDARD"));
  }
  const vc = badge();
  const token = (claims) => jws({ alg: "EdDSA", typ: "JWT", kid: METHOD }, { vc, iss: KEY.did, ...claims });
  await says(["not-valid", "REVOKED"], await token({ credentialStatus: entry(7) }), at({ [LIST]: await statusList([7]) }));
  await says(["genuine-with-warning", "EXPIRED"], await token({ validUntil: "2026-05-01T00:00:00Z" }));
  const both = await jws({ alg: "EdDSA", kid: METHOD }, { vc: badge({ credentialStatus: entry(6) }), iss: KEY.did, credentialStatus: entry(7) });
  await says(["not-valid", "REVOKED"], both, at({ [LIST]: await statusList([7]) }));
});

test("a key of small order, or in a second form, is none", async () => {
  const y = (number) => Uint8Array.from(Buffer.from(number.toString(16).padStart(64, "0"), "hex").reverse());
  const p = 2n ** 255n - 19n;
  const small = [0n, 1n, p - 1n, p, p + 1n, 2707385501144840649318225287225658788936804267575313519463743609750303402022n, 55188659117513257062467267217118295137698188065244968500265048394206261417927n];
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
  const bombs = Array.from({ length: 200 }, (_, n) => itxt(`${" ".repeat(5_000_000)}${n}`, "openbadgecredential", true));
  const praise = (n) => ({ "@context": CONTEXTS, id: `urn:uuid:${n}`, type: ["VerifiableCredential", "EndorsementCredential"], name: "x".repeat(500), issuer: { id: KEY.did, type: ["Profile"], name: "x" }, validFrom: "2026-01-01T00:00:00Z", credentialSubject: { id: badge().id, type: ["EndorsementSubject"], endorsementComment: "Good" } });
  const many = await Promise.all(Array.from({ length: 300 }, (_, n) => signRdf(praise(n))));
  const inner = { ...(await signRdf(praise(1))), endorsement: many.slice(0, 100) };
  for (const input of [png(...bombs), text(await signJcs(badge({ endorsement: many }))), text(await signJcs(badge({ endorsement: Array.from({ length: 10 }, () => inner) })))]) {
    const before = process.cpuUsage();
    const result = await run(input);
    const { user, system } = process.cpuUsage(before);
    assert.ok(!["genuine"].includes(result.verdict));
    assert.ok(user + system < 6_000_000, `${(user + system) / 1e6} s`);
  }
  const trackers = Array.from({ length: 3 }, (_, n) => entry(1, { statusListCredential: `https://tracker${n}.example/list` }));
  const result = await run(text(await signJcs(badge({ credentialStatus: trackers }))), at({}));
  assert.deepEqual(["tracker0.example", "tracker1.example", "tracker2.example"], result.hosts);
  const changed = text({ ...(await signJcs(badge({ credentialStatus: trackers }))), name: "Changed" });
  assert.deepEqual([], (await run(changed, at({}))).hosts);
});

test("a holder who leaves things out is told of", async () => {
  const [whole, part] = await disclosed(badge({ validUntil: "2027-01-01T00:00:00Z", credentialStatus: entry(7) }));
  const pages = { registry: known(P256.did), now: new Date() };
  assert.deepEqual(["genuine-with-warning", "PARTLY_SHOWN"], await run(text(part), pages).then(({ verdict, code }) => [verdict, code]));
  assert.equal(undefined, part.credentialStatus ?? part.validUntil);
  assert.ok(whole.credentialStatus && whole.validUntil);
});
