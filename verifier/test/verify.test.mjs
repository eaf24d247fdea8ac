// What the verifier says of good badges, in every container, format and kind of key that it knows.
import assert from "node:assert/strict";
import test from "node:test";
import {
  badge,
  entry,
  hosts,
  itxt,
  jwt,
  KEY,
  known,
  newKey,
  png,
  signJcs,
  signRdf,
  statusList,
  chunk,
  run,
  says,
  text,
} from "./make.mjs";

const GENUINE = ["genuine", "GENUINE"];

test("a badge is genuine in every container", async () => {
  const json = text(await signRdf(badge()));
  const token = await jwt(badge());
  for (const one of [json, token]) {
    await says(GENUINE, one);
    await says(GENUINE, png(itxt(one)));
    await says(GENUINE, png(itxt(one, "openbadgecredential", true)));
    await says(GENUINE, png(chunk("tEXt", Buffer.from(`openbadges\0${one}`, "latin1"))));
  }
  const space = 'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"';
  await says(
    GENUINE,
    `<svg xmlns="http://www.w3.org/2000/svg"><openbadges:credential ${space}><![CDATA[${json}]]></openbadges:credential></svg>`,
  );
  await says(
    GENUINE,
    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" ${space}><openbadges:credential verify="${token}"/></svg>`,
  );
  await says(
    GENUINE,
    `<svg ${space.replace("openbadges=", "ob=")}><ob:credential>${json.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</ob:credential></svg>`,
  );
});

test("an address, and a page that names its badge, lead to it", async () => {
  const address = "https://issuer.example/awards/1/credential.json";
  const json = text(await signRdf(badge()));
  const fetch = hosts({
    [address]: json,
    "https://issuer.example/awards/1/":
      '<!doctype html><link rel="alternate" type="application/vc+ld+json" href="credential.json">',
  });
  await says(GENUINE, address, { fetch });
  await says(GENUINE, "https://issuer.example/awards/1/", { fetch });
  await says(GENUINE, png(itxt(address)), { fetch });
  await says(["genuine-with-warning", "HTTP_ADDRESS"], address.replace("https", "http"), { fetch });
});

test("a preview and a mirror read this network's documents from where they are", async () => {
  const address = "https://issuer.example/awards/1/credential.json";
  const fetch = hosts({ "http://localhost:8000/below/awards/1/credential.json": text(await signRdf(badge())) });
  await says(GENUINE, address, { fetch, base: "https://issuer.example/", home: "http://localhost:8000/below/" });
});

test("each kind of Data Integrity proof and each kind of key", async () => {
  await says(GENUINE, text(await signJcs(badge())));
  await says(GENUINE, text(await signRdf(badge())));
  const didJwk = `did:jwk:${Buffer.from(text(KEY.jwk)).toString("base64url")}`;
  const own = badge({ issuer: didJwk });
  const registry = known(didJwk);
  await says(GENUINE, text(await signRdf(own, { method: `${didJwk}#0` })), { registry });
  await says(GENUINE, await jwt({ ...own, issuer: { id: didJwk } }, { kid: `${didJwk}#0` }), { registry });
});

const WEB = "did:web:issuer.example:org";
const webDocument = (more = {}) => ({
  id: WEB,
  verificationMethod: [
    { id: `${WEB}#k`, type: "Multikey", controller: WEB, publicKeyMultibase: KEY.multikey, ...more },
  ],
  assertionMethod: [`${WEB}#k`],
});

test("did:web: the key has to be listed, for assertions, and in force", async () => {
  const signed = text(await signRdf(badge({ issuer: WEB }), { method: `${WEB}#k` }));
  const at = (document) => ({ fetch: hosts({ "https://issuer.example/org/did.json": document }) });
  await says(GENUINE, signed, at(webDocument()));
  await says(
    GENUINE,
    signed,
    at(webDocument({ publicKeyMultibase: undefined, publicKeyJwk: KEY.jwk, type: "JsonWebKey" })),
  );
  await says(["undetermined", "SIGNED_WHEN"], signed, at(webDocument({ revoked: "2026-02-01T00:00:00Z" })));
  await says(GENUINE, signed, at(webDocument({ revoked: "2026-12-01T00:00:00Z" })));
  await says(["not-valid", "KEY_REVOKED"], signed, at(webDocument({ revoked: "2025-12-01T00:00:00Z" })));
  await says(["not-valid", "KEY_EXPIRED"], signed, at(webDocument({ expires: "2025-12-01T00:00:00Z" })));
  await says(["not-valid", "KEY_NOT_LISTED"], signed, at({ ...webDocument(), assertionMethod: [] }));
  await says(["not-valid", "ISSUER_MISMATCH"], signed, at({ ...webDocument(), id: "did:web:other.example" }));
  await says(["not-valid", "ISSUER_MISMATCH"], signed, at(webDocument({ controller: "did:web:other.example" })));
  await says(["undetermined", "UNREACHABLE"], signed, { fetch: hosts({}) });
  await says(["undetermined", "NOT_JSON"], signed, at("<!doctype html><p>Welcome"));
  const other = await newKey();
  await says(
    ["not-valid", "PROOF_VERIFICATION_ERROR"],
    signed,
    at(webDocument({ publicKeyMultibase: other.multikey })),
  );
});

