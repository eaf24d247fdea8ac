// Verifies compact JWTs with jose, keys taken from DID documents.
//
//   node jose.mjs < {"documents": {did: document}, "tokens": [token]}
//
// Prints one JSON object a line: {verified, id} or {verified: false, error}.
import { decodeProtectedHeader, importJWK, jwtVerify } from "jose";
import { text } from "node:stream/consumers";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function publicKey(multikey) {
  let number = 0n;
  for (const letter of multikey.slice(1)) number = number * 58n + BigInt(ALPHABET.indexOf(letter));
  const bytes = Buffer.from(number.toString(16).padStart(68, "0"), "hex");
  if (bytes[0] !== 0xed || bytes[1] !== 0x01) throw new Error("not an Ed25519 key");
  return importJWK({ kty: "OKP", crv: "Ed25519", x: bytes.subarray(2).toString("base64url") }, "EdDSA");
}

const { documents, tokens } = JSON.parse(await text(process.stdin));
for (const token of tokens) {
  try {
    const { kid } = decodeProtectedHeader(token);
    const method = documents[kid.split("#")[0]].verificationMethod.find((one) => one.id === kid);
    const issuer = kid.split("#")[0];
    const { payload } = await jwtVerify(token, await publicKey(method.publicKeyMultibase), { issuer, typ: "JWT" });
    console.log(JSON.stringify({ verified: true, id: payload.jti }));
  } catch (error) {
    console.log(JSON.stringify({ verified: false, error: String(error.message) }));
  }
}
