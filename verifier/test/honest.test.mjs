// Honest badges that were refused for their form, one test for each row.
import assert from "node:assert/strict";
import test from "node:test";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import { concat, toBase58 } from "../src/bytes.js";
import { Budget } from "../src/budget.js";
import { hashOf } from "../src/rdf.js";
import {
  at,
  badge,
  chunk,
  CONTEXTS,
  entry,
  itxt,
  jws,
  jwt,
  KEY,
  known,
  METHOD,
  png,
  run,
  says,
  signJcs,
  signRdf,
  statusList,
  text,
} from "./make.mjs";

const LIST = "https://issuer.example/status/1";
const detail = (result, id) => result.checks.find((one) => one.id === id)?.details;
const NOTED = ["genuine-with-warning", "NOT_TO_STANDARD"];
const signers = [signRdf, signJcs, async (document) => jwt(document)];
const textOf = (one) => (typeof one === "string" ? one : text(one));

test("a badge that names nobody is one that names nobody", async () => {
  for (const sign of signers) {
    const { identifier: _, ...subject } = badge().credentialSubject;
    const result = await says(
      ["genuine-with-warning", "NO_RECIPIENT"],
      textOf(await sign({ ...badge(), credentialSubject: subject })),
      { recipient: ["ada@example.org"] },
    );
    assert.equal("RECIPIENT_UNKNOWN", result.recipient.code);
  }
});

test("a null is nothing, in every format", async () => {
  for (const sign of signers)
    await says(
      ["genuine", "GENUINE"],
      textOf(
        await sign(
          badge(
            { validUntil: null, credentialStatus: null, evidence: null, endorsement: null },
            { image: null, tag: null, creator: null },
            { narrative: null },
          ),
        ),
      ),
    );
  const { pages, assertion } = hosted({ expires: null, evidence: null, image: null, revoked: null, narrative: null });
  assert.equal("genuine", (await run(text(assertion), at(pages, { registry: undefined }))).verdict);
});

const V2 = "https://w3id.org/openbadges/v2";
const BASE = "https://issuer.example";
function hosted(more = {}, definition = {}, issuer = {}) {
  const assertion = {
    "@context": V2,
    type: "Assertion",
    id: `${BASE}/a.json`,
    recipient: { type: "email", hashed: false, identity: "ada@example.org" },
    badge: `${BASE}/b.json`,
    verification: { type: "HostedBadge" },
    issuedOn: "2026-01-01T00:00:00Z",
    ...more,
  };
  const pages = {
    [`${BASE}/a.json`]: assertion,
    [`${BASE}/b.json`]: {
      "@context": V2,
      type: "BadgeClass",
      id: `${BASE}/b.json`,
      name: "B",
      description: "d",
      image: `${BASE}/i.png`,
      criteria: `${BASE}/c`,
      issuer: `${BASE}/issuer.json`,
      ...definition,
    },
    [`${BASE}/issuer.json`]: {
      "@context": V2,
      type: "Issuer",
      id: `${BASE}/issuer.json`,
      name: "I",
      url: BASE,
      email: "a@issuer.example",
      ...issuer,
    },
  };
  return { assertion, pages };
}
const OF_HOST = { registry: undefined };

test("the copy of a hosted badge only names its address", async () => {
  const { assertion, pages } = hosted({ issuedOn: "2026-01-01T10:20:30Z" });
  for (const other of [
    { recipient: { type: "email", hashed: false, identity: "eve@example.org" } },
    { issuedOn: "2026-01-01T10:20:35Z" },
    { narrative: "Better" },
  ]) {
    const result = await says(
      ["genuine-with-warning", "COPY_DIFFERS"],
      text({ ...assertion, ...other }),
      at(pages, { ...OF_HOST, recipient: ["ada@example.org"] }),
    );
    assert.deepEqual([assertion, "OK"], [result.credential, result.recipient.code]);
  }
  for (const same of [
    { issuedOn: "2026-01-01T10:20:30.400Z" },
    { expires: null },
    { "@context": "https://w3id.org/openbadges/v1", verify: { type: "hosted", url: `${BASE}/a.json` } },
  ]) {
    assert.ok(
      ["genuine"].includes((await run(text({ ...assertion, ...same }), at(pages, OF_HOST))).verdict),
      text(same),
    );
  }
  const elsewhere = { ...pages, [`${BASE}/a.json?v=1_1`]: assertion };
  await says(
    ["genuine-with-warning", "OTHER_ADDRESS"],
    text({ ...assertion, id: `${BASE}/a.json?v=1_1` }),
    at(elsewhere, OF_HOST),
  );
  const moved = await run(
    text(assertion),
    at({ ...pages, [`${BASE}/a.json`]: { ...assertion, id: "https://other.example/a.json" } }, OF_HOST),
  );
  assert.equal("undetermined", moved.verdict);
});

