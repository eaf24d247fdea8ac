// Forgeries that were believed, one test for each row: each is made here with keys that are thrown away.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import {
  at,
  badge,
  CONTEXTS,
  entry,
  itxt,
  jwt,
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

const LIST = "https://issuer.example/status/1";
const codes = (result) => result.checks.filter(({ outcome }) => outcome !== "passed").map(({ code }) => code);
const outcome = (result, id) => result.checks.find((one) => one.id === id)?.outcome;

test("an address with a key in it says nothing about whose address it is", async () => {
  for (const issuer of ["https://www.ox.ac.uk/issuer", "https://mit.edu/badges", "https://meadowbank.example/"]) {
    const forged = text(
      await signRdf(badge({ issuer: { id: issuer, type: ["Profile"], name: "University of Oxford" } }), {
        method: `${issuer}#${KEY.multikey}`,
      }),
    );
    const lists = {
      id: issuer,
      verificationMethod: [{ id: `${issuer}#k`, controller: issuer, publicKeyMultibase: (await newKey()).multikey }],
      assertionMethod: [`${issuer}#k`],
    };
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
  inline.credentialSubject = {
    ...signed.credentialSubject,
    encoded: signed.credentialSubject.encodedList,
    "@context": { encodedList: null },
  };
  inline.credentialSubject.encodedList = other;
  const beside = structuredClone(signed);
  beside.credentialSubject = {
    ...signed.credentialSubject,
    encodedList: other,
    [name]: signed.credentialSubject.encodedList,
  };
  return [inline, beside];
}
async function statusListRdf(set) {
  const { proof: _, ...list } = await statusList(set);
  return signRdf(list);
}

test("a signed list cannot be given other bits by a context or a key of its own", async () => {
  const signed = text(await signRdf(badge({ credentialStatus: entry(7) })));
  await says(["not-valid", "REVOKED"], signed, at({ [LIST]: await statusListRdf([7]) }));
  for (const list of await rewritten([]))
    await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, at({ [LIST]: list }));
});

test("a list in a list hides nothing", async () => {
  const failed = { type: ["Result"], value: "FAIL" };
  const signed = await signRdf(badge({}, {}, { result: [failed] }));
  const nested = structuredClone(signed);
  nested.credentialSubject.result = [[failed]];
  await says(["not-valid", "LIST_IN_LIST"], text(nested));
  const praise = {
    "@context": CONTEXTS,
    id: "urn:uuid:1",
    type: ["VerifiableCredential", "EndorsementCredential"],
    name: "x",
    issuer: { id: KEY.did, type: ["Profile"] },
    validFrom: "2026-01-01T00:00:00Z",
    credentialSubject: {
      id: "https://issuer.example/badges/1",
      type: ["EndorsementSubject"],
      endorsementComment: "Best",
    },
  };
  const praised = await signRdf(badge({ endorsement: [praise] }));
  await says(["not-valid", "LIST_IN_LIST"], text({ ...praised, endorsement: [[praise]] }));
  await says(["not-valid", "LIST_IN_LIST"], text(await signJcs(badge({ endorsement: [[praise]] }))));
  await says(["not-valid", "LIST_IN_LIST"], await jwt(badge({ endorsement: [[praise]] })));
  await says(
    ["not-valid", "HIDDEN_PROPERTY"],
    text(rename(await signRdf(badge({}, { criteria: { narrative: "Fail it." } })), "criteria", "Criteria")),
  );
});

function rename(document, from, to) {
  const { [from]: value, ...rest } = document.credentialSubject.achievement;
  return { ...document, credentialSubject: { ...document.credentialSubject, achievement: { ...rest, [to]: value } } };
}

const hash = (name, salt) =>
  `sha256$${createHash("sha256")
    .update(name + salt)
    .digest("hex")}`;
const SALT = "0123456789abcdef0123456789abcdef";
const named = (name, salt = SALT) =>
  badge(
    {},
    {},
    {
      identifier: [
        { type: "IdentityObject", hashed: true, identityHash: hash(name, salt), identityType: "name" },
        {
          type: "IdentityObject",
          hashed: true,
          identityHash: hash("john@example.org", "beef"),
          identityType: "emailAddress",
          salt: "beef",
        },
      ],
    },
  );
const ADDRESS = "https://issuer.example/awards/1/credential.json";
const link = (name, salt) => `${ADDRESS}#${new URLSearchParams({ name, salt }).toString().replaceAll("+", "%20")}`;

test("the link's claim and the reader's question are two checks", async () => {
  const pages = { [ADDRESS]: text(await signRdf(named("John Smithson"))) };
  const result = await run(link("John Smithson", SALT), at(pages, { recipient: ["eve@example.org"] }));
  assert.deepEqual(
    ["genuine", "passed", "RECIPIENT_MISMATCH"],
    [result.verdict, outcome(result, "link"), result.recipient.code],
  );
  const baked = await run(png(itxt(link("John Smithson", SALT))), at(pages, { recipient: ["eve@example.org"] }));
  assert.deepEqual(["genuine", "RECIPIENT_MISMATCH"], [baked.verdict, baked.recipient.code]);
  assert.equal(
    "OK",
    (await run(link("John Smithson", SALT), at(pages, { recipient: ["john smithson", "John Smithson"] }))).recipient
      .code,
  );
});

test("a name cannot slide into its salt, and the salt of an address proves no name", async () => {
  const pages = { [ADDRESS]: text(await signRdf(named("John Smithson"))) };
  for (const [name, salt] of [
    ["John Smith", `son${SALT}`],
    ["John", ` Smithson${SALT}`],
    [`John Smithson${SALT.slice(0, 4)}`, SALT.slice(4)],
    ["John Smithson", ""],
    ["Eve", SALT],
  ]) {
    const result = await says(
      ["genuine-with-warning", "LINK_NAME_WRONG"],
      link(name, salt),
      at(pages, { recipient: [name] }),
    );
    assert.notEqual("passed", result.recipient.outcome, name);
  }
  await says(["genuine-with-warning", "LINK_NAME_WRONG"], link("john@example.org", "beef"), at(pages));
});

const OB2 = { "@context": "https://w3id.org/openbadges/v2" };

test("what was given to nobody is no badge, whoever is asked about", async () => {
  const definition = {
    ...OB2,
    type: "BadgeClass",
    id: "https://issuer.example/badge.json",
    name: "B",
    description: "d",
    image: "https://issuer.example/i.png",
    criteria: "https://issuer.example/c",
    issuer: "https://issuer.example/issuer.json",
  };
  for (const input of [text(definition), png(itxt(definition.id, "openbadges"))]) {
    const result = await says(
      ["not-a-badge", "DEFINITION"],
      input,
      at({ [definition.id]: definition }, { recipient: ["eve@example.org"] }),
    );
    assert.equal(null, result.facts);
  }
});

test("without a list a self-made university is not plainly genuine", async () => {
  const forged = text(
    await signRdf(
      badge({ issuer: { id: KEY.did, type: ["Profile"], name: "University of Oxford", url: "https://www.ox.ac.uk/" } }),
    ),
  );
  for (const registry of [null, undefined]) {
    const result = await run(forged, { registry });
    assert.equal("genuine-with-warning", result.verdict);
    assert.ok(codes(result).includes("NO_LIST") && codes(result).includes("NAME_NOT_PROVEN"));
    assert.deepEqual(
      ["key", "", KEY.multikey.slice(-8), ""],
      [result.proven.by, result.proven.name, result.proven.key, result.facts.issuerAddress],
    );
  }
  const elsewhere = await run(forged, { registry: { name: "N", issuers: [] } });
  assert.deepEqual(["genuine-with-warning", "NOT_LISTED"], [elsewhere.verdict, elsewhere.code]);
});

function hostedAt(base, name = "Microsoft") {
  const issuer = {
    ...OB2,
    type: "Issuer",
    id: `${base}/issuer.json`,
    name,
    url: "https://www.microsoft.com/",
    email: "a@b.example",
  };
  const definition = {
    ...OB2,
    type: "BadgeClass",
    id: `${base}/badge.json`,
    name: "B",
    description: "d",
    image: `${base}/i.png`,
    criteria: `${base}/c`,
    issuer: issuer.id,
  };
  const assertion = {
    ...OB2,
    type: "Assertion",
    id: `${base}/a.json`,
    recipient: { type: "email", hashed: false, identity: "eve@example.org" },
    badge: definition.id,
    verification: { type: "HostedBadge" },
    issuedOn: "2026-01-01T00:00:00Z",
  };
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
  const registry = {
    name: "Network",
    issuers: [{ id: "did:web:fenmarket.example", name: "Fenmarket Homes", keys: [] }],
  };
  for (const name of [
    "Fenmarket Homes",
    "Fenmarkеt Homes",
    "FENMARKET  HOMES",
    "Fenrnarket Hornes",
    "Fenmarket Homes Ltd",
  ]) {
    const result = await run(text(await signRdf(badge({ issuer: { id: KEY.did, type: ["Profile"], name } }))), {
      registry,
    });
    assert.deepEqual(
      ["genuine-with-warning", "LOOKS_LIKE", "Fenmarket Homes"],
      [result.verdict, result.code, result.checks.find(({ id }) => id === "issuer").details.alike],
      name,
    );
  }
  const { assertion, pages } = hostedAt("https://xn--fenmarkt-i8g.example", "F");
  assert.equal("LOOKS_LIKE", (await run(text(assertion), at(pages, { registry }))).code);
});

