// What the desk knows of the network: `desk/network.json` of its site, or the copy inside a saved desk.
// @ts-check

import { DeskFault } from "./fault.js";

/**
 * @typedef {object} Badge
 * @property {string} name
 * @property {string} status "active", "draft", "retired"
 * @property {string[]} issuers
 * @property {string[]} prerequisites
 * @property {string} [validity] ISO 8601
 * @property {string[]} [without] endorsements that are not signed once more
 */
/**
 * @typedef {object} Key
 * @property {string} id
 * @property {string} publicKeyMultibase
 * @property {string} created
 * @property {string} [expires] its last day
 * @property {string} [revoked] the day from which it was not safe
 */
/**
 * A list of withdrawn awards. `taken` are the places that awards have (a bitstring as the list itself has it); `here`:
 * whether it was opened at the address where the site is now.
 * @typedef {{number: number, address: string, taken: string, here: boolean, until?: string}} List
 */
/**
 * @typedef {object} Issuer
 * @property {string} name
 * @property {string} url
 * @property {string} email
 * @property {string} did
 * @property {string} source the file of the organisation in the repository
 * @property {string} [left]
 * @property {Key[]} keys
 * @property {List[]} lists
 * @property {boolean} [endorses] it awards nothing, and may speak for what others award
 * @property {boolean} [withdrew] whether there is a file of what it withdrew (desk/withdrawn/<slug>.json)
 */
/** @typedef {{slug: string, name: string, badges: string[], needed: number, completion?: string}} Pathway */
/**
 * @typedef {object} Network
 * @property {string} id
 * @property {number} version
 * @property {string} name
 * @property {string} base
 * @property {string} language
 * @property {string} [closed]
 * @property {string[]} languages those of letters
 * @property {Record<string, string>} columns what people write above the columns of a list
 * @property {{long: string, months: string[]}} dates how a day is written, with holes for day, month and year
 * @property {string} endorsement the title of an endorsement, with holes for badge and by
 * @property {Record<string, Badge>} badges
 * @property {Pathway[]} pathways
 * @property {Record<string, Issuer>} issuers
 * @property {string[]} held the badges of which the site says who holds them
 * @property {boolean} holdings whether it says so at all
 * @property {import("./forges.js").Forge} [forge] where a pull request is opened
 */

/** The edition of the document that this desk reads. */
export const VERSION = 1;

/** The document, when this desk can read it. @param {any} document @returns {Network} */
export function readNetwork(document) {
  if (document?.version !== VERSION) throw new DeskFault("network-version");
  return document;
}

/** Where the page of an award is. @param {Network} network @param {string} award */
export const awardPage = (network, award) => `${network.base}awards/${award}/`;

/** Where the credential of an award is. @param {Network} network @param {string} award */
export const credentialAddress = (network, award) => `${awardPage(network, award)}credential.json`;

/** Where a list of withdrawn awards is. @param {Network} network @param {string} issuer @param {number} number */
export const listAddress = (network, issuer, number) => `${network.base}organisations/${issuer}/status/${number}.json`;

/**
 * The keys of an issuer that may sign on a day: in use, not run out, not unsafe. The newest comes first, and one that
 * ends today after one that goes on.
 * @param {Issuer} issuer
 * @param {string} day ISO 8601
 */
export function keysInForce(issuer, day) {
  const usable = issuer.keys.filter(
    (key) => key.created <= day && !(key.revoked && day >= key.revoked) && !(key.expires && day > key.expires),
  );
  const rank = (/** @type {Key} */ key) => [Number(key.expires !== day), key.created, key.id].join(" ");
  return usable.sort((one, other) => (rank(one) < rank(other) ? 1 : -1));
}

/** The issuer that awards, if it may: a network that closed, and who left it, gives no more badges. @param {Network} network @param {string} slug @returns {Issuer} */
export function issuerOf(network, slug) {
  const issuer = Object.hasOwn(network.issuers, slug) ? network.issuers[slug] : undefined;
  if (!issuer) throw new DeskFault("issuer-unknown", { issuer: slug });
  if (network.closed) throw new DeskFault("network-closed", { date: network.closed });
  if (issuer.left) throw new DeskFault("issuer-left", { name: issuer.name, date: issuer.left });
  return issuer;
}
