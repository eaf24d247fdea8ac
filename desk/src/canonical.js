// The canonical form of many documents that are alike: a batch shares its badge, so most of the work is done once.
//
// Credentials of one badge differ in a few values only. The first of its kind goes the whole way with a mark in the
// place of each such value; every other one puts its values there. Values move blank nodes, so the first-degree hash of
// each blank node that touches one is made anew, the labels are given anew and the lines are sorted anew (RDF Dataset
// Canonicalization 1.0, sections 4.4.3 and 4.6). Whatever this cannot decide for certain goes the whole way. The engine
// does the same (lapel/credentials/batch_canonical.py).
// @ts-check

import { sha256 } from "@noble/hashes/sha2.js";
import { Budget } from "../../verifier/src/budget.js";
import { hex, utf8 } from "../../verifier/src/bytes.js";
import { canonize } from "../../verifier/src/rdf.js";
import { DeskFault } from "./fault.js";

/** @typedef {{[key: string]: boolean | Differs}} Differs */

/** What differs between the credentials of one badge: true is an address, false a text. A list stands for each member. @type {Differs} */
const DIFFERS = {
  id: true,
  validFrom: false,
  awardedDate: false,
  validUntil: false,
  credentialStatus: { id: true, statusListIndex: false },
  evidence: { id: true, narrative: false },
  credentialSubject: {
    narrative: false,
    identifier: { identityHash: false, salt: false },
    result: { value: false },
  },
};
const PLAIN_IRI = /^https:\/\/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+$/;
/** Text without these needs no thought: nothing to escape in another way, nothing that sorts in another way. */
const ODD = /[^\n\r\t\x20-\x7e\xa0-\ud7ff]/;
/** @type {Record<string, string>} */
const ESCAPES = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
const TERM = /<[^>]*>|_:c14n\d+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?/g;

/** Thrown where the quick way is not certain. */
const SLOW = Symbol("slow");

/** Control characters are escaped differently by programs; letters for private use mean nothing to others. @param {any} node */
function refuseOddText(node) {
  if (typeof node === "string") {
    const odd = [...node].find((one) => /\p{Cc}|\p{Cs}|\p{Co}/u.test(one) && !"\n\t\r".includes(one));
    if (odd) throw new DeskFault("not-signable", { character: (odd.codePointAt(0) ?? 0).toString(16) });
  } else if (typeof node === "object" && node)
    for (const [key, value] of Object.entries(node)) {
      refuseOddText(key);
      refuseOddText(value);
    }
}

/** The whole way. @param {Record<string, any>} document */
export async function canonical(document) {
  refuseOddText(document);
  const form = await canonize(document, new Budget());
  const lines = form.split("\n").slice(0, -1);
  // Programs that sort by code point and those that sort by UTF-16 code unit have to agree.
  if (/[\ud800-\udbff]/.test(form) && /[\ue000-\uffff]/.test(form)) {
    const points = [...lines].sort((one, other) => (byPoint(one, other) < 0 ? -1 : 1));
    if (points.some((line, at) => line !== lines[at])) throw new DeskFault("not-signable", { character: "10000" });
  }
  return form;
}

/** @param {string} one @param {string} other */
function byPoint(one, other) {
  const [left, right] = [utf8(one), utf8(other)]; // bytes of UTF-8 sort as code points do
  for (let at = 0; at < Math.min(left.length, right.length); at++)
    if (left[at] !== right[at]) return (left[at] ?? 0) - (right[at] ?? 0);
  return left.length - right.length;
}

/** Gives the same text as `canonical`, and the same faults. */
export class Canonicaliser {
  constructor() {
    /** @type {Map<string, Kind | null>} */
    this.kinds = new Map();
  }

  /** @param {Record<string, any>} document @returns {Promise<string>} */
  async form(document) {
    /** @type {Value[]} */
    const values = [];
    const key = JSON.stringify(
      withMarks(document, DIFFERS, (isIri, text) => {
        values.push([isIri, text]);
        return "";
      }),
    );
    const kind = this.kinds.get(key);
    if (kind) {
      try {
        return kind.canonical(values);
      } catch (error) {
        if (error !== SLOW) throw error;
      }
    }
    const whole = await canonical(document);
    if (kind === undefined) {
      // The first of its kind goes both ways: the quick one is used from then on only if both agree.
      this.kinds.set(key, null);
      try {
        const made = await kindOf(document);
        if (made.canonical(values) === whole) this.kinds.set(key, made);
      } catch (error) {
        if (error !== SLOW && !(error instanceof DeskFault)) throw error;
      }
    }
    return whole;
  }
}

/** @typedef {[isIri: boolean, text: string]} Value */