test("a known issuer's other key is a forgery, however the key is written", async () => {
  const web = "did:web:issuer.example";
  const own = await newKey();
  const registry = { name: "N", issuers: [{ id: web, name: "Fenmarket Homes", keys: [own.multikey] }] };
  const did = (method) => ({
    "https://issuer.example/.well-known/did.json": {
      id: web,
      verificationMethod: [{ id: `${web}#k`, controller: web, ...method }],
      assertionMethod: [`${web}#k`],
    },
  });
  for (const method of [{ publicKeyMultibase: KEY.multikey }, { publicKeyJwk: KEY.jwk }]) {
    const result = await says(
      ["not-valid", "KEY_NOT_RECOGNISED"],
      text(await signRdf(badge({ issuer: web }), { method: `${web}#k` })),
      at(did(method), { registry }),
    );
    assert.equal(null, result.facts);
  }
  const good = text(await signRdf(badge({ issuer: web }), { key: own, method: `${web}#k` }));
  for (const method of [{ publicKeyMultibase: own.multikey }, { publicKeyJwk: own.jwk }])
    await says(["genuine", "GENUINE"], good, at(did(method), { registry }));
  const issuer = "https://shared.example/alice/issuer";
  const neighbour = {
    id: "https://shared.example/evil/key.json",
    type: "Multikey",
    controller: issuer,
    publicKeyMultibase: KEY.multikey,
  };
  const forged = text(await signRdf(badge({ issuer }), { method: neighbour.id }));
  for (const alice of [undefined, { id: issuer, name: "Alice" }]) {
    const result = await run(
      forged,
      at(
        { [neighbour.id]: neighbour, ...(alice && { [issuer]: alice }) },
        { registry: { issuers: [{ id: issuer, name: "Alice", keys: [] }] } },
      ),
    );
    assert.deepEqual(["undetermined", "KEY_NOT_CONFIRMED"], [result.verdict, result.code]);
  }
});
