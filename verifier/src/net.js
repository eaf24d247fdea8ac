// The only module that asks other hosts. Everything is bounded: time, size, number, and where an answer may come from.
// @ts-check

import { Budget } from "./budget.js";
import { concat } from "./bytes.js";
import { MAX_BYTES } from "./containers.js";
import { failed, notChecked } from "./fault.js";
import { plain } from "./strict_json.js";

/** The paths that stand inside what was signed. */
const PROMISED =
  /^(?:awards\/[a-z2-7]{26}\/|endorsements\/[a-z2-7]{26}\/|organisations\/[^/]+\/(?:did|issuer|profile)\.json|organisations\/[^/]+\/status\/\d+\.json|badges\/[^/]+\/(?:badge(?:-[^/]+)?|achievement)\.json|record\/)/;
/** The documents of organisations and badges, which others read by their ids. */
const NAMES_ITSELF =
  /^(?:organisations\/[^/]+\/(?:did|issuer|profile)\.json|badges\/[^/]+\/(?:badge(?:-[^/]+)?|achievement)\.json)$/;
export const TIMEOUT = 8000;
export const MAX_REQUESTS = 20;

/**
 * @typedef {object} Answer
 * @property {Uint8Array} bytes
 * @property {number} status
 * @property {string} address the address that was asked for
 */

/** A fetch, which may know some addresses by itself (an archive, a test).
 * @typedef {((address: string, options?: RequestInit) => Promise<Response>) & {knows?: (address: string) => boolean, byHand?: boolean}} Fetch
 */

/** Asks for documents. One net serves one badge, so its budget is that of the badge. */
export class Net {
  /**
   * @param {Fetch | null} fetch null when nothing may be asked
   * @param {{base?: string, home?: string, formerly?: string[]}} [place] `base`: the published address of this network;
   *   `home`: from where its documents are read, so that a preview, a mirror and an archive verify too; `formerly`: the
   *   addresses that it had before
   * @param {Map<string, Record<string, any>>} [copies] documents of hosted badges that a reader saved, by address
   */
  constructor(fetch, place = {}, copies = new Map()) {
    this.fetch = fetch;
    const { base = "", home = "" } = place;
    // A base that ends in no slash would stand for other hosts and folders that begin with the same letters.
    this.place = base.endsWith("/") && home.endsWith("/") ? place : base && !home ? { base } : {};
    this.copies = copies;
    /** @type {Set<string>} */
    this.usedCopies = new Set();
    this.budget = new Budget();
    this.left = MAX_REQUESTS;
    this.upgraded = false;
    /** The hosts that were asked, for whoever wants to know whom this badge made us ask. @type {Set<string>} */
    this.hosts = new Set();
    /** The addresses that did not answer. @type {Set<string>} */
    this.unreached = new Set();
    /** @type {Map<string, Promise<Answer>>} */
    this.asked = new Map();
  }

  /**
   * The answer for an address. Faults, all not-checked: BAD_ADDRESS, UNREACHABLE, TIMEOUT, TOO_LARGE,
   * TOO_MANY_REQUESTS, REDIRECTED. An answer 410 is given back, others that are not 2xx are UNREACHABLE.
   * @param {unknown} address
   * @returns {Promise<Answer>}
   */
  get(address) {
    if (typeof address !== "string" || address.length > 2000) return Promise.reject(notChecked("BAD_ADDRESS", {}));
    const plain = address.split("#")[0] ?? "";
    const known = this.asked.get(plain);
    if (known) return known;
    if (this.left-- <= 0) return Promise.reject(notChecked("TOO_MANY_REQUESTS", { most: MAX_REQUESTS }));
    const answer = this.#ask(plain);
    this.asked.set(plain, answer);
    answer.catch(() => this.unreached.add(plain));
    return answer;
  }

  /**
   * Where a document of this network is read from; null for one that is not below its address, or an earlier one. What
   * names its own address stands apart as it was at that address.
   * @param {string} address
   */
  local(address) {
    const { base, home, formerly = [] } = this.place;
    if (!base || !home) return null;
    const found = [base, ...formerly]
      .map((one, number) => ({ one, number, path: address.slice(one.length) }))
      .filter(({ one }) => one.endsWith("/") && address.startsWith(one))
      .sort((one, other) => other.one.length - one.one.length);
    // A site that moved into a folder of its old address, or out of one: the rest says which is meant.
    const meant = found.find(({ path }) => PROMISED.test(path)) ?? found[0];
    if (!meant) return null;
    const { number, path } = meant;
    return number > 0 && NAMES_ITSELF.test(path) ? `${home}formerly/${number - 1}/${path}` : home + path;
  }

