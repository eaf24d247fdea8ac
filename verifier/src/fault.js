// The one way in which a check ends early: a stable code, an outcome, and details for the sentence.
// @ts-check

/** @typedef {"passed" | "failed" | "warned" | "not-checked"} Outcome */
/** @typedef {Record<string, any>} Json */
/** @typedef {import("./codes.js").Code} Code */

/**
 * A check that ended as something else than passed.
 * `outcome` says whether that is known to be wrong ("failed") or could not be found out ("not-checked").
 */
export class Fault extends Error {
  /**
   * @param {Exclude<Outcome, "passed">} outcome
   * @param {Code} code
   * @param {Json} [details] plain values for the sentence
   */
  constructor(outcome, code, details = {}) {
    super(code);
    this.outcome = outcome;
    this.code = code;
    this.details = details;
  }
}

/**
 * Something is known to be wrong.
 * @param {Code} code
 * @param {Json} [details]
 */
export const failed = (code, details) => new Fault("failed", code, details);

/**
 * Something could not be found out.
 * @param {Code} code
 * @param {Json} [details]
 */
export const notChecked = (code, details) => new Fault("not-checked", code, details);
