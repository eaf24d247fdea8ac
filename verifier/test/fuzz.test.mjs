// Seeded damage to every format: nothing escapes as an exception, nothing that was changed is believed, nothing keeps
// a reader waiting. LAPEL_FUZZ_RUNS says how many inputs in all, LAPEL_FUZZ_SEED which ones.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { identitiesOf, identitiesOf2 } from "../src/recipient.js";
import { subjectOf } from "../src/model3.js";
import { verify } from "../src/verify.js";
import {
  badge,
  CONTEXTS,
  entry,
  hosts,
  itxt,
  jwt,
  known,
  newKey,
  NOW,
  png,
  signJcs,
  signRdf,
  statusList,
} from "./make.mjs";

const RUNS = Number(process.env.LAPEL_FUZZ_RUNS ?? 6_000);
const SEED = Number(process.env.LAPEL_FUZZ_SEED ?? 20_261_123);
const LIST = "https://issuer.example/status/1";
const GOOD = ["genuine", "genuine-with-warning"];
const VERDICTS = [...GOOD, "not-valid", "undetermined", "not-a-badge"];
const text = (document) => JSON.stringify(document);

const FULL = badge(
  {
    credentialStatus: entry(7),
    validUntil: "2027-01-01T00:00:00Z",
    evidence: [{ id: "https://issuer.example/e", type: ["Evidence"], narrative: "Seen." }],
  },
  { tag: ["a", "b"] },
  { narrative: "Well done.", result: [{ type: ["Result"], value: "71 %" }] },
);
// By another issuer: what is said of one issuer in two places can be left out in one, and is signed all the same.
const FRIEND = await newKey();
const PRAISE = await signRdf(
  {
    "@context": CONTEXTS,
    id: "urn:uuid:9",
    type: ["VerifiableCredential", "EndorsementCredential"],
    name: "x",
    issuer: { id: FRIEND.did, type: ["Profile"], name: "A friend" },
    validFrom: "2026-01-01T00:00:00Z",
    credentialSubject: {
      id: badge().credentialSubject.achievement.id,
      type: ["EndorsementSubject"],
      endorsementComment: "Good",
    },
  },
  { key: FRIEND, method: `${FRIEND.did}#${FRIEND.multikey}` },
);
const BASE = "https://issuer.example";
const HOSTED = {
  "@context": "https://w3id.org/openbadges/v2",
  type: "Assertion",
  id: `${BASE}/a.json`,
  recipient: { type: "email", hashed: false, identity: "ada@example.org" },
  badge: `${BASE}/b.json`,
  verification: { type: "HostedBadge" },
  issuedOn: "2026-01-01T00:00:00Z",
};
const OLD = {
  uid: "1",
  recipient: HOSTED.recipient,
  badge: `${BASE}/b.json`,
  verify: { type: "hosted", url: `${BASE}/old.json` },
  issuedOn: 1_767_225_600,
};
const PAGES = {
  [LIST]: await statusList([9]),
  [HOSTED.id]: HOSTED,
  [OLD.verify.url]: OLD,
  [`${BASE}/b.json`]: {
    "@context": HOSTED["@context"],
    type: "BadgeClass",
    id: `${BASE}/b.json`,
    name: "B",
    description: "d",
    image: `${BASE}/i.png`,
    criteria: `${BASE}/c`,
    issuer: `${BASE}/issuer.json`,
  },
  [`${BASE}/issuer.json`]: {
    "@context": HOSTED["@context"],
    type: "Issuer",
    id: `${BASE}/issuer.json`,
    name: "I",
    url: BASE,
    email: "a@issuer.example",
  },
};
const FETCH = hosts(PAGES);
const run = (input, fetch = FETCH) =>
  verify(input, { fetch, now: NOW, registry: known(`${BASE}/issuer.json`, FRIEND.did) });

/** Every format, as the document that is damaged and the input that is made of it. */
const wrap = (one) => ({ "@context": [CONTEXTS[0]], type: ["VerifiablePresentation"], verifiableCredential: [one] });
const svg = (one) =>
  `<svg xmlns="http://www.w3.org/2000/svg"><openbadges:credential xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"><![CDATA[${text(one)}]]></openbadges:credential></svg>`;
