// Verifying Open Badges 3.0: credentials with proofs inside, and VC-JWT.
// @ts-check

import { checkOptions, formatOf, verifyProof } from "./data_integrity.js";
import { failed, Fault, notChecked } from "./fault.js";
import { fromJwk } from "./key_formats.js";
import { keysOfJwt, resolveKey } from "./keys.js";
import { kindOfText } from "./containers.js";
import { checkModel, datesOf, issuerId, kindOf, versionOf } from "./model3.js";
import { getJson } from "./documents.js";
import { checkStatus } from "./status.js";
import { asList, isObject, parseStrict, plain } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./run.js").Run} Run */

const MOST_PROOFS = 10;

/**
 * What one proof is worth.
 * @typedef {object} Judged
 * @property {Fault | null} proof null: it holds
 * @property {Fault | null} key null: the issuer controls the key
 * @property {string} format
 * @property {string} how
 * @property {string} multikey
 */

/**
 * All checks of a credential. `jws` is the token that it came in, when it came in one.
 * @param {Run} run
 * @param {Json} document
 * @param {import("./jwt.js").Jws | null} jws
 */
export async function verifyCredential(run, document, jws) {
  const proofs = jws ? [] : asList(document.proof);
  // Only when every proof signs the words themselves are the rules for graphs left out.
  const asRdf = !jws && !(proofs.length && proofs.every((proof) => isObject(proof) && /^(?:eddsa-jcs-2022|ecdsa-jcs-2019)$/.test(plain(proof.cryptosuite))));
  // What stands in a token counts only when its signature does: before, a fault in it is nobody's.
  const early = jws ? await judgeJws(run, document, jws) : null;
  if (early?.proof?.outcome === "not-checked") run.add("format", notChecked("UNREAD", {}));
  else
    await run.check("format", () => {
      checkModel(document, asRdf);
      return {};
    });
  const broken = run.checks.find(({ id, outcome }) => id === "format" && outcome === "failed");
  if (kindOf(document) === "other") run.add("kind", failed("OTHER_CREDENTIAL", { types: asList(document.type).map(plain).slice(0, 5) }));
  const best = early ?? (await judge(run, document, proofs, Boolean(broken)));
  run.format = { name: versionOf(document) === 1 ? "Open Badges 3.0 (2022)" : "Open Badges 3.0", proof: best.format };
  if (best.proof) run.add("proof", best.proof);
  else run.checkNow("proof", () => ({ format: best.format, how: best.how, count: Math.max(proofs.length, 1) }));
  if (best.key) run.add("issuer-key", best.key);
  else if (best.how && best.proof?.outcome !== "failed") run.checkNow("issuer-key", () => ({ how: best.how, issuer: issuerId(document) }));
  if (broken || best.proof?.outcome === "failed") return;
  await run.check("status", async () => {
    if (document.credentialStatus === undefined) return { code: "NO_STATUS" };
    const warning = await checkStatus(document, { net: run.net, now: run.now, verifyCredential: (text) => verifyList(run, text) }).catch(async (error) => {
      throw error instanceof Fault && error.code === "REVOKED" ? await withReason(run, document, error) : error;
    });
    if (warning) throw new Fault("warned", warning, {});
    return { code: "NOT_REVOKED" };
  });
  const { start, end } = datesOf(document);
  run.dates({ ...(start !== undefined && { start: Date.parse(start) }), ...(end !== undefined && { end: Date.parse(end) }) });
  if (versionOf(document) === 1) run.add("age", new Fault("warned", "OLD_FORMAT", { format: "VC 1.1" }));
  if (!best.proof) run.found({ document }, issuerId(document), best.multikey);
}

/**
 * A list of bits gives no reason. A network like ours publishes it in the same award's Open Badges 2.0 form.
 * @param {Run} run
 * @param {Json} document
 * @param {Fault} fault
 */
async function withReason(run, document, fault) {
  const { base } = run.net.place;
  if (!base || !plain(document.id).startsWith(base) || fault.details.reason) return fault;
  try {
    const assertion = await getJson(run.net, plain(document.id).replace(/credential\.json$/, "assertion.json"));
    if (assertion.revoked === true && typeof assertion.revocationReason === "string") {
      return failed("REVOKED", { ...fault.details, reason: assertion.revocationReason.slice(0, 500) });
    }
  } catch {
    // Then it stays a withdrawal without its reason.
  }
  return fault;
}

