// Derived proofs that show a part of a credential: ecdsa-sd-2023 (vc-di-ecdsa, section 3.6). Loaded only when needed.
// @ts-check

import * as suite from "@digitalbazaar/ecdsa-sd-2023-cryptosuite";
import { toBase58 } from "./bytes.js";
import { failed, Fault, notChecked } from "./fault.js";
import { asFault, countValues, documentLoader, MAX_VALUES } from "./rdf.js";

/**
 * @param {Record<string, any>} document
 * @param {Record<string, any>} proof
 * @param {import("./signatures.js").Key} key
 * @param {import("./budget.js").Budget} budget
 */
export async function verifySd(document, proof, key, budget) {
  const values = countValues(document);
  if (values > MAX_VALUES) throw notChecked("TOO_COMPLEX", {});
  budget.take("values", values);
  if (typeof proof.proofValue !== "string" || !proof.proofValue.startsWith("u2V0B")) {
    throw failed("PROOF_VERIFICATION_ERROR", { format: "ecdsa-sd-2023" });
  }
  const cryptosuite = suite.createVerifyCryptosuite();
  let good;
  try {
    const data = await cryptosuite.createVerifyData({ cryptosuite, document, proof, documentLoader });
    const verifier = await cryptosuite.createVerifier({
      verificationMethod: { type: "Multikey", id: proof.verificationMethod, publicKeyMultibase: multikey(key) },
    });
    good = await verifier.verify({ data });
  } catch (error) {
    const fault = asFault(error);
    // What the library cannot decode was not made by a signer.
    throw fault instanceof Fault && fault.code !== "PARSING_ERROR"
      ? fault
      : failed("PROOF_VERIFICATION_ERROR", { format: "ecdsa-sd-2023" });
  }
  if (!good) throw failed("PROOF_VERIFICATION_ERROR", { format: "ecdsa-sd-2023" });
}

/** @param {import("./signatures.js").Key} key */
function multikey(key) {
  if (!key.raw) throw failed("BAD_KEY", { type: key.type });
  return toBase58(Uint8Array.from([0x80, 0x24, ...key.raw]));
}