const FORMATS = {
  "eddsa-jcs-2022": [await signJcs(FULL), text],
  "eddsa-rdfc-2022": [await signRdf(FULL), text],
  "an endorsement inside": [await signRdf(badge({ endorsement: [PRAISE] })), text],
  "a presentation": [await signJcs(FULL), (one) => text(wrap(one))],
  "a picture": [await signJcs(FULL), (one) => png(itxt(text(one)))],
  "a drawing": [await signJcs(FULL), svg],
  "Open Badges 2.0": [HOSTED, text],
  "Open Badges 1": [OLD, text],
};

/** Every place in a document. */
function places(node, path = []) {
  const own = path.length ? [path] : [];
  return typeof node === "object" && node
    ? [...own, ...Object.entries(node).flatMap(([key, value]) => places(value, [...path, key]))]
    : own;
}

const VALUES = fc.oneof(
  fc.string(),
  fc.json().map((one) => JSON.parse(one)),
  fc.webUrl(),
  fc.constantFrom(
    null,
    [],
    {},
    0,
    -1,
    true,
    "did:key:z6Mk",
    "2099-01-01T00:00:00Z",
    "urn:uuid:9",
    [[]],
    { "@value": "x" },
    { id: FULL.id },
  ),
);
const KEYS = fc.constantFrom(
  "id",
  "type",
  "@context",
  "@id",
  "@type",
  "@graph",
  "@included",
  "proof",
  "issuer",
  "endorsement",
  "result",
  "Criteria",
  "https://www.w3.org/2018/credentials#credentialStatus",
  "validUntil",
  "expirationDate",
  "credentialStatus",
  "revoked",
  "__proto__",
  "constructor",
);
const DAMAGE = fc.record({
  at: fc.nat(100_000),
  kind: fc.constantFrom("set", "set", "delete", "wrap", "rename", "add", "copy", "reverse"),
  value: VALUES,
  key: KEYS,
  from: fc.nat(100_000),
});

/** The document with one thing done to it; null when that is nothing. */
function damaged(original, { at, kind, value, key, from }) {
  const copy = structuredClone(original);
  const all = places(copy);
  const find = (path) => path.reduce((node, name) => node[name], copy);
  const path = all[at % all.length];
  const [parent, last] = [find(path.slice(0, -1)), path.at(-1)];
  if (kind === "set") parent[last] = value;
  else if (kind === "delete") delete parent[last];
  else if (kind === "wrap") parent[last] = [parent[last]];
  else if (kind === "copy") parent[last] = structuredClone(find(all[from % all.length]));
  else if (kind === "reverse" && Array.isArray(parent[last])) parent[last].reverse();
  else if (kind === "add" && typeof parent[last] === "object" && parent[last])
    Object.defineProperty(parent[last], key, { value, enumerable: true, configurable: true });
  else if (kind === "rename" && !Array.isArray(parent)) {
    const inside = parent[last];
    delete parent[last];
    Object.defineProperty(parent, key, { value: inside, enumerable: true, configurable: true });
  }
  return text(copy) === text(original) ? null : copy;
}

/** What a reader is told: the facts, and whose badge it is. */
const told = ({ facts, credential }) =>
  text([
    facts,
    credential && (credential.recipient ? identitiesOf2(credential.recipient) : identitiesOf(subjectOf(credential))),
  ]);

async function judged(input, original, name, fetch = FETCH) {
  const before = process.cpuUsage();
  const result = await run(input, fetch);
  const { user, system } = process.cpuUsage(before);
  assert.ok(user + system < 2_000_000, `${name}: ${(user + system) / 1e6} s`);
  assert.ok(VERDICTS.includes(result.verdict));
  assert.ok(
    result.checks.every(({ code }) => code !== "UNEXPECTED"),
    `${name}: ${text(result.checks)}`,
  );
  if (GOOD.includes(result.verdict)) assert.equal(told(result), original, name);
}

