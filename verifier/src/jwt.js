// Credentials as compact JWS: VC-JWT (Open Badges 3.0, section 8.2; VC-JOSE-COSE), and what the claims must agree on.
// @ts-check

import { compactVerify, importJWK } from "jose";
import { concat, fromBase64Url, fromUtf8, utf8 } from "./bytes.js";
import { failed, notChecked } from "./fault.js";
import { verifySignature } from "./signatures.js";
import { timeOf3 } from "./model3.js";
import { isObject, parseStrict, plain, sameJson, single, withoutNulls } from "./strict_json.js";

/** The kind of key of each algorithm. @type {Record<string, import("./signatures.js").Key["type"]>} */
const ALGORITHMS = { EdDSA: "Ed25519", Ed25519: "Ed25519", ES256: "P-256", ES384: "P-384", RS256: "RSA" };
const TYPES = ["jwt", "vc+jwt", "vc+ld+json+jwt", "vc+ld+jwt"];

/** @typedef {Record<string, any>} Json */
/** @typedef {{header: Json, payload: Json, token: string}} Jws */

/**
 * Header and payload, not verified. Faults: PARSING_ERROR, CRYPTOGRAPHIC_SECURITY_ERROR (an algorithm that proves
 * nothing), UNKNOWN_PROOF (one that is not known here).
 * @param {string} token
 * @returns {Jws}
 */
export function readJws(token) {
  const parts = token.split(".");
  if (parts.length !== 3 || !parts[1]) throw failed("PARSING_ERROR", { what: "JWS" });
  const [header, payload] = parts.slice(0, 2).map((part) => parseStrict(fromUtf8(fromBase64Url(part))));
  if (!isObject(header) || !isObject(payload)) throw failed("PARSING_ERROR", { what: "JWS" });
  const { alg } = header;
  if (typeof alg !== "string" || alg.toLowerCase() === "none" || /^HS\d/.test(alg)) {
    throw failed("CRYPTOGRAPHIC_SECURITY_ERROR", { format: plain(alg).slice(0, 20) });
  }
  if ("crit" in header || "b64" in header) throw failed("CRYPTOGRAPHIC_SECURITY_ERROR", { format: "crit" });
  if (!Object.hasOwn(ALGORITHMS, alg)) throw notChecked("UNKNOWN_PROOF", { format: alg.slice(0, 20) });
  return { header, payload, token };
}

/**
 * Whether the token was signed with the key, by the algorithm that its header names.
 * @param {Jws} jws
 * @param {import("./signatures.js").Key} key
 */
export async function verifyJws({ header, token }, key) {
  if (ALGORITHMS[header.alg] !== key.type)
    throw failed("CRYPTOGRAPHIC_SECURITY_ERROR", { format: header.alg, type: key.type });
  const [head = "", body = "", signature = ""] = token.split(".");
  if (key.jwk) {
    try {
      await compactVerify(token, await importJWK(/** @type {import("jose").JWK} */ (key.jwk), header.alg), {
        algorithms: [header.alg],
      });
    } catch (error) {
      if (/modulusLength|2048/.test(String(error))) throw failed("WEAK_KEY", {});
      throw failed("PROOF_VERIFICATION_ERROR", { format: header.alg });
    }
    return;
  }
  const data = concat(utf8(`${head}.`), utf8(body));
  if (!(await verifySignature(key, fromBase64Url(signature), data))) {
    throw failed("PROOF_VERIFICATION_ERROR", { format: header.alg });
  }
}

/**
 * The credential that a token says, with everything filled in that only its claims say, and the properties in which
 * the token departs from the standard. Where a claim and the credential say different times, the later start and the
 * earlier end count. Fault: MALFORMED_VALUE_ERROR when a claim and the credential disagree about who or what.
 * @param {Jws} jws
 * @returns {{document: Json, notes: string[]}}
 */
export function credentialOf({ header, payload }) {
  /** @type {string[]} */
  const notes = [];
  if (
    header.typ !== undefined &&
    !TYPES.includes(
      plain(header.typ)
        .toLowerCase()
        .replace(/^application\//, ""),
    )
  ) {
    throw failed("MALFORMED_VALUE_ERROR", { property: "typ" });
  }
  const { vc, iss, jti, sub, nbf, exp, iat, aud, cnf, nonce, ...rest } = withoutNulls(payload);
  const document = isObject(vc) ? { ...vc } : { ...rest };
  if (isObject(vc)) beside(document, rest, notes);
  const old = [document["@context"]].flat()[0] === "https://www.w3.org/2018/credentials/v1";
  const [start, end] = old ? ["issuanceDate", "expirationDate"] : ["validFrom", "validUntil"];
  // A token can say in a claim of its own where its status stands. Nobody here reads that list: so it is not unread.
  if (payload.status !== undefined && payload.status !== null)
    document.credentialStatus = [document.credentialStatus ?? [], { type: "TokenStatusList" }].flat();
  agree(document, "id", jti);
  const issuer = isObject(document.issuer) ? document.issuer.id : document.issuer;
  if (iss !== undefined && issuer !== undefined && iss !== issuer)
    throw failed("MALFORMED_VALUE_ERROR", { property: "iss" });
  if (issuer === undefined && iss !== undefined)
    document.issuer = isObject(document.issuer) ? { ...document.issuer, id: iss } : iss;
  bound(document, start, "nbf", nbf, (one, other) => one > other);
  bound(document, end, "exp", exp, (one, other) => one < other);
  if (iat !== undefined && (typeof iat !== "number" || !Number.isFinite(iat))) notes.push("iat");
  if (sub !== undefined && isObject(single(document.credentialSubject))) {
    document.credentialSubject = { ...single(document.credentialSubject) };
    agree(document.credentialSubject, "id", sub);
  }
  return { document, notes };
}

/** What says whether a badge still holds. It counts wherever in the token it stands. */
const BESIDE = [
  "credentialStatus",
  "validFrom",
  "validUntil",
  "issuanceDate",
  "expirationDate",
  "endorsement",
  "endorsementJwt",
  "evidence",
];

/**
 * @param {Json} document
 * @param {Json} rest the claims beside `vc`
 * @param {string[]} notes
 */
function beside(document, rest, notes) {
  for (const name of BESIDE.filter((one) => rest[one] !== undefined)) {
    notes.push(name);
    const inside = document[name];
    if (inside === undefined) document[name] = rest[name];
    else if (["credentialStatus", "endorsement", "endorsementJwt"].includes(name))
      document[name] = [inside, rest[name]].flat();
    else if (!sameJson(inside, rest[name])) throw failed("MALFORMED_VALUE_ERROR", { property: name });
  }
}

/**
 * @param {Json} node
 * @param {string} name
 * @param {unknown} claim
 */
function agree(node, name, claim) {
  if (claim === undefined) return;
  if (node[name] !== undefined && node[name] !== claim) throw failed("MALFORMED_VALUE_ERROR", { property: name });
  node[name] = claim;
}

/**
 * @param {Json} node
 * @param {string} name
 * @param {string} claim
 * @param {unknown} seconds
 * @param {(one: number, other: number) => boolean} narrower
 */
function bound(node, name, claim, seconds, narrower) {
  if (seconds === undefined) return;
  if (typeof seconds !== "number" || !Number.isFinite(seconds) || Math.abs(seconds) > 1e11) {
    throw failed("MALFORMED_VALUE_ERROR", { property: claim });
  }
  const own = Math.floor(timeOf3(node[name]) / 1000);
  if (node[name] === undefined || narrower(seconds, own))
    node[name] = new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}