  /** @param {string} address */
  async #ask(address) {
    if (!this.fetch) throw notChecked("UNREACHABLE", { address });
    const target = this.#target(address);
    if (/^https?:/.test(target)) this.hosts.add(new URL(target).host);
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), Math.max(0, Math.min(TIMEOUT, this.budget.end - Date.now())));
    try {
      const response = await Promise.race([
        this.#follow(target, {
          signal: stop.signal,
          credentials: "omit",
          // What was kept of an older answer does not know the newest withdrawals.
          cache: "no-cache",
          referrerPolicy: "no-referrer",
          headers: { accept: "application/vc+ld+json, application/ld+json, application/json, */*;q=0.5" },
        }),
        new Promise((_, reject) =>
          stop.signal.addEventListener("abort", () => reject(notChecked("TIMEOUT", { address }))),
        ),
      ]);
      if (response.redirected && response.url) this.hosts.add(new URL(response.url).host);
      if (response.status !== 410 && !response.ok)
        throw notChecked("UNREACHABLE", { address, status: response.status });
      if (response.redirected && response.url && new URL(response.url).origin !== new URL(target).origin) {
        throw notChecked("REDIRECTED", { address, to: new URL(response.url).origin });
      }
      return { bytes: await this.#body(response, address, stop.signal), status: response.status, address };
    } catch (error) {
      if (error instanceof Error && "outcome" in error) throw error;
      throw notChecked(stop.signal.aborted ? "TIMEOUT" : "UNREACHABLE", { address });
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Asks, and goes where an answer leads. A browser does the second by itself and does not tell; elsewhere each host on
   * the way is looked at, and told.
   * @param {string} target
   * @param {RequestInit} options
   */
  async #follow(target, options) {
    const fetch = /** @type {Fetch} */ (this.fetch);
    if (!fetch.byHand) return fetch(target, options);
    let next = target;
    for (let hop = 0; hop < 5; hop++) {
      const response = await fetch(next, { ...options, redirect: "manual" });
      const where = response.headers.get("location");
      if (response.status < 300 || response.status > 399 || !where) {
        if (new URL(next).origin !== new URL(target).origin)
          throw notChecked("REDIRECTED", { address: target, to: new URL(next).origin });
        return response;
      }
      next = this.#target(new URL(where, next).href);
      this.hosts.add(new URL(next).host);
    }
    throw notChecked("REDIRECTED", { address: target });
  }

  /**
   * Where an address is read from.
   * @param {string} address
   */
  #target(address) {
    const local = this.local(address);
    if (local !== null) return local;
    if (this.fetch?.knows?.(address)) return address;
    let url;
    try {
      url = new URL(address);
    } catch {
      throw notChecked("BAD_ADDRESS", { address: address.slice(0, 200) });
    }
    if (url.protocol === "http:") {
      url.protocol = "https:";
      this.upgraded = true;
      if (this.fetch?.knows?.(url.href)) return url.href;
    }
    const host = url.hostname.replace(/\.+$/, "");
    const private_ =
      /^(?:localhost|.*\.(?:localhost|local|internal|intranet|lan|home|corp|arpa))$|^[\d.]+$|^\[/.test(host) ||
      !host.includes(".");
    if (url.protocol !== "https:" || url.username || url.password || private_) {
      throw notChecked("BAD_ADDRESS", { address: address.slice(0, 200) });
    }
    return url.href;
  }

  /**
   * @param {Response} response
   * @param {string} address
   * @param {AbortSignal} signal
   */
  async #body(response, address, signal) {
    if (!response.body) return new Uint8Array(await response.arrayBuffer());
    const reader = response.body.getReader();
    signal.addEventListener("abort", () => reader.cancel().catch(() => {}));
    /** @type {Uint8Array[]} */
    const parts = [];
    let size = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (signal.aborted) throw notChecked("TIMEOUT", { address });
      if (done) break;
      size += value.length;
      if (size > MAX_BYTES) {
        await reader.cancel();
        throw notChecked("TOO_LARGE", { address });
      }
      parts.push(value);
    }
    return concat(...parts);
  }
}

/**
 * The host of an address, in small letters; a fault when there is none.
 * @param {unknown} address
 */
export function hostOf(address) {
  try {
    const url = new URL(plain(address));
    if (!/^https?:$/.test(url.protocol)) throw new Error("scheme");
    return url.host;
  } catch {
    throw failed("MALFORMED_VALUE_ERROR", { property: "id" });
  }
}
