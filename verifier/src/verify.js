// The door: verify(input, options) → verdict, checks, facts. No DOM, no state; net.js alone asks other hosts.
// @ts-check

import { describes, verifyAssertion } from "./badges2.js";
import { verifyCredential } from "./badges3.js";
import { fromUtf8, utf8 } from "./bytes.js";
import { copiesIn } from "./documents.js";
import { checkEndorsements } from "./endorsements.js";
import { factsOf2, factsOf3, saidName } from "./facts.js";
import { failed, Fault, notChecked } from "./fault.js";
import { isCredential, issuerId, kindOf, subjectOf } from "./model3.js";
import { kindOf2 } from "./model2.js";
import { Net } from "./net.js";
import { checkClaim, checkRecipient, identitiesOf, identitiesOf2 } from "./recipient.js";
import { checkGiver, keysInUse, knows } from "./registry.js";
import { Run } from "./run.js";
import { asList, isObject, parseStrict, plain, withoutNulls } from "./strict_json.js";
import { documentsIn, fromJson, unpack } from "./unpack.js";
import { holds, ORDER, verdictOf } from "./verdict.js";

/** @typedef {Record<string, any>} Json */

/**
 * @typedef {object} Options
 * @property {import("./net.js").Fetch | null} [fetch] how to ask other hosts; null: not at all
 * @property {Date} [now]
 * @property {Json | string | null} [registry] the issuers that a network recognises, as the text that it published or
 *   as what was read of it; null when it could not be read, undefined when nobody asked for one
 * @property {import("./record.js").Seen[]} [seen] the newest that was seen of the records of networks
 * @property {boolean} [kept] whether the list of issuers is one that was kept, because there is no network
 * @property {string[]} [recipient] e-mail addresses or names, any of which may be the earner's
 * @property {string} [language] of the reader: of words in several languages, those are shown
 * @property {string[]} [copies] JSON texts that the reader saved from their addresses
 * @property {string} [base] the published address of this network
 * @property {string} [home] from where the documents below `base` are read
 * @property {Map<string, any>} [known] kept by a caller with many badges: status lists whose proof held, by their text
 */

/**
 * @typedef {object} Result
 * @property {import("./verdict.js").Verdict} verdict
 * @property {string} code
 * @property {import("./run.js").Check[]} checks
 * @property {Json | null} credential what was verified; null when nothing of it may be believed
 * @property {Json | null} facts the same as plain text to show
 * @property {import("./registry.js").Proven | null} proven who gave it, as far as that was proven
 * @property {import("./run.js").Check | null} recipient the answer to the reader's own question; it is not in the verdict
 * @property {string[]} hosts that were asked
 * @property {string[]} unreached addresses that did not answer
 * @property {import("./record.js").Seen | null} seen the newest of the record that was asked, to remember
 * @property {{name: string, proof: string, container: string}} format
 * @property {Result[]} [inside] of several credentials in one wrapper, each
 */

/** From the worst to the best: a wrapper is what the worst in it is. */
const WORST = ["not-valid", "undetermined", "not-a-badge", "genuine-with-warning", "genuine"];

/**
 * Verifies a badge of any issuer. Never throws: what goes wrong is a check that is not passed.
 * @param {Uint8Array | string} input a file, a JSON text, a compact JWS, or an address of one of these or of a page
 * @param {Options} [given]
 * @returns {Promise<Result>}
 */
export async function verify(input, given = {}) {
  const options = withRegistry(given);
  const fetch = options.fetch === undefined ? (globalThis.fetch?.bind(globalThis) ?? null) : options.fetch;
  const net = new Net(
    fetch,
    {
      ...(options.base && { base: options.base }),
      ...(options.home && { home: options.home }),
      formerly: asList(options.registry?.formerly).map(plain),
    },
    copiesIn(options.copies ?? []),
  );
  const door = new Run(net, options.now ?? new Date(), options.known);
  let container = "";
  try {
    const found = await unpack(net, typeof input === "string" ? utf8(input) : input);
    container = found.container;
    const all = await documentsIn(found.text, net.budget);
    const results = [];
    for (const read of all) results.push({ ...(await verifyOne(net, read, found, options, 0)), container });
    const made = results.map((one) => close(one, options));
    const worst = [...made].sort((one, other) => WORST.indexOf(one.verdict) - WORST.indexOf(other.verdict))[0];
    return made.length === 1 ? /** @type {Result} */ (made[0]) : { .../** @type {Result} */ (worst), inside: made };
  } catch (error) {
    door.add("container", error);
    return close({ run: door, proven: null, container }, options);
  }
}

