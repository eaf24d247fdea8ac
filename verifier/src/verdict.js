// The verdict: a function of the checks and nothing else (in the order in which a person should hear of them).
// @ts-check

/** @typedef {import("./run.js").Check} Check */
/** @typedef {"genuine" | "genuine-with-warning" | "not-valid" | "undetermined" | "not-a-badge"} Verdict */

/** What was handed over, in the order of Open Badges 3.0, section 8. */
export const ORDER = [
  "container",
  "kind",
  "format",
  "proof",
  "badge",
  "issuer-key",
  "key-time",
  "record",
  "status",
  "dates",
  "link",
  "recipient",
  "issuer",
  "name",
  "endorsements",
  "part",
  "named",
  "copy",
  "form",
  "age",
  "address",
];
/** Checks that may stay open without leaving the whole open. */
const OPTIONAL = ["issuer", "name", "endorsements", "age", "address", "link"];
/** The reader's own question: it has its own answer, and never changes what the badge is. */
const APART = ["recipient"];
/** What was handed over was given to nobody. */
const NO_BADGE = ["NOT_A_BADGE", "OTHER_CREDENTIAL", "DEFINITION", "ENDORSEMENT", "ISSUER_PAGE"];

/**
 * @param {Check[]} checks
 * @returns {{verdict: Verdict, code: string, check: string}}
 */
export function verdictOf(checks) {
  const rows = checks
    .filter(({ id }) => !APART.includes(id))
    .sort((one, other) => ORDER.indexOf(one.id) - ORDER.indexOf(other.id));
  const nothing = rows.find(({ id, outcome }) => outcome === "failed" && (id === "kind" || id === "container"));
  const failed = rows.find(({ id, outcome }) => outcome === "failed" && id !== "kind" && id !== "container");
  // The first failure is told, but for a withdrawal: that is the one which matters to a person.
  // A stranger's key comes before all that a stranger says.
  const told = unproven(rows) ?? rows.find((row) => row.outcome === "failed" && row.code === "REVOKED") ?? failed;
  if (nothing && NO_BADGE.includes(nothing.code) && !failed) return result("not-a-badge", nothing);
  if (told) return result("not-valid", told);
  if (nothing) return result("not-valid", nothing);
  const open =
    rows.find(({ id, outcome }) => outcome === "not-checked" && id === "issuer-key") ??
    rows.find(({ id, outcome }) => outcome === "not-checked" && !OPTIONAL.includes(id));
  if (open) return result("undetermined", open);
  // Silence is no proof: each of these has to have said yes.
  if (!holds(rows, "proof") || !holds(rows, "issuer-key"))
    return { verdict: "undetermined", code: "UNEXPECTED", check: "proof" };
  const warned =
    rows.find(({ outcome }) => outcome === "warned") ?? rows.find(({ outcome }) => outcome === "not-checked");
  return warned ? result("genuine-with-warning", warned) : { verdict: "genuine", code: "GENUINE", check: "" };
}

/** @param {Check[]} rows @param {string} id */
export const holds = (rows, id) =>
  rows.some((row) => row.id === id && (row.outcome === "passed" || row.outcome === "warned"));

/** @param {Check[]} rows */
const unproven = (rows) =>
  rows.find(
    ({ id, outcome, code }) =>
      outcome === "failed" && ["proof", "issuer-key", "key-time", "issuer"].includes(id) && code !== "REVOKED",
  );

/**
 * @param {Verdict} verdict
 * @param {Check} check
 */
const result = (verdict, check) => ({ verdict, code: check.code, check: check.id });
