// Prints the forgeries and honest badges that the page itself is tried with, each signed now with keys that are thrown
// away: one JSON object a line, {name, input, pages, registry, verdict, code}.
import { createHash } from "node:crypto";
import { toBase58 } from "../src/bytes.js";
import { badge, CONTEXTS, entry, jws, jwt, KEY, known, METHOD, newKey, signJcs, signRdf, statusList } from "./make.mjs";
import { disclosed, P256 } from "./partly.mjs";

const text = (document) => (typeof document === "string" ? document : JSON.stringify(document));
const LIST = "https://issuer.example/status/1";
const add = (name, verdict, code, input, { pages = {}, registry = known() } = {}) =>
  console.log(JSON.stringify({ name, verdict, code, input: text(input), pages, registry }));
/** A moment some days ago: the page has the clock of its reader. */
const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString().replace(/\.\d+/, "");
const lists = async (set, more) => statusList(set, { more: { validFrom: ago(30), ...more } });
const V2 = { "@context": "https://w3id.org/openbadges/v2" };

/** A hosted badge at one host. */
function hosted(base, { assertion = {}, definition = {}, issuer = {} } = {}) {
  const pages = {
    [`${base}/a.json`]: {
      ...V2,
      type: "Assertion",
      id: `${base}/a.json`,
      recipient: { type: "email", hashed: false, identity: "eve@example.org" },
      badge: `${base}/b.json`,
      verification: { type: "HostedBadge" },
      issuedOn: "2026-01-01T00:00:00Z",
      ...assertion,
    },
    [`${base}/b.json`]: {
      ...V2,
      type: "BadgeClass",
      id: `${base}/b.json`,
      name: "B",
      description: "d",
      image: `${base}/i.png`,
      criteria: `${base}/c`,
      issuer: `${base}/issuer.json`,
      ...definition,
    },
    [`${base}/issuer.json`]: {
      ...V2,
      type: "Issuer",
      id: `${base}/issuer.json`,
      name: "Microsoft",
      url: "https://www.microsoft.com/",
      email: "a@b.example",
      ...issuer,
    },
  };
  return { copy: pages[`${base}/a.json`], pages };
}

// --- Never believe a forgery ---

const oxford = "https://www.ox.ac.uk/issuer";
const inAddress = await signRdf(badge({ issuer: { id: oxford, type: ["Profile"], name: "University of Oxford" } }), {
  method: `${oxford}#${KEY.multikey}`,
});
add("a key in the address of somebody else", "undetermined", "KEY_NOT_CONFIRMED", inAddress);
const other = await newKey();
const theirs = {
  id: oxford,
  verificationMethod: [{ id: `${oxford}#k`, controller: oxford, publicKeyMultibase: other.multikey }],
  assertionMethod: [`${oxford}#k`],
};
add("a key in an address that lists others", "not-valid", "KEY_NOT_LISTED", inAddress, { pages: { [oxford]: theirs } });

const withdrawn = await signRdf(badge({ credentialStatus: entry(7) }));
const { proof: _, ...unsigned } = await lists([7]);
const signedList = await signRdf(unsigned);
const empty = (await lists([])).credentialSubject.encodedList;
const NAME = "https://www.w3.org/ns/credentials/status#encodedList";
const inline = {
  ...signedList,
  "@context": [CONTEXTS[0], { encoded: { "@id": NAME, "@type": "https://w3id.org/security#multibase" } }],
  credentialSubject: {
    ...signedList.credentialSubject,
    encoded: signedList.credentialSubject.encodedList,
    "@context": { encodedList: null },
    encodedList: empty,
  },
};
add("a withdrawn badge", "not-valid", "REVOKED", withdrawn, { pages: { [LIST]: signedList } });
add("a list with a context of its own", "undetermined", "STATUS_VERIFICATION_ERROR", withdrawn, {
  pages: { [LIST]: inline },
});
add("a list with the bits under another name", "undetermined", "STATUS_VERIFICATION_ERROR", withdrawn, {
  pages: {
    [LIST]: {
      ...signedList,
      credentialSubject: {
        ...signedList.credentialSubject,
        encodedList: empty,
        [NAME]: signedList.credentialSubject.encodedList,
      },
    },
  },
});
add("a list of last year", "genuine-with-warning", "LIST_OLD", withdrawn, {
  pages: { [LIST]: await statusList([], { more: { validFrom: ago(400) } }) },
});