/**
 * @typedef {Omit<Options, "registry"> & {registry?: Json | null, registryText?: string, other?: boolean}} Read
 */

/**
 * The list of issuers, read. What is no such list is none.
 * @param {Options} options
 * @returns {Read}
 */
function withRegistry({ registry, ...options }) {
  if (typeof registry !== "string") return registry === undefined ? options : { ...options, registry };
  try {
    const read = parseStrict(registry);
    return { ...options, registry: isObject(read) ? read : null, registryText: registry };
  } catch {
    return { ...options, registry: null };
  }
}

/** @typedef {{run: Run, proven: import("./registry.js").Proven | null}} Open */
/** @typedef {Pick<import("./unpack.js").Unpacked, "address" | "claim">} From */

/**
 * @param {Net} net
 * @param {import("./unpack.js").Read} read
 * @param {From} from
 * @param {Read} options
 * @param {number} depth of endorsements inside endorsements
 * @returns {Promise<Open>}
 */
async function verifyOne(net, read, from, options, depth) {
  const run = new Run(net, options.now ?? new Date(), options.known);
  run.preferred = keysInUse(options.registry, issuerId(read.document));
  let proven = null;
  try {
    const keeps = options.registry?.record !== undefined || options.registry?.recognised !== undefined;
    if (depth === 0 && (keeps || options.seen?.length) && isCredential(read.document))
      await openRecord(run, read.document, options);
    await dispatch(run, read, depth);
    if (from.address) sameAddressAs(run, read.document, from.address, net);
    if (keeps && run.giver.how === "HOSTED") await hostedInRecord(run, options);
    proven = await after(run, from, await recordedRegistry(run, options), depth);
    run.seen = (await run.record?.remembered()) ?? null;
  } catch (error) {
    run.add("container", error);
  }
  return { run, proven };
}

/**
 * The record in which a badge should stand, when its network keeps one.
 * @param {Run} run
 * @param {Json} document
 * @param {Read} options
 */
async function openRecord(run, document, { registry, seen }) {
  const issuer = issuerId(document);
  const { claimFor, Recorded, speaksAt } = await import("./record.js");
  const claim = isObject(registry) ? claimFor(registry, issuer) : null;
  const before = seen?.find(({ base }) => speaksAt(issuer, base));
  if (claim) run.record = new Recorded(run.net, claim, run.now, seen);
  // A record that is gone is no reason to believe more.
  else if (before)
    run.add("record", notChecked("RECORD_ROLLED_BACK", { date: new Date(before.signed).toISOString(), shown: "" }));
  else if (registry?.record !== undefined && knows(registry, issuer))
    run.add("record", notChecked("RECORD_UNREADABLE", { what: "registry" }));
  else if (registry?.record !== undefined) run.checkNow("record", () => ({ code: "NO_RECORD" }));
}

/**
 * A hosted badge of a network with a record is another form of one that stands in it: what is wrong with that is wrong
 * with this, too, for whoever serves a site can write any hosted badge.
 * @param {Run} run
 * @param {Read} options
 */