test("Unix seconds as a text are a date, and a bare 0.5 is too old to be asked about", async () => {
  const assertion = {
    uid: "7",
    recipient: { type: "email", hashed: false, identity: "ada@example.org" },
    badge: `${BASE}/b?x=1`,
    verify: { type: "hosted", url: `${BASE}/a?b=7` },
    issuedOn: "1371560000",
    expires: "1403096000",
  };
  const pages = {
    [`${BASE}/a?b=7`]: assertion,
    [`${BASE}/b?x=1`]: {
      name: "B",
      description: "d",
      image: `${BASE}/i.png`,
      criteria: `${BASE}/c`,
      issuer: `${BASE}/i?x=0`,
    },
    [`${BASE}/i?x=0`]: { name: "I", url: BASE },
  };
  const result = await says(["genuine-with-warning", "EXPIRED"], text(assertion), at(pages, OF_HOST));
  assert.deepEqual(["2013-06-18T12:53:20.000Z", "2014-06-18T12:53:20.000Z"], [result.facts.issued, result.facts.ends]);
  const bare = {
    recipient: "sha256$00",
    salt: "x",
    issued_on: "2012-12-12",
    badge: {
      version: "0.5.0",
      name: "B",
      image: "/i.png",
      description: "d",
      criteria: "/c",
      issuer: { origin: BASE, name: "I" },
    },
  };
  await says(["undetermined", "TOO_OLD"], text(bare));
  await says(
    ["undetermined", "TOO_OLD"],
    png(chunk("tEXt", Buffer.from(`openbadges\0${BASE}/old`))),
    at({ [`${BASE}/old`]: bare }),
  );
  const backpack = {
    ...bare,
    recipient: "ada@example.org",
    issued_on: undefined,
    issuedOn: 1_359_217_910,
    verify: { type: "hosted", url: `${BASE}/backpack` },
  };
  const known_ = await run(
    text(backpack),
    at({ [`${BASE}/backpack`]: backpack }, { ...OF_HOST, recipient: ["ada@example.org"] }),
  );
  assert.deepEqual(
    ["genuine-with-warning", "OK", "issuer.example"],
    [known_.verdict, known_.recipient.code, known_.proven.host],
  );
});

test("an issuer's document with keys and no word on what they are for", async () => {
  const issuer = "https://issuer.example/profile";
  const signed = text(await signRdf(badge({ issuer }), { method: `${issuer}#k` }));
  const method = {
    id: `${issuer}#k`,
    type: "DataIntegrityProof",
    controller: issuer,
    publicKeyMultibase: KEY.multikey,
  };
  const result = await says(
    NOTED,
    signed,
    at({ [issuer]: { id: issuer, controller: "", verificationMethod: method } }),
  );
  assert.equal("assertionMethod", detail(result, "form").property);
  await says(
    ["not-valid", "KEY_NOT_LISTED"],
    signed,
    at({ [issuer]: { id: issuer, verificationMethod: [method], authentication: [method.id] } }),
  );
});

test("words under a context that is not known here are not judged", async () => {
  const signed = await signRdf(badge());
  for (const more of [{ "extensions:Load": { hours: 60 } }, { "ext:x": "y" }]) {
    const foreign = { ...signed, "@context": [...CONTEXTS, "https://issuer.example/context.json"], ...more };
    await says(["undetermined", "UNKNOWN_CONTEXT"], text(foreign), at({}));
    await says(["not-valid", "HIDDEN_PROPERTY"], text({ ...signed, ...more }));
  }
});

const praise = (id) => ({
  "@context": CONTEXTS,
  id: "urn:uuid:9",
  type: ["VerifiableCredential", "EndorsementCredential"],
  name: "x",
  issuer: { id: KEY.did, type: ["Profile"], name: "An issuer" },
  validFrom: "2026-01-01T00:00:00Z",
  credentialSubject: { id, type: ["EndorsementSubject"], endorsementComment: "Good" },
});

