// Credentials of which the holder shows a part, made by another implementation (ecdsa-sd-2023).
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import * as sd from "@digitalbazaar/ecdsa-sd-2023-cryptosuite";
import jsigs from "jsonld-signatures";
import { documentLoader } from "../src/rdf.js";

const pair = await EcdsaMultikey.generate({ curve: "P-256" });
pair.controller = `did:key:${pair.publicKeyMultibase}`;
pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
export const P256 = { did: pair.controller };

const loader = async (address) => {
  if (!address.startsWith("did:key:")) return documentLoader(address);
  const key = await pair.export({ publicKey: true, includeContext: true });
  const whole = { "@context": "https://w3id.org/security/multikey/v1", id: pair.controller, assertionMethod: [key] };
  return { contextUrl: null, documentUrl: address, document: address.includes("#") ? key : whole };
};
const purpose = new jsigs.purposes.AssertionProofPurpose();

/** The credential whole, and the part of it that names the badge and neither its end nor its list. */
export async function disclosed(document) {
  const pointers = ["/issuer", "/validFrom", "/credentialSubject/achievement"];
  const base = await jsigs.sign(
    { ...document, issuer: P256.did },
    {
      suite: new DataIntegrityProof({
        signer: pair.signer(),
        cryptosuite: sd.createSignCryptosuite({ mandatoryPointers: ["/issuer"] }),
      }),
      purpose,
      documentLoader: loader,
    },
  );
  const show = (selectivePointers) =>
    jsigs.derive(base, {
      suite: new DataIntegrityProof({ cryptosuite: sd.createDiscloseCryptosuite({ selectivePointers }) }),
      purpose,
      documentLoader: loader,
    });
  return [
    await show(
      [...pointers, "/validUntil", "/credentialStatus", "/credentialSubject/identifier"].filter(
        (one) => one !== "/credentialStatus" || document.credentialStatus,
      ),
    ),
    await show([...pointers, "/credentialSubject/identifier"]),
  ];
}