test("a key in an https address, a key document, and a controller document", async () => {
  const issuer = "https://issuer.example/profile";
  const inside = text(await signRdf(badge({ issuer }), { method: `${issuer}#${KEY.multikey}` }));
  await says(["undetermined", "KEY_NOT_CONFIRMED"], inside);
  await says(["undetermined", "KEY_NOT_CONFIRMED"], inside, { fetch: hosts({ [issuer]: { id: issuer } }) });
  const listed = {
    id: issuer,
    verificationMethod: [{ id: `${issuer}#other`, controller: issuer, publicKeyMultibase: KEY.multikey }],
    assertionMethod: [`${issuer}#other`],
  };
  await says(GENUINE, inside, { fetch: hosts({ [issuer]: listed }) });
  const others = {
    ...listed,
    verificationMethod: [{ ...listed.verificationMethod[0], publicKeyMultibase: (await newKey()).multikey }],
  };
  await says(["not-valid", "KEY_NOT_LISTED"], inside, { fetch: hosts({ [issuer]: others }) });
  const named = text(await signRdf(badge({ issuer }), { method: `${issuer}#other` }));
  await says(GENUINE, named, { fetch: hosts({ [issuer]: listed }) });
  const document = "https://issuer.example/keys/1";
  const byDocument = text(await signRdf(badge({ issuer }), { method: document }));
  const key = { id: document, type: "Multikey", controller: issuer, publicKeyMultibase: KEY.multikey };
  await says(["undetermined", "KEY_NOT_CONFIRMED"], byDocument, { fetch: hosts({ [document]: key }) });
  await says(GENUINE, byDocument, {
    fetch: hosts({ [document]: key, [issuer]: { id: issuer, assertionMethod: [document] } }),
  });
  await says(["not-valid", "ISSUER_MISMATCH"], byDocument, {
    fetch: hosts({ [document]: { ...key, controller: "https://other.example/" } }),
  });
});

test("a key document at another host counts only when the issuer names it", async () => {
  const issuer = "https://issuer.example/profile";
  const document = "https://evil.example/key";
  const signed = text(await signRdf(badge({ issuer }), { method: document }));
  const key = { id: document, type: "Multikey", controller: issuer, publicKeyMultibase: KEY.multikey };
  await says(["undetermined", "KEY_NOT_CONFIRMED"], signed, {
    fetch: hosts({ [document]: key, [issuer]: { id: issuer } }),
  });
  await says(["not-valid", "KEY_NOT_LISTED"], signed, {
    fetch: hosts({ [document]: key, [issuer]: { id: issuer, publicKey: `${issuer}#other` } }),
  });
  await says(GENUINE, signed, { fetch: hosts({ [document]: key, [issuer]: { id: issuer, publicKey: document } }) });
});

test("a key that a token brings along proves nothing by itself", async () => {
  const issuer = { id: "https://issuer.example/profile" };
  const token = await jwt(badge({ issuer }), { kid: undefined, jwk: KEY.jwk });
  await says(["undetermined", "UNREACHABLE"], token);
  const jwks = "https://issuer.example/.well-known/jwks.json";
  await says(GENUINE, token, { fetch: hosts({ [jwks]: { keys: [KEY.jwk] } }) });
  const other = await newKey();
  await says(["not-valid", "KEY_NOT_LISTED"], token, { fetch: hosts({ [jwks]: { keys: [other.jwk] } }) });
  const kid = await jwt(badge({ issuer }), { kid: "k1" });
  await says(GENUINE, kid, {
    fetch: hosts({
      [jwks]: {
        keys: [
          { ...KEY.jwk, kid: "k1" },
          { ...other.jwk, kid: "k2" },
        ],
      },
    }),
  });
});