test("an endorsement of the credential's own id is judged", async () => {
  const good = await signRdf(praise(badge().id));
  await says(["genuine", "GENUINE"], text(await signRdf(badge({ endorsement: [good] }))));
  const forged = { ...good, credentialSubject: { ...good.credentialSubject, endorsementComment: "Best" } };
  await says(["not-valid", "ENDORSEMENT_FORGED"], text(await signRdf(badge({ endorsement: [forged] }))));
});

test("what a wallet presents is what stands inside", async () => {
  const signed = await signRdf(badge());
  const token = await jwt(badge());
  const wrap = (inside) => ({
    "@context": [CONTEXTS[0]],
    type: ["VerifiablePresentation"],
    ...(inside && { verifiableCredential: inside }),
  });
  for (const one of [
    wrap([signed]),
    wrap(signed),
    wrap([token]),
    { verifiablePresentation: wrap([signed]) },
    [wrap([signed])],
    wrap([{ "@context": CONTEXTS[0], type: "EnvelopedVerifiableCredential", id: `data:application/vc+jwt,${token}` }]),
  ])
    await says(["genuine", "GENUINE"], text(one));
  await says(
    ["genuine", "GENUINE"],
    await jws({ alg: "EdDSA", kid: METHOD }, { iss: "did:example:holder", vp: wrap([token]) }),
  );
  await says(["not-a-badge", "NOT_A_BADGE"], text(wrap(null)));
  const both = await says(
    ["not-valid", "PROOF_VERIFICATION_ERROR"],
    text(wrap([signed, { ...signed, validFrom: "2025-01-01T00:00:00Z" }])),
  );
  assert.deepEqual(
    ["genuine", "not-valid"],
    both.inside.map(({ verdict }) => verdict),
  );
});

test("ecdsa-rdfc-2019 with P-384 tells blank nodes apart by SHA-384, or as older makers did", async () => {
  const pair = await EcdsaMultikey.generate({ curve: "P-384" });
  const did = `did:key:${pair.publicKeyMultibase}`;
  const results = Array.from({ length: 6 }, (_, n) => ({ type: ["Result"], value: `${n}` }));
  const document = badge({ issuer: { id: did, type: ["Profile"], name: "x" } }, {}, { result: results });
  const options = {
    type: "DataIntegrityProof",
    cryptosuite: "ecdsa-rdfc-2019",
    created: "2026-01-01T00:00:00Z",
    verificationMethod: `${did}#${pair.publicKeyMultibase}`,
    proofPurpose: "assertionMethod",
  };
  const seen = new Set();
  for (const inner of ["SHA-384", "SHA-256"]) {
    const hash = async (one) => hashOf(one, "SHA-384", new Budget(), inner);
    const data = concat(await hash({ ...options, "@context": CONTEXTS }), await hash(document));
    seen.add(Buffer.from(data).toString("hex"));
    const proof = { ...options, proofValue: toBase58(new Uint8Array(await pair.signer().sign({ data }))) };
    await says(["genuine", "GENUINE"], text({ ...document, proof }), { registry: known(did) });
  }
  assert.equal(2, seen.size);
});

test("of two starts the later one counts, in lists too", async () => {
  await says(["genuine", "GENUINE"], await jwt(badge(), {}, { nbf: 1_770_000_000, iat: 1_770_000_000 }));
  await says(["genuine-with-warning", "NOT_YET_VALID"], await jwt(badge(), {}, { nbf: 1_800_000_000 }));
  const { proof: _, ...list } = await statusList([6]);
  const token = await jwt({ ...list, issuer: { id: KEY.did } }, {}, { nbf: 1_770_000_000, iat: 1_770_000_000 });
  await says(["genuine", "GENUINE"], text(await signRdf(badge({ credentialStatus: entry(7) }))), at({ [LIST]: token }));
});