const failed = await signRdf(badge({}, {}, { result: [{ type: ["Result"], value: "FAIL" }] }));
add("a result in a list in a list", "not-valid", "LIST_IN_LIST", {
  ...failed,
  credentialSubject: { ...failed.credentialSubject, result: [failed.credentialSubject.result] },
});
const praise = (about, more = {}) => ({
  "@context": CONTEXTS,
  id: "urn:uuid:9",
  type: ["VerifiableCredential", "EndorsementCredential"],
  name: "x",
  issuer: { id: KEY.did, type: ["Profile"], name: "An issuer" },
  validFrom: "2026-01-01T00:00:00Z",
  credentialSubject: { id: about, type: ["EndorsementSubject"], endorsementComment: "Good" },
  ...more,
});
add(
  "an endorsement in a list in a list",
  "not-valid",
  "LIST_IN_LIST",
  await signJcs(badge({ endorsement: [[praise(badge().id)]] })),
);
const eve = await newKey();
const eves = await signRdf(
  praise(badge().id, { issuer: { id: eve.did, type: ["Profile"], name: "Fenmarket Homes" } }),
  { key: eve, method: `${eve.did}#${eve.multikey}` },
);
add(
  "an endorser with a borrowed name",
  "genuine-with-warning",
  "ENDORSEMENT_UNSURE",
  await signRdf(badge({ endorsement: [eves] })),
);

const salt = "0123456789abcdef0123456789abcdef";
const hash = createHash("sha256").update(`John Smithson${salt}`).digest("hex");
const john = await signRdf(
  badge(
    {},
    {},
    { identifier: [{ type: "IdentityObject", hashed: true, identityHash: `sha256$${hash}`, identityType: "name" }] },
  ),
);
add(
  "a name that slid into its salt",
  "genuine-with-warning",
  "LINK_NAME_WRONG",
  `${badge().id}#name=John%20Smith&salt=son${salt}`,
  { pages: { [badge().id]: john } },
);
add("the name that was signed", "genuine", "GENUINE", `${badge().id}#name=John%20Smithson&salt=${salt}`, {
  pages: { [badge().id]: john },
});

const site = hosted("https://someone.github.io");
add("the description of a badge", "not-a-badge", "DEFINITION", site.pages["https://someone.github.io/b.json"], {
  pages: site.pages,
});
add("words about a badge alone", "not-a-badge", "ENDORSEMENT", await signRdf(praise(badge().id)));
const oxfordByKey = await signRdf(
  badge({ issuer: { id: KEY.did, type: ["Profile"], name: "University of Oxford", url: "https://www.ox.ac.uk/" } }),
);
add("a self-made university without a list", "genuine-with-warning", "NO_LIST", oxfordByKey, { registry: null });
add("a self-made university that no list has", "genuine-with-warning", "NOT_LISTED", oxfordByKey, {
  registry: { name: "N", issuers: [] },
});
add("a large name on a shared host", "genuine-with-warning", "NOT_LISTED", site.copy, { pages: site.pages });
add(
  "a name that looks like a known one",
  "genuine-with-warning",
  "LOOKS_LIKE",
  await signRdf(badge({ issuer: { id: KEY.did, type: ["Profile"], name: "Fenmarkеt Homes" } })),
  { registry: { name: "N", issuers: [{ id: "did:web:fenmarket.example", name: "Fenmarket Homes", keys: [] }] } },
);

const web = "did:web:issuer.example";
const did = (method, key = KEY) => ({
  "https://issuer.example/.well-known/did.json": {
    id: web,
    verificationMethod: [
      {
        id: `${web}#k`,
        controller: web,
        ...(method.publicKeyJwk ? {} : { publicKeyMultibase: key.multikey }),
        ...method,
      },
    ],
    assertionMethod: [`${web}#k`],
  },
});
const byWeb = (more) => signRdf(badge({ issuer: web }), { method: `${web}#k`, ...more });
const registered = { name: "N", issuers: [{ id: web, name: "Fenmarket Homes", keys: [other.multikey] }] };
add("a known issuer's other key, as a JWK", "not-valid", "KEY_NOT_RECOGNISED", await byWeb(), {
  pages: did({ publicKeyJwk: KEY.jwk }),
  registry: registered,
});
const alice = "https://shared.example/alice/issuer";
const neighbour = {
  id: "https://shared.example/evil/key.json",
  type: "Multikey",
  controller: alice,
  publicKeyMultibase: KEY.multikey,
};
add(
  "a neighbour's key document",
  "undetermined",
  "KEY_NOT_CONFIRMED",
  await signRdf(badge({ issuer: alice }), { method: neighbour.id }),
  { pages: { [neighbour.id]: neighbour, [alice]: { id: alice, name: "Alice" } } },
);