test("a withdrawn badge is not valid, and a list that cannot be read leaves it open", async () => {
  const signed = text(await signRdf(badge({ credentialStatus: entry(7) })));
  const at = (list) => ({ fetch: hosts({ "https://issuer.example/status/1": list }) });
  await says(GENUINE, signed, at(await statusList([6, 8])));
  await says(["not-valid", "REVOKED"], signed, at(await statusList([7])));
  await says(
    GENUINE,
    text(await signRdf(badge({ credentialStatus: entry(7, { statusListIndex: 7 }) }))),
    at(await statusList([6])),
  );
  await says(["undetermined", "STATUS_RETRIEVAL_ERROR"], signed, { fetch: hosts({}) });
  await says(["undetermined", "STATUS_LIST_LENGTH_ERROR"], signed, at(await statusList([7], { bits: 1024 })));
  await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, at({ ...(await statusList([])), name: "changed" }));
  const { proof: _, ...unsigned } = await statusList([]);
  await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, at(unsigned));
  const foreign = await newKey();
  await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, at(await statusList([], { key: foreign })));
  await says(
    ["undetermined", "STATUS_VERIFICATION_ERROR"],
    signed,
    at(await statusList([], { purpose: "suspension" })),
  );
  await says(
    ["undetermined", "RANGE_ERROR"],
    text(await signRdf(badge({ credentialStatus: entry(131_072) }))),
    at(await statusList([])),
  );
  await says(
    ["undetermined", "UNKNOWN_STATUS"],
    text(await signJcs(badge({ credentialStatus: { id: "https://x.example/1", type: "CredentialStatusList2017" } }))),
  );
  const suspended = text(await signRdf(badge({ credentialStatus: entry(7, { statusPurpose: "suspension" }) })));
  await says(["not-valid", "SUSPENDED"], suspended, at(await statusList([7], { purpose: "suspension" })));
});

test("the revocation list of 1EdTech", async () => {
  const address = "https://issuer.example/revoked";
  const signed = text(await signJcs(badge({ credentialStatus: { id: address, type: "1EdTechRevocationList" } })));
  const list = { id: address, type: ["1EdTechRevocationList"], issuer: KEY.did };
  const id = badge().id;
  await says(GENUINE, signed, { fetch: hosts({ [address]: { ...list, revokedCredential: [] } }) });
  await says(["not-valid", "REVOKED"], signed, {
    fetch: hosts({ [address]: { ...list, revokedCredential: [{ id, revocationReason: "A mistake" }] } }),
  });
  await says(GENUINE, signed, {
    fetch: hosts({ [address]: { ...list, revokedCredential: [{ id, revoked: false }] } }),
  });
  await says(["undetermined", "STATUS_VERIFICATION_ERROR"], signed, {
    fetch: hosts({ [address]: { ...list, issuer: "did:web:x.example", revokedCredential: [] } }),
  });
  await says(["undetermined", "STATUS_RETRIEVAL_ERROR"], signed);
});

test("dates are a warning, because the badge was and stays genuine", async () => {
  await says(["genuine-with-warning", "EXPIRED"], text(await signRdf(badge({ validUntil: "2026-05-01T00:00:00Z" }))));
  await says(
    ["genuine-with-warning", "NOT_YET_VALID"],
    text(await signRdf(badge({ validFrom: "2027-05-01T00:00:00Z" }))),
  );
  await says(["not-valid", "MALFORMED_VALUE_ERROR"], text(await signRdf(badge({ validUntil: "next year" }))));
});

const asked = async (expected, input, recipient) => {
  const result = await says(GENUINE, input, { recipient });
  assert.equal(expected, result.recipient.code);
  return result.recipient;
};

test("a person is found as typed and tidied, never assumed, and never part of the verdict", async () => {
  const signed = text(await signRdf(badge()));
  const hit = await asked("OK", signed, ["nobody@example.org", "  ADA@example.org "]);
  assert.equal("small-letters", hit.details.form);
  await asked("RECIPIENT_MISMATCH", signed, ["bo@example.org"]);
  await asked("RECIPIENT_UNKNOWN", signed, ["Ada Lovelace"]);
  const hash = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399";
  const hashed = [
    { type: "IdentityObject", hashed: true, identityHash: hash, identityType: "emailAddress", salt: "Kosher" },
  ];
  const secret = text(await signRdf(badge({}, {}, { identifier: hashed })));
  await asked("OK", secret, ["a@example.com"]);
  await asked("RECIPIENT_MISMATCH", secret, ["b@example.com"]);
  const named = [{ type: "IdentityObject", hashed: true, identityHash: hash, identityType: "name" }];
  assert.equal(
    true,
    (await asked("RECIPIENT_UNKNOWN", text(await signRdf(badge({}, {}, { identifier: named }))), ["Ada"])).details.link,
  );
  const inLatin = [{ type: "IdentityObject", hashed: false, identityHash: "Olena Koval", identityType: "name" }];
  const open = text(await signRdf(badge({}, {}, { identifier: inLatin })));
  await asked("OK", open, ["olena  koval"]);
  await asked("RECIPIENT_MISMATCH", open, ["Olena Kovel"]);
  await asked("RECIPIENT_UNKNOWN", open, ["Олена Коваль"]);
});