test("a fault of form is a warning that names the property", async () => {
  const rows = {
    "@context": { "@context": [CONTEXTS[1], CONTEXTS[0]] },
    type: { type: ["VerifiableCredential"] },
    id: { id: undefined },
    validFrom: { validFrom: "2026-01-01" },
    validUntil: { validFrom: "2026-03-01T00:00:00Z", validUntil: "2026-02-01T00:00:00Z" },
    name: { name: 7 },
  };
  for (const [property, more] of Object.entries(rows)) {
    const result = await run(text(await signJcs(JSON.parse(text(badge(more))))));
    assert.equal("genuine-with-warning", result.verdict, property);
    assert.ok(detail(result, "form").property.includes(property), property);
  }
  for (const name of ["description", "criteria", "id", "type"]) {
    const achievement = { ...badge().credentialSubject.achievement };
    delete achievement[name];
    const result = await says(
      NOTED,
      await jwt({ ...badge(), credentialSubject: { ...badge().credentialSubject, achievement } }),
    );
    assert.equal(`achievement.${name}`, detail(result, "form").property);
  }
  for (const more of [{ issuer: undefined }, { issuer: "nobody" }, { validFrom: "soon" }, { credentialSubject: {} }]) {
    const changed = JSON.parse(text({ ...badge(), ...more }));
    assert.ok(["not-valid", "not-a-badge"].includes((await run(text(await signJcs(changed)))).verdict), text(more));
  }
  await says(
    ["not-valid", "DATA_LOSS_DETECTION_ERROR"],
    text({ ...(await signRdf(badge())), "@context": [CONTEXTS[0]] }),
  );
  const hosts2 = [
    [{ image: "data:image/png;base64,AA" }, {}, {}, "image"],
    [{ issuedOn: "2026-02-01T00:00:00Z", expires: "2026-01-01T00:00:00Z" }, {}, {}, "expires"],
    [{}, { type: "Badge" }, {}, "badge.type"],
    [{}, { description: "" }, {}, "badge.description"],
    [{}, {}, { email: undefined }, "issuer.email"],
    [{}, {}, { type: "IssuerOrg" }, "issuer.type"],
  ];
  for (const [one, two, three, property] of hosts2) {
    const { assertion, pages } = hosted(one, two, three);
    const result = await run(text(assertion), at(pages, OF_HOST));
    assert.deepEqual(["genuine-with-warning", property], [result.verdict, detail(result, "form")?.property]);
  }
  assert.equal("not-valid", (await run(text(hosted().assertion), at(hosted({}, { name: "" }).pages, OF_HOST))).verdict);
});

test("an unsigned document of another kind is no badge", async () => {
  const europass = {
    "@context": ["https://www.w3.org/2018/credentials/v1", "https://data.europa.example/context"],
    id: "urn:credential:1",
    type: ["VerifiableCredential", "EuropeanDigitalCredential"],
    issuer: { id: "https://u.example/" },
    issuanceDate: "2026-01-01T00:00:00Z",
    credentialSubject: { id: "urn:person:1", hasClaim: [] },
  };
  const result = await says(["not-a-badge", "OTHER_CREDENTIAL"], text(europass));
  assert.deepEqual(["VerifiableCredential", "EuropeanDigitalCredential"], detail(result, "kind").types);
});

test("what holds is shown when only its list was not reached", async () => {
  const result = await says(
    ["undetermined", "STATUS_RETRIEVAL_ERROR"],
    text(await signRdf(badge({ credentialStatus: entry(7) }))),
    at({}),
  );
  assert.deepEqual(["A badge", "An issuer", [LIST]], [result.facts.name, result.proven.name, result.unreached]);
  const unknown = await run(
    text(await signRdf(badge({ issuer: "did:ion:abc", credentialStatus: entry(7) }), { method: "did:ion:abc#k" })),
    at({}),
  );
  assert.deepEqual(["undetermined", null], [unknown.verdict, unknown.facts]);
});

test("an address without its scheme, and a private link", async () => {
  const pages = { [badge().id]: text(await signRdf(badge())) };
  await says(["genuine", "GENUINE"], badge().id.slice("https://".length), at(pages));
  await says(["not-a-badge", "NOT_A_BADGE"], "just words.", at({}));
  assert.equal(
    "LINK_NAME_WRONG",
    (await run(`${badge().id.slice(8)}#name=Eve&salt=${"0".repeat(32)}`, at(pages))).code,
  );
});

test("a JCS badge with words that no context knows is what its words say", async () => {
  await says(["genuine", "GENUINE"], text(await signJcs(badge({ "extensions:Load": { hours: 60 } }))));
  await says(["genuine", "GENUINE"], png(itxt(text(await signJcs(badge())), "openbadge")));
});
