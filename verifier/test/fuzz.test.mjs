// Random badges and random damage: nothing escapes as an exception, and nothing that was changed is genuine.
// LAPEL_FUZZ_SECONDS says for how long, all four together (30 when it says nothing).
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { jcs } from "../src/strict_json.js";
import { verify } from "../src/verify.js";
import { badge, entry, hosts, itxt, jwt, png, signJcs, signRdf, statusList } from "./make.mjs";

const SECONDS = Number(process.env.LAPEL_FUZZ_SECONDS ?? 30);
const bounds = { numRuns: 1_000_000, interruptAfterTimeLimit: (SECONDS * 1000) / 4, markInterruptAsFailure: false, ...(process.env.LAPEL_FUZZ_SEED && { seed: Number(process.env.LAPEL_FUZZ_SEED) }) };
const NOW = new Date("2026-06-01T00:00:00Z");
const FETCH = hosts({ "https://issuer.example/status/1": await statusList([9]) });
const run = (input) => verify(input, { fetch: FETCH, now: NOW });
const GOOD = ["genuine", "genuine-with-warning"];
const VERDICTS = [...GOOD, "not-valid", "undetermined", "not-a-badge"];
const FULL = badge({ credentialStatus: entry(7), validUntil: "2027-01-01T00:00:00Z", evidence: [{ id: "https://issuer.example/e", type: ["Evidence"], narrative: "Seen." }] }, { tag: ["a", "b"] }, { narrative: "Well done." });
const timeout = SECONDS * 1000 + 60_000;

/** Every place in a document that holds a text. */
function places(node, path = []) {
  if (typeof node === "string") return [path];
  return typeof node === "object" && node ? Object.entries(node).flatMap(([key, value]) => places(value, [...path, key])) : [];
}

function changed(document, path, value) {
  const copy = structuredClone(document);
  const last = path.at(-1);
  const parent = path.slice(0, -1).reduce((node, key) => node[key], copy);
  parent[last] = value;
  return copy;
}

const same = (result, original) => result.credential !== null && jcs(result.credential) === jcs(original);

test("any value, anywhere in a signed badge", { timeout }, async () => {
  const originals = [await signJcs(FULL), await signRdf(FULL)];
  for (const original of originals) assert.equal("genuine", (await run(JSON.stringify(original))).verdict);
  const damage = fc.record({ which: fc.nat(1), at: fc.nat(1000), value: fc.oneof(fc.string(), fc.json().map((text) => JSON.parse(text)), fc.webUrl(), fc.constantFrom(null, [], {}, 0, "did:key:z6Mk", "2099-01-01T00:00:00Z")) });
  await fc.assert(
    fc.asyncProperty(damage, async ({ which, at, value }) => {
      const original = originals[which];
      const all = places(original);
      const copy = changed(original, all[at % all.length], value);
      if (jcs(JSON.parse(JSON.stringify(copy))) === jcs(original)) return;
      const result = await run(JSON.stringify(copy));
      assert.ok(VERDICTS.includes(result.verdict));
      assert.ok(!GOOD.includes(result.verdict), `${all[at % all.length]} = ${JSON.stringify(value)}: ${result.code}`);
    }),
    bounds,
  );
});

test("any letter of a token", { timeout }, async () => {
  const token = await jwt(FULL);
  const original = (await run(token)).credential;
  assert.ok(original);
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), fc.string({ maxLength: 3 }), fc.nat(4), async (at, put, cut) => {
      const result = await run(token.slice(0, at) + put + token.slice(at + cut));
      assert.ok(VERDICTS.includes(result.verdict));
      if (GOOD.includes(result.verdict)) assert.ok(same(result, original), `${at} ${put} ${cut}`);
    }),
    bounds,
  );
});

test("any byte of a picture", { timeout }, async () => {
  const signed = await signJcs(FULL);
  const pictures = [png(itxt(JSON.stringify(signed))), png(itxt(JSON.stringify(signed), "openbadgecredential", true))];
  await fc.assert(
    fc.asyncProperty(fc.nat(1), fc.nat(10_000), fc.uint8Array({ maxLength: 8 }), fc.nat(8), async (which, place, put, cut) => {
      const picture = pictures[which];
      const at = place % picture.length;
      const result = await run(Uint8Array.from([...picture.subarray(0, at), ...put, ...picture.subarray(at + cut)]));
      assert.ok(VERDICTS.includes(result.verdict));
      if (GOOD.includes(result.verdict)) assert.ok(same(result, signed));
    }),
    bounds,
  );
});

test("anything at all", { timeout }, async () => {
  const start = fc.constantFrom("", "{", "[", '{"type":"Assertion",', '{"type":["VerifiableCredential","OpenBadgeCredential"],', "<svg>", "eyJhbGciOiJFZERTQSJ9.", "https://issuer.example/", "\u0089PNG\r\n\u001a\n");
  const key = fc.constantFrom("@context", "id", "type", "issuer", "proof", "badge", "verify", "verification", "recipient", "credentialSubject", "credentialStatus", "issuedOn", "revoked", "endorsement");
  const document = fc.dictionary(key, fc.jsonValue({ maxDepth: 4 }));
  const input = fc.oneof(fc.tuple(start, fc.string()).map(([one, two]) => one + two), document.map((one) => JSON.stringify(one)), fc.uint8Array({ maxLength: 300 }));
  await fc.assert(
    fc.asyncProperty(input, async (one) => {
      const result = await run(one);
      assert.ok(VERDICTS.includes(result.verdict));
      assert.ok(!GOOD.includes(result.verdict));
      assert.ok(result.checks.every(({ code }) => code !== "UNEXPECTED"), JSON.stringify(result.checks));
    }),
    bounds,
  );
});
