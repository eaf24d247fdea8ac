// Verifying Open Badges 3.0: credentials with proofs inside, and VC-JWT.
// @ts-check

import { checkClosed } from "./closed.js";
import { kindOfText } from "./containers.js";
import { getJson } from "./documents.js";
import { FORMATS, formatOf } from "./data_integrity.js";
import { failed, Fault, notChecked } from "./fault.js";
import { judge, judgeJws } from "./judge.js";
import { datesOf, issuerId, kindOf, namesSomebody, readModel, timeOf3, versionOf } from "./model3.js";
import { checkStatus } from "./status.js";
import { asList, isObject, parseStrict, plain, withoutNulls } from "./strict_json.js";

/** @typedef {Record<string, any>} Json */
/** @typedef {import("./run.js").Run} Run */

/** For how long a list that was verified serves other badges, in milliseconds: its key may be stopped meanwhile. */
const KEPT = 5 * 60 * 1000;
const LISTS = ["BitstringStatusListCredential", "StatusList2021Credential"];

/** Whether the proofs sign what the contexts make of the words, and not the words themselves. @param {any[]} proofs */
// Only when every proof signs the words are the rules for graphs left out.
const signsGraph = (proofs) => !(proofs.length && proofs.every(signsWords));

/**
 * Whether a proof will be verified as one that signs words: asked of the same table, so that no other property of the
 * proof can say so.
 * @param {unknown} proof
 */
function signsWords(proof) {
  try {
    return FORMATS[formatOf(proof)]?.form === "jcs";
  } catch {
    return false;
  }
}

/**
 * All checks of a credential. `jws` is the token that it came in, when it came in one.
 * @param {Run} run
 * @param {Json} given as it was handed over, nulls and all
 * @param {import("./jwt.js").Jws | null} jws
 * @param {string[]} tokenNotes in what a token departs from the standard
 * @param {boolean} inside whether it stands inside a badge
 */
export async function verifyCredential(run, given, jws, tokenNotes = [], inside = false) {
  const proofs = jws ? [] : asList(given.proof).filter((one) => one !== null);
  const document = withoutNulls(given);
  const kind = kindOf(document);
  // What stands in a token counts only when its signature does: before, a fault in it is nobody's.
  if (jws && kind === "badge" && !inside) await recorded(run, given, jws);
  const early = jws ? await judgeJws(run, document, jws, run.record?.moment) : null;
  const notes = [...tokenNotes];
  if (early?.proof?.outcome === "not-checked") run.add("format", notChecked("UNREAD", {}));
  else
    await run.check("format", () => {
      checkClosed(given, !jws && signsGraph(proofs));
      if (kind !== "other") notes.push(...readModel(document));
      return {};
    });
  const unreadable = run.checks.find(
    ({ id, outcome }) => id === "format" && ["failed", "not-checked"].includes(outcome),
  );
  const broken = unreadable?.outcome === "failed";
  if (kind === "other")
    run.add("kind", failed("OTHER_CREDENTIAL", { types: asList(document.type).map(plain).slice(0, 5) }));
  if (kind === "other" && !jws && !proofs.length) return;
  if (kind === "endorsement" && !inside) run.add("kind", failed("ENDORSEMENT", {}));
  if (!jws && kind === "badge" && !inside && !unreadable) await recorded(run, given, null);
  const best = early ?? (await judge(run, given, proofs, Boolean(unreadable), run.record?.moment));
  run.format = { name: versionOf(document) === 1 ? "Open Badges 3.0 (2022)" : "Open Badges 3.0", proof: best.format };
  if (best.proof) run.add("proof", best.proof);
  else run.checkNow("proof", () => ({ format: best.format, how: best.how, count: Math.max(proofs.length, 1) }));
  if (best.key) run.add("issuer-key", best.key);
  else if (best.how && best.proof?.outcome !== "failed")
    run.checkNow("issuer-key", () => ({ how: best.how, issuer: issuerId(document) }));
  for (const one of best.notes) if (one.code !== "NOT_TO_STANDARD") run.add("key-time", one);
  // Until it is known who speaks, nobody else is asked about what is said.
  if (broken || best.proof || best.key) return;
  await status(run, document);
  const { start, end } = datesOf(document);
  run.dates({ ...(start !== undefined && { start: timeOf3(start) }), ...(end !== undefined && { end: timeOf3(end) }) });
  if (kind === "badge" && !namesSomebody(document)) run.add("named", new Fault("warned", "NO_RECIPIENT", {}));
  // What a holder may leave out, nobody can tell: one list of two, a result, the end.
  if (best.format === "ecdsa-sd-2023") run.add("part", new Fault("warned", "PARTLY_SHOWN", {}));
  notes.push(...best.notes.filter(({ code }) => code === "NOT_TO_STANDARD").map(({ details }) => details.property));
  if (notes.length)
    run.add("form", new Fault("warned", "NOT_TO_STANDARD", { property: [...new Set(notes)].slice(0, 8).join(", ") }));
  if (versionOf(document) === 1) run.add("age", new Fault("warned", "OLD_FORMAT", { format: "VC 1.1" }));
  run.found(
    { document, given },
    { issuer: issuerId(document), how: best.how, multikey: best.multikey, created: best.created },
  );
}

