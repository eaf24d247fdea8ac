// What one badge may cost, all its steps together: a small file must not keep a reader waiting.
// @ts-check

import { failed, notChecked } from "./fault.js";

/** How much of each there is for one badge with everything inside it. */
const MAX = {
  /** JSON values that are brought into their canonical form */
  values: 12_000,
  /** proofs whose signature is computed */
  proofs: 40,
  /** bytes that come out of compressed data */
  inflated: 12 * 1024 * 1024,
  /** characters of JSON that are parsed */
  characters: 24 * 1024 * 1024,
};
/** Milliseconds, waiting for other hosts included. */
const TIME = 40_000;

export class Budget {
  constructor() {
    this.left = { ...MAX };
    this.end = Date.now() + TIME;
  }

  /**
   * Takes some of it. Fault: TOO_COMPLEX, not checked; TOO_LARGE for bytes.
   * @param {keyof typeof MAX} what
   * @param {number} amount
   */
  take(what, amount) {
    this.left[what] -= amount;
    if (this.left[what] < 0 && what === "inflated") throw failed("TOO_LARGE", { bytes: MAX.inflated });
    if (this.left[what] < 0 || Date.now() > this.end) throw notChecked("TOO_COMPLEX", {});
  }
}
