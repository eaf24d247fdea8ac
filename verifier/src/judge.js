// What the proofs of a document are worth: whether one holds, and whether the issuer controls its key.
// @ts-check

import { checkOptions, formatOf, verifyProof } from "./data_integrity.js";
import { failed, Fault, notChecked } from "./fault.js";
import { fromJwk, toMultikey } from "./key_formats.js";
import { keysOfJwt, resolveKey } from "./keys.js";
import { datesOf, issuerId } from "./model3.js";
import { plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./run.js").Run} Run */

const MAX_PROOFS = 10;

/**
 * What one proof is worth.
 * @typedef {object} Judged
 * @property {Fault | null} proof null: it holds
 * @property {Fault | null} key null: the issuer controls the key
 * @property {Fault[]} notes warnings about the key
 * @property {string} format
 * @property {string} how
 * @property {string} multikey the key, to compare it with a list
 * @property {string} created when the signer says that it was signed
 */

/** @returns {Judged} */
const nothing = () => ({ proof: null, key: null, notes: [], format: "", how: "", multikey: "", created: "" });

/**
 * The best proof: one that holds, with a key of the issuer, suffices (Open Badges 3.0, section 8.1).
 * @param {Run} run
 * @param {Json} document as it was handed over
 * @param {any[]} proofs
 * @param {boolean} broken whether a fault in the document makes its proofs moot
 * @param {number} [recorded] when a network wrote it down, in milliseconds
 * @returns {Promise<Judged>}
 */
export async function judge(run, document, proofs, broken, recorded) {
  if (!proofs.length) return { ...nothing(), proof: failed("UNSIGNED", {}) };
  if (proofs.length > MAX_PROOFS) return { ...nothing(), proof: notChecked("TOO_COMPLEX", {}) };
  const judged = [];
  for (const proof of proofs) judged.push(await judgeProof(run, document, proof, broken, recorded));
  const worth = (/** @type {Judged} */ one) =>
    [one.proof, one.key].reduce((sum, fault) => sum + (!fault ? 0 : fault.outcome === "failed" ? 1 : 3), 0);
  // Of proofs that do not suffice, one that is known to be wrong says more than one that nobody here can read.
  const unknown = (/** @type {Judged} */ one) => (run.preferred.has(one.multikey) ? 0 : 1);
  return /** @type {Judged} */ (
    judged.sort((one, other) => worth(one) - worth(other) || unknown(one) - unknown(other))[0]
  );
}

/**
 * @param {Run} run
 * @param {Json} document
 * @param {any} proof
 * @param {boolean} broken
 * @param {number | undefined} recorded
 * @returns {Promise<Judged>}
 */
async function judgeProof(run, document, proof, broken, recorded) {
  const judged = nothing();
  try {
    judged.format = formatOf(proof);
    checkOptions(proof, run.now);
  } catch (error) {
    judged.proof = asFault(error);
    if (!judged.format) return judged;
  }
  let found = null;
  judged.created = plain(proof.created ?? "");
  try {
    found = await resolveKey(run.net, proof.verificationMethod, issuerId(document), {
      created: judged.created,
      now: run.now,
      recorded,
    });
    keep(judged, found);
  } catch (error) {
    judged.key = asFault(error);
  }
  if (judged.proof) return judged;
  try {
    if (broken) throw notChecked("MALFORMED", {});
    if (!found) throw notChecked("KEY_UNAVAILABLE", {});
    await verifyProof(document, proof, found.key, run.net.budget);
  } catch (error) {
    judged.proof = asFault(error);
  }
  return judged;
}

/**
 * @param {Judged} judged
 * @param {import("./keys.js").Controlled & {fault?: Fault}} found
 */
function keep(judged, found) {
  judged.how = found.how;
  judged.multikey = toMultikey(found.key);
  judged.key = found.fault ?? null;
  judged.notes = found.notes ?? [];
}

/**
 * @param {Run} run
 * @param {Json} document
 * @param {import("./jwt.js").Jws} jws
 * @param {number} [recorded] when a network wrote it down, in milliseconds
 * @returns {Promise<Judged>}
 */
export async function judgeJws(run, document, jws, recorded) {
  const { verifyJws } = await import("./jwt.js");
  const judged = { ...nothing(), format: `JWT ${jws.header.alg}` };
  const { iat } = jws.payload;
  const signed = typeof iat === "number" && Math.abs(iat) < 1e11 ? new Date(iat * 1000).toISOString() : undefined;
  judged.created = signed ?? plain(datesOf(document).start ?? "");
  let keys;
  try {
    // What is good only later was signed by a key of today.
    const created = signed ?? (Date.parse(judged.created) > run.now.getTime() ? "" : judged.created);
    keys = await keysOfJwt(run.net, jws.header, issuerId(document), { created, now: run.now, recorded });
  } catch (error) {
    judged.key = asFault(error);
    judged.proof = notChecked("KEY_UNAVAILABLE", {});
    if (judged.key.outcome === "not-checked" && jws.header.jwk !== undefined)
      judged.proof = (await byOwnKey(jws)) ?? null;
    return judged;
  }
  for (const found of keys) {
    keep(judged, found);
    run.net.budget.take("proofs", 1);
    run.net.budget.take("characters", jws.token.length);
    const fault = await verifyJws(jws, found.key).then(() => null, asFault);
    // Of several keys, one of another kind says less than one that does not fit.
    if (!judged.proof || fault?.code !== "CRYPTOGRAPHIC_SECURITY_ERROR") judged.proof = fault;
    if (!fault) return judged;
  }
  const own = jws.header.jwk === undefined ? undefined : await byOwnKey(jws);
  if (own === null) {
    judged.proof = null;
    judged.key = failed("KEY_NOT_LISTED", { key: "jwk", issuer: issuerId(document) });
  }
  return judged;
}

/**
 * The key that a token brings along proves nothing about the issuer, but it shows whether the token is whole: null
 * when it is, a fault when it is not, undefined when it brings none.
 * @param {import("./jwt.js").Jws} jws
 * @returns {Promise<Fault | null | undefined>}
 */
async function byOwnKey(jws) {
  if (jws.header.jwk === undefined) return undefined;
  const { verifyJws } = await import("./jwt.js");
  try {
    await verifyJws(jws, fromJwk(jws.header.jwk));
    return null;
  } catch (error) {
    return asFault(error);
  }
}

/** @param {unknown} error */
export const asFault = (error) =>
  error instanceof Fault ? error : notChecked("UNEXPECTED", { error: String(error).slice(0, 200) });