async function hostedInRecord(run, options) {
  const { claimFor } = await import("./record.js");
  const claim = claimFor(options.registry ?? {}, run.giver.issuer);
  const assertion = run.material?.assertion;
  if (!claim || !assertion) return;
  await run.check("record", async () => {
    const missing = notChecked("NOT_RECORDED", { network: claim.network });
    const id = plain(assertion.id ?? "");
    if (!id.startsWith(claim.base) || !id.endsWith("/assertion.json")) throw missing;
    const address = id.replace(/assertion\.json$/, "credential.json");
    const text = fromUtf8(
      (
        await run.net.get(address).catch(() => {
          throw missing;
        })
      ).bytes,
    );
    const [read] = await documentsIn(text, run.net.budget);
    if (!read || !isCredential(read.document)) throw missing;
    const inner = await verifyOne(run.net, read, { address: "", claim: null }, options, 0);
    for (const one of inner.run.checks)
      if (["failed", "not-checked"].includes(one.outcome) || ["record", "status"].includes(one.id))
        if (one.outcome !== "passed") run.checks.push({ ...one, id: one.id === "status" ? "status" : "record" });
    const document = inner.run.material?.document;
    if (!document || !sameAward(document, assertion)) throw missing;
    run.record = inner.run.record;
    return { code: "RECORDED", date: new Date(run.record?.moment ?? NaN).toISOString() };
  });
}

/**
 * Whether the two forms of an award say the same badge and the same person.
 * @param {Json} document
 * @param {Json} assertion
 */
function sameAward(document, assertion) {
  const subject = subjectOf(document);
  const mine = asList(subject.identifier).find((one) => one?.identityType === "emailAddress");
  const { recipient } = assertion;
  const slug = (/** @type {unknown} */ address) => /\/badges\/([^/]+)\/[^/]+$/.exec(plain(address ?? ""))?.[1];
  const badge = isObject(assertion.badge) ? assertion.badge.id : assertion.badge;
  return (
    slug(badge) !== undefined &&
    slug(badge) === slug(subject.achievement?.id) &&
    mine?.identityHash === recipient?.identity &&
    mine?.salt === recipient?.salt
  );
}

/**
 * The list of issuers counts as the record has it. That of another network is read when ours knows its record.
 * @param {Run} run
 * @param {Read} options
 * @returns {Promise<Read>}
 */
async function recordedRegistry(run, options) {
  if (!run.record || !run.material) return options;
  try {
    if (run.record.claim.network) return { ...options, registry: await run.record.registry() };
    if (options.registryText === undefined) return options;
    const { sha256 } = await import("./record.js");
    const known = (await run.record.latest()).registry === (await sha256(utf8(options.registryText)));
    return known ? options : { ...options, registry: null, other: true };
  } catch {
    // Why the record cannot be read is said in its own row.
    return { ...options, registry: null };
  }
}

/**
 * The result of the checks. What a badge says is shown only when it holds and its giver is known.
 * @param {Open & {container: string}} open
 * @param {Read} options
 * @returns {Result}
 */
function close({ run, proven, container }, options) {
  if (run.net.upgraded) run.add("address", new Fault("warned", "HTTP_ADDRESS", {}));
  const { verdict, code } = verdictOf(run.checks);
  const believed =
    ["genuine", "genuine-with-warning", "undetermined"].includes(verdict) || ["REVOKED", "SUSPENDED"].includes(code);
  const sound =
    holds(run.checks, "proof") &&
    holds(run.checks, "issuer-key") &&
    run.checks.every(
      ({ id, outcome }) =>
        !["key-time", "format", "issuer"].includes(id) ||
        (id === "issuer" && outcome !== "failed") ||
        ["passed", "warned"].includes(outcome),
    );
  const shown = believed && sound ? run.material : null;
  const facts =
    !shown || !proven
      ? null
      : shown.document
        ? factsOf3(shown.document, proven, options.language)
        : factsOf2(/** @type {any} */ (shown), proven, options.language);
  return {
    verdict,
    code,
    checks: run.checks.sort((one, other) => ORDER.indexOf(one.id) - ORDER.indexOf(other.id)),
    credential: shown ? (shown.document ?? shown.assertion) : null,
    facts,
    proven: shown ? proven : null,
    recipient: options.recipient?.length ? (run.checks.find(({ id }) => id === "recipient") ?? null) : null,
    hosts: [...run.net.hosts],
    unreached: [...run.net.unreached],
    seen: run.seen,
    format: { ...run.format, container },
  };
}

/**
 * @param {Run} run
 * @param {import("./unpack.js").Read} read
 * @param {number} depth
 */