const share = Math.ceil(RUNS / (Object.keys(FORMATS).length + 4));
const bounds = { numRuns: share, seed: SEED, endOnFailure: true };
const timeout = 60_000 + RUNS * 60;

for (const [name, [document, make]] of Object.entries(FORMATS)) {
  test(`any damage to ${name}`, { timeout }, async () => {
    const whole = await run(make(document));
    assert.ok(GOOD.includes(whole.verdict), text(whole.checks));
    const original = told(whole);
    await fc.assert(
      fc.asyncProperty(fc.array(DAMAGE, { minLength: 1, maxLength: 3 }), async (all) => {
        const copy = all.reduce(
          (one, damage) => (one && places(one).length ? (damaged(one, damage) ?? one) : one),
          document,
        );
        await judged(make(copy), original, `${text(all)} ${text(copy)}`);
      }),
      bounds,
    );
  });
}

test("any damage to a list of withdrawn badges", { timeout }, async () => {
  const { proof: _, ...list } = await statusList([7]);
  const withdrawn = text(await signJcs(FULL));
  for (const signed of [await signJcs(list), await signRdf(list)]) {
    await fc.assert(
      fc.asyncProperty(DAMAGE, async (damage) => {
        const copy = damaged(signed, damage);
        const result = await run(withdrawn, hosts({ [LIST]: copy ?? signed }));
        assert.ok(!GOOD.includes(result.verdict), text(copy));
        assert.ok(
          result.checks.every(({ code }) => code !== "UNEXPECTED"),
          text(copy),
        );
      }),
      { ...bounds, numRuns: Math.ceil(share / 2) },
    );
  }
});

/** Bytes with some taken out and others put in. */
const splice = (bytes, { at, put, cut }) =>
  Uint8Array.from([...bytes.subarray(0, at % bytes.length), ...put, ...bytes.subarray((at % bytes.length) + cut)]);
const SPLICE = fc.record({ at: fc.nat(100_000), put: fc.uint8Array({ maxLength: 8 }), cut: fc.nat(8) });
const bytes = (one) => new Uint8Array(Buffer.from(one));

test("any byte of a token, a picture, a drawing", { timeout }, async () => {
  const signed = await signJcs(FULL);
  const inputs = [
    bytes(await jwt(FULL)),
    png(itxt(text(signed))),
    png(itxt(text(signed), "openbadgecredential", true)),
    bytes(svg(signed)),
    bytes(text(await signRdf(FULL))),
  ];
  const originals = await Promise.all(inputs.map(async (one) => told(await run(one))));
  await fc.assert(
    fc.asyncProperty(fc.nat(inputs.length - 1), SPLICE, async (which, change) =>
      judged(splice(inputs[which], change), originals[which], `${which} ${text(change)}`),
    ),
    { ...bounds, numRuns: share * 2 },
  );
});

test("anything at all", { timeout }, async () => {
  const start = fc.constantFrom(
    "",
    "{",
    "[",
    '{"type":"Assertion",',
    '{"type":["VerifiableCredential","OpenBadgeCredential"],',
    "<svg>",
    "eyJhbGciOiJFZERTQSJ9.",
    "https://issuer.example/",
    "\u0089PNG\r\n\u001a\n",
  );
  const key = fc.constantFrom(
    "@context",
    "id",
    "type",
    "issuer",
    "proof",
    "badge",
    "verify",
    "verification",
    "recipient",
    "credentialSubject",
    "credentialStatus",
    "issuedOn",
    "revoked",
    "endorsement",
    "verifiableCredential",
    "vp",
  );
  const document = fc.dictionary(key, fc.jsonValue({ maxDepth: 4 }));
  const input = fc.oneof(
    fc.tuple(start, fc.string()).map(([one, two]) => one + two),
    document.map((one) => JSON.stringify(one)),
    fc.uint8Array({ maxLength: 300 }),
  );
  await fc.assert(
    fc.asyncProperty(input, async (one) => judged(one, null, String(one))),
    bounds,
  );
});