test("an issuer that nobody listed is a warning, and so is no list at all", async () => {
  const signed = text(await signRdf(badge()));
  const registry = { name: "Network", issuers: [{ id: KEY.did, name: "An issuer", keys: [KEY.multikey] }] };
  await says(GENUINE, signed, { registry });
  await says(["genuine-with-warning", "NOT_LISTED"], signed, { registry: { issuers: [] } });
  await says(["not-valid", "KEY_NOT_RECOGNISED"], signed, {
    registry: { issuers: [{ id: KEY.did, keys: ["z6Mkother"] }] },
  });
  for (const none of [null, undefined]) await says(["genuine-with-warning", "NO_LIST"], signed, { registry: none });
});

const praise = (more = {}) => ({
  "@context": badge()["@context"],
  id: "https://issuer.example/endorsements/1",
  type: ["VerifiableCredential", "EndorsementCredential"],
  name: "Praise",
  issuer: { id: KEY.did, type: ["Profile"], name: "A friend" },
  validFrom: "2026-01-01T00:00:00Z",
  credentialSubject: {
    id: "https://issuer.example/badges/1",
    type: ["EndorsementSubject"],
    endorsementComment: "Good.",
  },
  ...more,
});

test("an endorsement is verified like a badge, and a forged one makes the whole not valid", async () => {
  const good = await signJcs(praise());
  await says(["not-a-badge", "ENDORSEMENT"], text(good));
  const result = await says(GENUINE, text(await signRdf(badge({ endorsement: [good] }))));
  assert.deepEqual(
    [{ verdict: "genuine", code: "GENUINE", by: "An issuer", says: "A friend", known: true, text: "Good." }],
    result.checks.find(({ id }) => id === "endorsements").details.said,
  );
  const forged = { ...good, credentialSubject: { ...good.credentialSubject, endorsementComment: "Best." } };
  const bad = await says(["not-valid", "ENDORSEMENT_FORGED"], text(await signRdf(badge({ endorsement: [forged] }))));
  assert.ok(!JSON.stringify(bad.checks).includes("Best."));
  await says(["not-valid", "ENDORSEMENT_FORGED"], text(await signRdf(badge({}, { endorsement: [forged] }))));
});

test("of several proofs one good one suffices", async () => {
  const good = await signRdf(badge());
  const other = { ...good.proof, proofValue: (await signRdf(badge({ name: "x" }))).proof.proofValue };
  await says(GENUINE, text({ ...good, proof: [{ type: "SomeProofType" }, other, good.proof] }));
  await says(["not-valid", "PROOF_VERIFICATION_ERROR"], text({ ...good, proof: [{ type: "SomeProofType" }, other] }));
  await says(["undetermined", "UNKNOWN_PROOF"], text({ ...good, proof: [{ type: "SomeProofType" }] }));
  await says(["not-valid", "UNSIGNED"], text({ ...good, proof: [] }));
});

test("an unknown context is not checked, and never fetched", async () => {
  const signed = await signJcs(badge());
  const fetch = hosts({});
  const unknown = {
    ...signed,
    "@context": [...signed["@context"], "https://evil.example/context"],
    proof: { ...signed.proof, cryptosuite: "eddsa-rdfc-2022" },
  };
  const result = await run(text(unknown), { fetch });
  assert.equal("undetermined", result.verdict, JSON.stringify(result.checks));
  assert.deepEqual([], fetch.asked);
});

test("another kind of credential is no badge", async () => {
  const licence = {
    "@context": [badge()["@context"][0]],
    id: "urn:uuid:1",
    type: ["VerifiableCredential"],
    issuer: KEY.did,
    validFrom: "2026-01-01T00:00:00Z",
    credentialSubject: { id: "did:example:1" },
  };
  await says(["not-a-badge", "OTHER_CREDENTIAL"], text(await signJcs(licence)));
});

test("the forerunner of the bitstring list, and a list that is a token", async () => {
  const address = "https://issuer.example/status/1";
  const old = async (set) => {
    const { credentialSubject } = await statusList(set);
    const more = {
      credentialSubject: {
        ...credentialSubject,
        type: "StatusList2021",
        encodedList: credentialSubject.encodedList.slice(1),
      },
    };
    return statusList(set, { more });
  };
  const signed = text(await signJcs(badge({ credentialStatus: entry(7, { type: "StatusList2021Entry" }) })));
  await says(GENUINE, signed, { fetch: hosts({ [address]: await old([6]) }) });
  await says(["not-valid", "REVOKED"], signed, { fetch: hosts({ [address]: await old([7]) }) });
  const { proof: _, ...plain } = await statusList([7]);
  const token = await jwt({ ...plain, issuer: KEY.did }, {}, { iss: KEY.did });
  const now = text(await signJcs(badge({ credentialStatus: entry(7) })));
  await says(["not-valid", "REVOKED"], now, { fetch: hosts({ [address]: token }) });
});
