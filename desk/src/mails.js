// Letters and cards, filled in from the network's own templates (the engine: lapel/issuing/outbox.py). All of it names
// people, so all of it stays with the person at the desk.
// @ts-check

import { toBase64Url, utf8 } from "../../verifier/src/bytes.js";
import { dayIn, privateLink } from "./letters.js";
import { awardPage } from "./network.js";

/** @typedef {import("./batch.js").Letter} Letter */
/** @typedef {import("./network.js").Network} Network */
/** A page that holds rows. @typedef {{before: string, after: string, rows: Record<string, string>}} Frame */
/** `desk/letters/<language>.json`. @typedef {{language: string, texts: Record<string, string>, mail: Frame, cards: Frame}} Words */

/** Letters of a larger run have no picture: each would have it once more. */
export const MOST_WITH_PICTURES = 1000;
/** @type {Record<string, string>} */
const SAFE = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;" };
const WIDTH = 76; // RFC 2045, section 6.8
const WORD = 45; // bytes of an encoded word (RFC 2047, section 2: 75 letters at most)

/** Puts values in the place of marks. @param {string} text @param {Record<string, string>} values as HTML */
const filled = (text, values) =>
  text.replace(/\ue000([a-z]+)\ue001/g, (mark, name) => (Object.hasOwn(values, name) ? (values[name] ?? "") : mark));