/**
 * The document with `mark` in the place of all that differs.
 * @param {any} node
 * @param {Differs} tree
 * @param {(isIri: boolean, text: string) => string} mark
 * @returns {any}
 */
function withMarks(node, tree, mark) {
  if (Array.isArray(node)) return node.map((one) => withMarks(one, tree, mark));
  if (typeof node !== "object" || node === null) return node;
  const made = { ...node };
  for (const [key, kind] of Object.entries(tree)) {
    const value = made[key];
    if (value === undefined || value === null) continue;
    if (typeof kind === "object") made[key] = withMarks(value, kind, mark);
    else if (typeof value === "string") made[key] = mark(kind, value);
  }
  return made;
}

/** What has holes: a text, or a hole by the number of its value. @typedef {(string | number)[]} Pieces */

/** @param {Record<string, any>} document */
async function kindOf(document) {
  const secret = hex(crypto.getRandomValues(new Uint8Array(8)));
  let size = 0;
  const form = await canonical(
    withMarks(document, DIFFERS, (isIri) => `${isIri ? "https://" : ""}${secret}.${size++}.`),
  );
  const quads = form
    .split("\n")
    .slice(0, -1)
    .map((line) => line.match(TERM) ?? []);
  return new Kind(quads, secret, size);
}

/** The canonical form of one kind of document, with holes for values and labels of blank nodes. */
class Kind {
  /** @param {string[][]} quads @param {string} secret @param {number} size */
  constructor(quads, secret, size) {
    this.size = size;
    const hole = new RegExp(`(?:https://)?${secret}\\.(\\d+)\\.`, "g");
    const labels = [...new Set(quads.flat().filter((term) => term.startsWith("_:")))].sort();
    const place = new Map(labels.map((label, at) => [label, size + at]));
    this.iris = new Set(
      quads
        .flat()
        .filter((term) => term.startsWith("<") && !term.includes(secret))
        .map((term) => term.slice(1, -1)),
    );
    /** @param {string} term @param {string | null} me @returns {Pieces} */
    const pieces = (term, me) => {
      if (term.startsWith("_:")) return [me === null ? (place.get(term) ?? 0) : term === me ? "_:a" : "_:z"];
      /** @type {Pieces} */
      const made = [];
      let at = 0;
      for (const found of term.matchAll(hole)) {
        made.push(term.slice(at, found.index), Number(found[1]));
        at = found.index + found[0].length;
      }
      return [...made, term.slice(at)];
    };
    /** @param {string[][]} lines @param {string | null} me */
    const form = (lines, me) =>
      new Form(
        lines.map((terms) => terms.flatMap((term, at) => [...(at ? [" "] : []), ...pieces(term, me)]).concat(" .")),
      );
    this.whole = form(quads, null);
    this.nodes = labels.map((label) => {
      const own = form(
        quads.filter((quad) => quad.includes(label)),
        label,
      );
      return own.hasHoles ? own : digest(own.lines([]));
    });
  }

  /** @param {Value[]} values */
  canonical(values) {
    /** @type {string[]} */
    const filled = [];
    const iris = new Set();
    for (const [isIri, text] of values) {
      if (isIri) {
        if (!PLAIN_IRI.test(text) || this.iris.has(text) || iris.has(text)) throw SLOW;
        iris.add(text);
        filled.push(text);
      } else {
        if (ODD.test(text)) throw SLOW;
        filled.push(text.replace(/[\\"\n\r\t]/g, (one) => ESCAPES[one] ?? one));
      }
    }
    const hashes = this.nodes.map((node) => (typeof node === "string" ? node : digest(node.lines(filled))));
    if (new Set(hashes).size !== hashes.length || filled.length !== this.size) throw SLOW;
    const order = new Map([...hashes].sort().map((hash, at) => [hash, `_:c14n${at}`]));
    return `${this.whole.lines([...filled, ...hashes.map((hash) => order.get(hash) ?? "")]).join("\n")}\n`;
  }
}

/** Lines with holes: those without any are kept as they are. */
class Form {
  /** @param {Pieces[]} rows */
  constructor(rows) {
    /** @type {string[]} */
    this.fixed = rows.filter((row) => row.every((one) => typeof one === "string")).map((row) => row.join(""));
    this.moving = rows.filter((row) => row.some((one) => typeof one === "number"));
    this.hasHoles = this.moving.length > 0;
    this.fixed.sort();
  }

  /** @param {string[]} values */
  lines(values) {
    const moved = this.moving.map((row) => row.map((one) => (typeof one === "number" ? values[one] : one)).join(""));
    return [...this.fixed, ...moved].sort();
  }
}

/** @param {string[]} rows */
const digest = (rows) => hex(sha256(utf8(`${rows.join("\n")}\n`)));