/**
 * The best proof: one that holds, with a key of the issuer, suffices (Open Badges 3.0, section 8.1).
 * @param {Run} run
 * @param {Json} document
 * @param {any[]} proofs
 * @param {boolean} broken
 * @returns {Promise<Judged>}
 */
async function judge(run, document, proofs, broken) {
  const none = { format: "", how: "", multikey: "", key: null };
  if (!proofs.length) return { ...none, proof: failed("UNSIGNED", {}) };
  if (proofs.length > MOST_PROOFS) return { ...none, proof: notChecked("TOO_COMPLEX", {}) };
  const judged = [];
  for (const proof of proofs) judged.push(await judgeProof(run, document, proof, broken));
  const worth = (/** @type {Judged} */ one) => [one.proof, one.key].reduce((sum, fault) => sum + (!fault ? 0 : fault.outcome === "failed" ? 1 : 3), 0);
  // Of proofs that do not suffice, one that is known to be wrong says more than one that nobody here can read.
  return /** @type {Judged} */ (judged.sort((one, other) => worth(one) - worth(other))[0]);
}

/**
 * @param {Run} run
 * @param {Json} document
 * @param {any} proof
 * @param {boolean} broken
 * @returns {Promise<Judged>}
 */
async function judgeProof(run, document, proof, broken) {
  /** @type {Judged} */
  const judged = { proof: null, key: null, format: "", how: "", multikey: "" };
  try {
    judged.format = formatOf(proof);
    checkOptions(proof, run.now);
  } catch (error) {
    judged.proof = asFault(error);
    if (!judged.format) return judged;
  }
  let found = null;
  try {
    found = await resolveKey(run.net, proof.verificationMethod, issuerId(document), plain(proof.created ?? ""));
    judged.how = found.how;
    judged.multikey = found.multikey ?? "";
    judged.key = found.fault ?? null;
  } catch (error) {
    judged.key = asFault(error);
  }
  if (judged.proof) return judged;
  try {
    if (broken) throw notChecked("MALFORMED", {});
    if (!found) throw notChecked("KEY_UNAVAILABLE", {});
    await verifyProof(document, proof, found.key);
  } catch (error) {
    judged.proof = asFault(error);
  }
  return judged;
}

/**
 * @param {Run} run
 * @param {Json} document
 * @param {import("./jwt.js").Jws} jws
 * @returns {Promise<Judged>}
 */
async function judgeJws(run, document, jws) {
  const { verifyJws } = await import("./jwt.js");
  /** @type {Judged} */
  const judged = { proof: null, key: null, format: `JWT ${jws.header.alg}`, how: "", multikey: "" };
  let keys;
  try {
    keys = await keysOfJwt(run.net, jws.header, issuerId(document), plain(datesOf(document).start ?? ""));
  } catch (error) {
    judged.key = asFault(error);
    judged.proof = notChecked("KEY_UNAVAILABLE", {});
    if (judged.key.outcome === "not-checked" && jws.header.jwk !== undefined) {
      judged.proof = (await byOwnKey(jws)) ?? null;
    }
    return judged;
  }
  for (const found of keys) {
    judged.key = found.fault ?? null;
    judged.how = found.how;
    judged.multikey = found.multikey ?? "";
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
const asFault = (error) => (error instanceof Fault ? error : notChecked("UNEXPECTED", { error: String(error).slice(0, 200) }));

/**
 * A status list: a credential whose proof holds and whose issuer controls the key.
 * @param {Run} run
 * @param {string} text
 */
async function verifyList(run, text) {
  const known = run.known.get(text);
  if (known) return known;
  let document;
  let judged;
  if (kindOfText(text) === "jws") {
    const { credentialOf, readJws } = await import("./jwt.js");
    const jws = readJws(text.trim());
    document = credentialOf(jws);
    judged = await judgeJws(run, document, jws);
  } else {
    document = parseStrict(text);
    if (!isObject(document)) throw notChecked("NOT_JSON", {});
    judged = await judge(run, document, asList(document.proof), false);
  }
  const fault = judged.proof ?? judged.key;
  if (fault) throw fault;
  run.known.set(text, document);
  return document;
}