async function dispatch(run, { document, jws, notes }, depth) {
  const full = withoutNulls(document);
  if (isCredential(full)) return verifyCredential(run, document, jws, notes, depth > 0);
  const kind = kindOf2(full);
  if (kind === "description" || (kind === null && full.type === "Achievement")) return describes(run, full);
  if (kind !== null) return verifyAssertion(run, full, kind, jws);
  const looks = full.credentialSubject !== undefined && (full.proof !== undefined || jws);
  throw failed(looks ? "MALFORMED_VALUE_ERROR" : "NOT_A_BADGE", { kind: "json", property: "type" });
}

/**
 * A badge that was read from an address says which address it has. Another host's copy is no fault; it is told.
 * @param {Run} run
 * @param {Json} document
 * @param {string} address
 * @param {Net} net
 */
function sameAddressAs(run, document, address, net) {
  const id = plain(document.id ?? "");
  if (!/^https?:/.test(id) || id.replace(/^http:/, "https:") === address.replace(/^http:/, "https:")) return;
  if (net.local(id) === address) return;
  if (run.checks.some(({ id: row }) => row === "address")) return;
  run.add("address", new Fault("warned", "OTHER_ADDRESS", { id: id.slice(0, 300), address: address.slice(0, 300) }));
}

/**
 * The checks that come after the badge itself: the link's claim and the reader's question, who gave it, endorsements.
 * @param {Run} run
 * @param {From} from
 * @param {Read} options
 * @param {number} depth
 */
async function after(run, { claim }, options, depth) {
  const material = run.material;
  if (!material) return null;
  const { document, assertion } = material;
  const badge = !document || kindOf(document) === "badge";
  if (depth === 0 && badge) {
    const identities = document
      ? identitiesOf(subjectOf(document))
      : identitiesOf2(assertion.recipient, assertion.salt);
    if (claim) await run.check("link", () => checkClaim(identities, claim));
    const holder = claim && run.checks.some(({ id, outcome }) => id === "link" && outcome === "passed") ? claim : null;
    const asked = options.recipient ?? [];
    if (asked.length) await run.check("recipient", () => checkRecipient(identities, asked, holder));
  }
  const endorses = Boolean(document) && kindOf(document) === "endorsement";
  const proven = await checkGiver(run, options.registry, {
    said: saidName(/** @type {any} */ (material), options.language),
    endorses,
    kept: options.kept ?? false,
    other: options.other ?? false,
  });
  if (document && depth < 2) {
    await checkEndorsements(run, document, material.given ?? document, proven, async (one) => {
      const inner = await readInside(run.net, one, options, depth + 1);
      const { verdict, code, check } = verdictOf(inner.run.checks);
      const good =
        ["genuine", "genuine-with-warning"].includes(verdict) &&
        kindOf(inner.run.material?.document ?? {}) === "endorsement";
      return {
        verdict,
        code,
        check,
        credential: good ? (inner.run.material?.document ?? null) : null,
        proven: inner.proven,
      };
    });
  }
  return proven;
}

/**
 * @param {Net} net
 * @param {any} one an object, or a token
 * @param {Read} options
 * @param {number} depth
 * @returns {Promise<Open>}
 */
async function readInside(net, one, options, depth) {
  // The words of one organisation about a badge stand in every award of it.
  const key = options.known && `said ${typeof one === "string" ? one : JSON.stringify(one)}`;
  const kept = key && options.known?.get(key);
  if (kept && kept.until > Date.now()) return kept.open;
  const open = await readOnce(net, one, options, depth);
  if (key) options.known?.set(key, { open, until: Date.now() + KEPT });
  return open;
}

/** For how long an answer serves other badges, in milliseconds. */
const KEPT = 5 * 60 * 1000;

/**
 * @param {Net} net
 * @param {any} one
 * @param {Read} options
 * @param {number} depth
 * @returns {Promise<Open>}
 */
async function readOnce(net, one, options, depth) {
  try {
    const [read] = typeof one === "string" ? await documentsIn(one, net.budget) : await fromJson(one, net.budget);
    if (!read) throw failed("NOT_A_BADGE", { kind: "json" });
    return await verifyOne(net, read, { address: "", claim: null }, options, depth);
  } catch (error) {
    const run = new Run(net, options.now ?? new Date(), options.known);
    run.add("container", error);
    return { run, proven: null };
  }
}
