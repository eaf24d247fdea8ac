// Signing documents as the engine does: Data Integrity, cryptosuite `eddsa-rdfc-2022` (W3C vc-di-eddsa 1.0, section 3.2).
// @ts-check

import { sha256 } from "@noble/hashes/sha2.js";
import { concat, fromMultibase, toBase58, utf8 } from "../../verifier/src/bytes.js";
import { optionsForm } from "../../verifier/src/rdf.js";
import { verifySignature } from "../../verifier/src/signatures.js";
import { Canonicaliser } from "./canonical.js";
import { DeskFault } from "./fault.js";

/** Signs documents with one key of one issuer, and looks at each signature as a reader will. */
export class Signer {
  /**
   * @param {import("./keyfile.js").PrivateKey} key
   * @param {Uint8Array} publicKey 32 bytes
   * @param {string} method the id of the key in the issuer's DID document
   */
  constructor(key, publicKey, method) {
    this.key = key;
    this.publicKey = publicKey;
    this.method = method;
    this.canonicaliser = new Canonicaliser();
  }

  /** Whether this key signed a line. @param {Record<string, any>} signed */
  async isOurs({ proof, ...document }) {
    const { proofValue, ...options } = proof ?? {};
    if (options.verificationMethod !== this.method || typeof proofValue !== "string") return false;
    const known = optionsForm({ "@context": document["@context"], ...options });
    if (!known || !/^z[1-9A-HJ-NP-Za-km-z]{80,100}$/.test(proofValue)) return false;
    const bytes = concat(sha256(utf8(known)), sha256(utf8(await this.canonicaliser.form(document))));
    return verifySignature({ type: "Ed25519", raw: this.publicKey }, fromMultibase(proofValue), bytes);
  }

  /**
   * The line that is kept, without its end. `created` is the moment of the signature as documents write it.
   * @param {Record<string, any>} document
   * @param {string} created
   */
  async line(document, created) {
    const proof = {
      type: "DataIntegrityProof",
      cryptosuite: "eddsa-rdfc-2022",
      created,
      verificationMethod: this.method,
      proofPurpose: "assertionMethod",
    };
    const options = optionsForm({ "@context": document["@context"], ...proof });
    if (!options) throw new DeskFault("not-signable", { character: "" });
    const form = await this.canonicaliser.form(document);
    const bytes = concat(sha256(utf8(options)), sha256(utf8(form)));
    const signature = await this.key.sign(bytes);
    if (!(await verifySignature({ type: "Ed25519", raw: this.publicKey }, signature, bytes)))
      throw new DeskFault("key-mismatch");
    return JSON.stringify({ ...document, proof: { ...proof, proofValue: toBase58(signature) } });
  }
}