/** @param {string} text */
const safe = (text) => text.replace(/[&<>"']/g, (one) => SAFE[one] ?? one);

/** A sentence with its holes filled. @param {Words} words @param {string} key @param {Record<string, string>} [values] */
const say = ({ texts }, key, values = {}) =>
  (texts[`letter.${key}`] ?? "").replace(/\{(\w+)\}/g, (hole, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : hole,
  );

/**
 * A file name and a ready e-mail for each person with an address; one e-mail holds all their badges.
 * @param {object} order
 * @param {Network} order.network
 * @param {string} order.issuer
 * @param {Letter[]} order.letters
 * @param {(language: string) => Words} order.spoken
 * @param {Map<string, Uint8Array>} order.pictures by badge, each a PNG
 * @param {() => string} order.boundary what no part of a letter has in it
 * @returns {{name: string, text: string}[]}
 */
export function mails({ network, issuer: slug, letters, spoken, pictures, boundary }) {
  const issuer = network.issuers[slug] ?? { name: "", email: "" };
  /** @type {Map<string, Letter[]>} */
  const people = new Map();
  for (const letter of letters) {
    const { email } = letter.person;
    if (email) people.set(email, [...(people.get(email) ?? []), letter]);
  }
  const shown = people.size <= MOST_WITH_PICTURES ? pictures : new Map();
  return [...people].map(([address, own], at) => {
    const [{ person }] = /** @type {[Letter]} */ (/** @type {unknown} */ (own));
    const words = spoken(person.language ?? "");
    const form = new Intl.PluralRules(words.language).select(own.length);
    const title = { badge: nameOf(network, own[0]), issuer: issuer.name, n: String(own.length) };
    const subject = say(words, `subject.${form}`, title);
    const name = `mails/${String(at + 1).padStart(3, "0")}.eml`;
    const head = [
      `To: ${mailbox(person.name, address)}`,
      `From: ${mailbox(issuer.name, issuer.email)}`,
      `Subject: ${encoded(subject)}`,
      "X-Unsent: 1", // mail programs open it as a draft
      "MIME-Version: 1.0",
    ];
    const drawn = new Map([...shown].filter(([badge]) => own.some((one) => one.badge === badge)));
    const html = htmlOf(network, issuer, own, words, subject, drawn);
    const rich = part('text/html; charset="utf-8"', utf8(html));
    const images = [...drawn].map(([badge, png]) => part("image/png", png, [`Content-ID: <${badge}@badge>`]));
    const whole = images.length ? parts("related", [rich, ...images], boundary()) : rich;
    const plain = part('text/plain; charset="utf-8"', utf8(textOf(network, issuer, own, words)));
    return { name, text: `${head.join("\r\n")}\r\n${parts("alternative", [plain, whole], boundary())}` };
  });
}

/** @param {Network} network @param {Letter | undefined} letter */
const nameOf = (network, letter) => network.badges[letter?.badge ?? ""]?.name ?? letter?.badge ?? "";

/** The letter as plain text. @param {Network} network @param {{name: string, email: string}} issuer @param {Letter[]} own @param {Words} words */
export function textOf(network, issuer, own, words) {
  const lines = [say(words, "dear", { name: own[0]?.person.name ?? "" }), "", say(words, "earned"), ""];
  for (const one of own) {
    const until = one.expires ? ` (${say(words, "until", { date: dayIn(network, one.expires) })})` : "";
    lines.push(`  ${nameOf(network, one)}${until}`, `  ${privateLink(network, one)}`, "");
  }
  const privacy = say(words, "privacy", { email: issuer.email });
  lines.push([say(words, "yours"), say(words, "choose"), privacy, say(words, "wrong"), issuer.name].join("\n\n"));
  return `${lines.join("\n")}\n`;
}

/** @param {Network} network @param {{name: string, email: string}} issuer @param {Letter[]} own @param {Words} words @param {string} subject @param {Map<string, Uint8Array>} drawn */
function htmlOf(network, issuer, own, { mail }, subject, drawn) {
  const person = own[0]?.person.name ?? "";
  const shared = { person: safe(person), issuer: safe(issuer.name), email: safe(issuer.email), subject: safe(subject) };
  const rows = own.map((one) => {
    const variant = [one.expires && "until", drawn.has(one.badge) && "picture"].filter(Boolean).join(" ");
    return filled(mail.rows[variant] ?? "", {
      ...shared,
      badge: safe(nameOf(network, one)),
      until: safe(dayIn(network, one.expires)),
      link: safe(privateLink(network, one)),
      picture: safe(`${one.badge}@badge`),
    });
  });
  return `${filled(mail.before, shared)}${rows.join("")}${filled(mail.after, shared)}`;
}

/**
 * A sheet of cards to print and cut, for people who have no e-mail at hand.
 * @param {Network} network
 * @param {Letter[]} letters
 * @param {Words} words
 * @param {(text: string) => string} code draws a QR code as SVG
 */
export function cardsOf(network, letters, { cards }, code) {
  const rows = letters.map((one) =>
    filled(cards.rows[one.expires ? "until" : ""] ?? "", {
      person: safe(one.person.name),
      badge: safe(nameOf(network, one)),
      until: safe(dayIn(network, one.expires)),
      link: safe(awardPage(network, one.award)),
      code: code(privateLink(network, one)),
    }),
  );
  return `${cards.before}${rows.join("")}${cards.after}`;
}

/** @param {string} kind @param {Uint8Array} content @param {string[]} [more] */
const part = (kind, content, more = []) =>
  [`Content-Type: ${kind}`, "Content-Transfer-Encoding: base64", ...more, "", folded(toBase64(content)), ""].join(
    "\r\n",
  );

/** @param {string} kind @param {string[]} all @param {string} between */
const parts = (kind, all, between) =>
  `Content-Type: multipart/${kind}; boundary="${between}"\r\n\r\n${all.map((one) => `--${between}\r\n${one}`).join("")}--${between}--\r\n`;

/** @param {Uint8Array} bytes */
function toBase64(bytes) {
  const text = toBase64Url(bytes).replaceAll("-", "+").replaceAll("_", "/");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

/** @param {string} text in base64 */
const folded = (text) => text.replace(new RegExp(`.{${WIDTH}}(?=.)`, "g"), "$&\r\n");

/** A name and an address (RFC 5322, section 3.4). @param {string} name @param {string} address */
function mailbox(name, address) {
  const quoted = /[\][\\()<>@,:;".]/.test(name) ? `"${name.replace(/["\\]/g, "\\$&")}"` : name;
  const shown = /^[\x20-\x7e]*$/.test(name) ? quoted : encoded(name);
  return `${shown} <${address.replace(/[\r\n<>]/g, "")}>`;
}

/** A text in a header (RFC 2047). @param {string} text */
function encoded(text) {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes("=?") && text.length < WIDTH) return text;
  const words = [];
  let word = "";
  for (const letter of text) {
    if (utf8(word + letter).length > WORD) {
      words.push(word);
      word = "";
    }
    word += letter;
  }
  return [...words, word].map((one) => `=?utf-8?B?${toBase64(utf8(one))}?=`).join("\r\n ");
}
