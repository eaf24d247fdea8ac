// The desk's side of the cell: a frame without the origin of the site, and a port to it.
// @ts-check

import { DeskFault } from "../src/fault.js";

/** @typedef {import("../src/batch.js").Job} Job */

/** Whether a document that goes into a file is an award. @param {string} path */
export const isAward = (path) => path.includes("/awards/");

export class Cell {
  /**
   * @param {HTMLIFrameElement} frame
   * @param {(event: string, message: any) => void} told what the cell says: "opened", "locked", "progress"
   */
  constructor(frame, told) {
    this.frame = frame;
    this.told = told;
    this.number = 0;
    /** @type {MessagePort | null} */
    this.port = null;
    /** @type {Map<number, {resolve: (lines: string[]) => void, reject: (fault: DeskFault) => void}>} */
    this.asked = new Map();
    /** @type {Promise<void> | null} */
    this.started = null;
    /** @type {(publicKeyMultibase: string) => void} */
    this.onMade = () => {};
  }

  /** Loads the frame, the first time. @param {string} address or the document itself, in a saved desk @param {boolean} isDocument */
  start(address, isDocument) {
    this.started ??= new Promise((resolve) => {
      this.frame.addEventListener("load", () => {
        const { port1, port2 } = new MessageChannel();
        this.port = port1;
        port1.onmessage = ({ data }) => {
          if (data?.did === "ready") resolve();
          else this.hear(data);
        };
        // The frame has no origin that could be named.
        this.frame.contentWindow?.postMessage({ lapel: "desk" }, "*", [port2]);
      });
      if (isDocument) this.frame.srcdoc = address;
      else this.frame.src = address;
    });
    return this.started;
  }

  /** @param {any} message */
  hear(message) {
    if (message?.did === "size") {
      this.frame.style.blockSize = `${Math.min(Math.max(Number(message.height) || 0, 60), 3000)}px`;
      return;
    }
    // Only what can be seen can be signed.
    if (message?.did === "asking") return this.frame.scrollIntoView({ block: "nearest" });
    const waiting = this.asked.get(message?.number);
    if (message?.did === "signed") waiting?.resolve(message.lines);
    else if (message?.did === "refused") waiting?.reject(new DeskFault(String(message.code)));
    if (message?.did === "signed" || message?.did === "refused") this.asked.delete(message.number);
    if (message?.did === "locked") {
      for (const one of this.asked.values()) one.reject(new DeskFault("locked"));
      this.asked.clear();
    }
    if (message?.did === "made") this.onMade(String(message.publicKeyMultibase));
    this.told(String(message?.did), message);
  }

  /** Asks for the key of an issuer. @param {import("../src/network.js").Issuer} issuer @param {import("../src/network.js").Key[]} keys the first is the one that signs */
  expect(issuer, keys) {
    const inForce = keys.map(({ id }) => id);
    // What older keys signed is looked at too, when a list takes its place.
    const all = [...keys, ...issuer.keys.filter(({ id }) => !inForce.includes(id))];
    const own = all.map(({ id, publicKeyMultibase }) => ({ id, publicKeyMultibase }));
    this.port?.postMessage({ do: "key", name: issuer.name, keys: own, inForce });
  }

  /** Asks for a new key. @param {string} name of the file @param {Record<string, unknown>} purpose what its code is made of beside it */
  make(name, purpose) {
    this.port?.postMessage({ do: "new", name, purpose });
  }

  /**
   * The lines of a job, all of them or none. Faults: what the cell says, "locked", "not-wanted" when the person did not
   * want to sign.
   * @param {Job} job
   * @param {(string | null)[]} [befores] lines that were signed before, beside the documents that take their place
   * @param {Record<string, any>[]} [awards] those whose places in lists change, as they were signed
   * @returns {Promise<string[]>}
   */
  sign(job, befores = [], awards = []) {
    const number = ++this.number;
    let next = 0;
    // The names of awards are proven with their salts.
    const people = job.documents.map(({ path, document }, at) => {
      if (befores[at]) return { before: befores[at] };
      if (path.startsWith("network/status/")) {
        const base = job.bases?.[path];
        const own = awards.filter((one) => one.credentialStatus?.statusListCredential === document.id);
        return { ...(base && { list: JSON.stringify(base) }), awards: own.map((one) => JSON.stringify(one)) };
      }
      const letter = isAward(path) ? job.letters[next++] : undefined;
      return letter ? { name: letter.person.name, email: letter.person.email, salt: letter.salt } : null;
    });
    const documents = job.documents.map((one) => one.document);
    const { did, key, created } = job;
    return new Promise((resolve, reject) => {
      this.asked.set(number, { resolve, reject });
      this.port?.postMessage({ do: "sign", number, documents, people, did, key, created });
      this.frame.focus();
    });
  }
}
