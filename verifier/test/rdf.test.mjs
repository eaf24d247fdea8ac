// The short ways to a canonical form give what the whole way gives.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import jsonld from "jsonld";
import { Budget } from "../src/budget.js";
import { canonize, documentLoader, optionsForm } from "../src/rdf.js";
import { badge, CONTEXTS, METHOD } from "./make.mjs";

const OPTIONS = {
  "@context": CONTEXTS,
  type: "DataIntegrityProof",
  cryptosuite: "eddsa-rdfc-2022",
  created: "2026-01-01T00:00:00Z",
  verificationMethod: METHOD,
  proofPurpose: "assertionMethod",
};

test("the options of a proof in their short way", async () => {
  const methods = [
    METHOD,
    "did:web:issuer.example%3A8000:org#key-1",
    "https://issuer.example/i?v=3_0&x=y#k(1)",
    "urn:uuid:6d3f1f52",
  ];
  const dates = ["2026-01-01T00:00:00Z", "2025-05-04T09:08:07.123456+00:00"];
  for (const contexts of [
    CONTEXTS,
    [CONTEXTS[0]],
    [...CONTEXTS, "https://w3id.org/security/data-integrity/v2"],
    [CONTEXTS[0], "https://www.w3.org/ns/credentials/status/v1"],
  ]) {
    for (const verificationMethod of methods) {
      for (const created of dates) {
        for (const cryptosuite of ["eddsa-rdfc-2022", "ecdsa-rdfc-2019", "other"]) {
          const config = { ...OPTIONS, "@context": contexts, verificationMethod, created, cryptosuite };
          assert.equal(await canonize(config, new Budget()), optionsForm(config));
        }
      }
    }
  }
});

test("options that are not the usual ones go the whole way", async () => {
  const rows = [
    { expires: "2027-01-01T00:00:00Z" },
    { id: "urn:x" },
    { created: "yesterday" },
    { verificationMethod: "https://a.example/ b" },
    { verificationMethod: "https://a.example/>" },
    { verificationMethod: "#k" },
    { verificationMethod: [METHOD] },
    { cryptosuite: 'x"' },
    { type: ["DataIntegrityProof"] },
    { proofPurpose: "authentication" },
    { "@context": ["https://www.w3.org/2018/credentials/v1"] },
    { created: undefined },
  ];
  for (const more of rows) assert.equal(null, optionsForm({ ...OPTIONS, ...more }), JSON.stringify(more));
  await fc.assert(
    fc.asyncProperty(
      fc.string(),
      fc.constantFrom("created", "verificationMethod", "cryptosuite"),
      async (value, name) => {
        const config = { ...OPTIONS, [name]: value };
        const short = optionsForm(config);
        if (short !== null) assert.equal(await canonize(config, new Budget()), short);
      },
    ),
    { numRuns: 300, seed: 7 },
  );
});

test("contexts whose words are shared give what contexts whose words are copied give", async () => {
  const document = badge(
    { evidence: [{ id: "urn:e:1", type: ["Evidence"], narrative: "x" }] },
    {
      creator: { id: "urn:i", type: ["Profile"], name: "y", address: { type: ["Address"], addressLocality: "z" } },
      image: { id: "https://a.example/i", type: "Image" },
    },
    { result: [{ type: ["Result"], value: "1" }] },
  );
  const options = { documentLoader, safe: true, base: null, format: "application/n-quads" };
  // Another processing mode has another first context, which is the library's own as it is.
  const [shared, copied] = [
    await jsonld.toRDF(document, options),
    await jsonld.toRDF(document, { ...options, processingMode: "json-ld-1.1 " }),
  ].map((one) =>
    one
      .split("\n")
      .sort()
      .join("\n")
      .replace(/_:b\d+/g, "_:b"),
  );
  assert.equal(copied, shared);
});

test("one document's contexts change nothing in the next, one after another and at once", async () => {
  const rows = [
    badge(),
    badge({ name: "x" }, { tag: ["a"] }),
    { ...badge(), "@context": [...CONTEXTS, "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"] },
    {
      "@context": [CONTEXTS[0]],
      id: "urn:x",
      type: ["VerifiableCredential"],
      issuer: "urn:i",
      credentialSubject: { id: "urn:s" },
    },
  ];
  const alone = [];
  for (const row of rows) alone.push(await canonize(row, new Budget()));
  const together = await Promise.all([...rows, ...rows].map((row) => canonize(row, new Budget())));
  assert.deepEqual([...alone, ...alone], together);
  for (const at of [3, 1, 2, 0, 3]) assert.equal(alone[at], await canonize(rows[at], new Budget()));
});
