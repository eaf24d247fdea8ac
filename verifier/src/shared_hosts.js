// Hosts that many share. Loaded only where no list of issuers is at hand.
// @ts-check

import { parse } from "tldts";

/**
 * Whether anybody can have a place at this host (github.io and its like: the private part of the Public Suffix List).
 * @param {string} host
 */
export const isShared = (host) => Boolean(parse(host, { allowPrivateDomains: true }).isPrivate);