/**
 * Whether the network wrote the badge down, and when: that says more than its signer's word for time.
 * @param {Run} run
 * @param {Json} given
 * @param {import("./jwt.js").Jws | null} jws
 */
async function recorded(run, given, jws) {
  const { record } = run;
  if (record) await run.check("record", () => record.award(given, jws?.token ?? ""));
}

/**
 * @param {Run} run
 * @param {Json} document
 */
async function status(run, document) {
  await run.check("status", async () => {
    if (!asList(document.credentialStatus).length) return { code: "NO_STATUS" };
    const tools = {
      net: run.net,
      now: run.now,
      verifyCredential: (/** @type {string} */ text, /** @type {number | undefined} */ at) => verifyList(run, text, at),
      record: run.record,
    };
    const looked = async () => {
      const found = await checkStatus(document, tools);
      await elsewhere(run, document, tools);
      return found;
    };
    const { warning, signed } = await looked().catch(async (error) => {
      throw error instanceof Fault && error.code === "REVOKED" ? await withReason(run, document, error) : error;
    });
    if (warning) throw warning;
    return { code: "NOT_REVOKED", ...(signed && { date: signed }) };
  });
}

/** A network like ours: the DID of an issuer says where its awards are published. */
const OURS = /^did:web:([A-Za-z0-9.-]+(?:%3A\d+)?)((?::[A-Za-z0-9._~-]+)*):organisations:[a-z0-9-]+$/;

/** Whether an id is the address of an award on the site of its issuer. @param {string} id @param {string} issuer */
function isPublishedAt(id, issuer) {
  const [, host, path = ""] = OURS.exec(issuer) ?? [];
  const site = `https://${decodeURIComponent(host ?? "")}${path.replaceAll(":", "/")}/awards/`;
  return Boolean(host) && id.startsWith(site) && /^[a-z2-7]{26}\/credential\.json$/.test(id.slice(site.length));
}

/**
 * An award of a network like ours may have been signed twice: it got another place in the list, because two people had
 * taken one. What counts is the one that is published at its address; a copy of the other is withdrawn with it.
 * @param {Run} run
 * @param {Json} document
 * @param {import("./status.js").Tools} tools
 */
async function elsewhere(run, document, tools) {
  const id = plain(document.id ?? "");
  if (!isPublishedAt(id, issuerId(document))) return;
  let published;
  try {
    published = await getJson(run.net, id);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    // Only where there is nothing it is not published yet: then there is one form of it alone.
    if (fault.details.status === 404) return;
    if (fault.code === "GONE") throw failed("REVOKED", { address: id });
    // Whether it is withdrawn in its other place is not known.
    throw notChecked("STATUS_RETRIEVAL_ERROR", { address: id, cause: fault.code });
  }
  const places = asList(published.credentialStatus);
  const isOther = JSON.stringify(places) !== JSON.stringify(asList(document.credentialStatus));
  if (plain(published.id ?? "") !== id || !places.length || !isOther) return;
  await checkStatus({ ...document, credentialStatus: published.credentialStatus }, tools);
}

/**
 * A list of bits gives no reason and no day. A network like ours publishes both in the award's Open Badges 2.0 form.
 * @param {Run} run
 * @param {Json} document
 * @param {Fault} fault
 */
async function withReason(run, document, fault) {
  const { base = "" } = run.net.place;
  const id = plain(document.id);
  const ours = run.net.local(id) !== null || (base && id.startsWith(base));
  if (!ours || fault.details.reason) return fault;
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
 * A status list: a credential under the same rules as a badge, whose proof holds and whose issuer controls the key.
 * @param {Run} run
 * @param {string} text
 * @param {number} [at] when the network wrote it down
 * @returns {Promise<Json>}
 */
async function verifyList(run, text, at) {
  const known = run.known.get(text);
  if (known && known.until > Date.now()) {
    run.listKeys.push({ ...known, recorded: at });
    return known.document;
  }
  run.net.budget.take("characters", text.length);
  let document;
  let judged;
  if (kindOfText(text) === "jws") {
    const { credentialOf, readJws } = await import("./jwt.js");
    const jws = readJws(text.trim());
    checkClosed(jws.payload, false);
    document = credentialOf(jws).document;
    judged = await judgeJws(run, document, jws, at);
  } else {
    const given = parseStrict(text);
    if (!isObject(given)) throw notChecked("NOT_JSON", {});
    const proofs = asList(given.proof);
    checkClosed(given, signsGraph(proofs));
    // A list has no words that need a context of its own.
    if (asList(given["@context"]).some((one) => typeof one !== "string"))
      throw failed("HIDDEN_PROPERTY", { property: "@context" });
    document = withoutNulls(given);
    judged = await judge(run, given, proofs, false, at);
  }
  if (!asList(document.type).some((one) => LISTS.includes(one)))
    throw failed("MALFORMED_VALUE_ERROR", { property: "type" });
  const fault = judged.proof ?? judged.key;
  if (fault) throw fault;
  const kept = { document, multikey: judged.multikey, created: judged.created, until: Date.now() + KEPT };
  // What is believed only because it was written down is asked anew.
  if (at === undefined) run.known.set(text, kept);
  run.listKeys.push({ ...kept, recorded: at });
  return document;
}