const listed = { registry: known(web) };
add(
  "a stolen key with an early date",
  "undetermined",
  "SIGNED_WHEN",
  await byWeb({ created: "2025-01-01T00:00:00Z" }),
  { pages: did({ revoked: "2026-03-01T00:00:00Z" }), ...listed },
);
add(
  "a key that is younger than its signature",
  "not-valid",
  "KEY_TOO_NEW",
  await byWeb({ created: "1999-01-01T00:00:00Z" }),
  { pages: did({ "https://schema.org/validFrom": "2025-01-01" }), ...listed },
);
add("a rotated key with a late date", "undetermined", "SIGNED_WHEN", await byWeb({ created: "2090-01-01T00:00:00Z" }), {
  pages: did({ "https://schema.org/validThrough": "2026-02-01" }),
  ...listed,
});
add(
  "a signature that is still to come",
  "undetermined",
  "SIGNED_WHEN",
  await signRdf(badge(), { created: "2090-01-01T00:00:00Z" }),
);

const [, part] = await disclosed(badge({ validUntil: ago(-300), credentialStatus: entry(7) }));
add("a part without its end and its list", "genuine-with-warning", "PARTLY_SHOWN", part, { registry: known(P256.did) });
const inside = {
  uid: "1",
  recipient: { type: "email", hashed: false, identity: "eve@x.example" },
  badge: {
    name: "B",
    description: "d",
    image: "https://good.example/i.png",
    criteria: "https://good.example/c",
    issuer: { name: "Good", url: "https://good.example/", verification: { startsWith: "https://evil.example/" } },
  },
  verify: { type: "hosted", url: "https://evil.example/a.json" },
  issuedOn: "2026-01-01",
};
add("an issuer that says where it may stand", "not-valid", "ISSUER_MISMATCH", inside, {
  pages: { "https://evil.example/a.json": inside },
});
add(
  "a list beside vc",
  "not-valid",
  "REVOKED",
  await jws({ alg: "EdDSA", kid: METHOD }, { vc: badge(), iss: KEY.did, credentialStatus: entry(7) }),
  { pages: { [LIST]: await lists([7]) } },
);
add(
  "an end under the name of another edition",
  "genuine-with-warning",
  "EXPIRED",
  await signJcs(badge({ expirationDate: "2026-02-01T00:00:00Z" })),
);
const small = `did:key:${toBase58(Uint8Array.from([0xed, 0x01, 1, ...Array(31).fill(0)]))}`;
const fits = await signJcs(badge({ issuer: small }), { method: `${small}#${small.slice(8)}` });
add("a key of small order", "not-valid", "BAD_KEY", {
  ...fits,
  proof: { ...fits.proof, proofValue: toBase58(Uint8Array.from([1, ...Array(63).fill(0)])) },
});
const trackers = [0, 1, 2].map((n) => entry(1, { statusListCredential: `https://tracker${n}.example/list` }));
add("a changed badge that would have us ask others", "not-valid", "PROOF_VERIFICATION_ERROR", {
  ...(await signJcs(badge({ credentialStatus: trackers }))),
  name: "Changed",
});

// --- Never refuse an honest badge ---

const { identifier, ...nobody } = badge().credentialSubject;
add(
  "a badge that names nobody",
  "genuine-with-warning",
  "NO_RECIPIENT",
  await signRdf({ ...badge(), credentialSubject: nobody }),
  { person: identifier },
);
add("nulls", "genuine", "GENUINE", await signRdf(badge({ validUntil: null, evidence: null, credentialStatus: null })));
add("a token that is good from later on", "genuine", "GENUINE", await jwt(badge(), {}, { nbf: 1_770_000_000 }));
add("a presentation", "genuine", "GENUINE", {
  "@context": [CONTEXTS[0]],
  type: ["VerifiablePresentation"],
  verifiableCredential: [await signRdf(badge())],
});
const credly = hosted("https://api.cr.example", { issuer: { name: "N" } });
add(
  "a copy with other words",
  "genuine-with-warning",
  "COPY_DIFFERS",
  { ...credly.copy, narrative: "Better" },
  { pages: credly.pages, registry: known("https://api.cr.example/issuer.json") },
);
add("a list that was not reached", "undetermined", "STATUS_RETRIEVAL_ERROR", withdrawn);
