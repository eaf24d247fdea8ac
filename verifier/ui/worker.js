// Verifies what it is sent, one badge after another, away from the page.
// @ts-check

import { verify } from "../src/verify.js";

/** Badges of one issuer share its list. @type {Map<string, Record<string, any>>} */
const known = new Map();
/** What an award page will need, asked for while the rest is still being read. @type {Map<string, Promise<Response>>} */
const early = new Map();

/** @param {string} address @param {RequestInit} [options] */
async function ask(address, options) {
  const asked = await early.get(address)?.catch(() => undefined);
  return asked?.clone() ?? fetch(address, options);
}

/** This site's documents may be asked for: everything that an award of ours needs stands here. */
const own = Object.assign(ask, { knows: (/** @type {string} */ address) => address.startsWith(`${location.origin}/`) });

/** @param {string} address */
const list = (address) =>
  ask(address).then(
    (answer) => (answer.ok ? answer.text() : null),
    () => null,
  );

addEventListener("message", async ({ data: { id, data, options, award } }) => {
  if (!award) return postMessage({ id, result: await verify(data, { ...options, known }) });
  for (const address of award.early) early.set(address, fetch(address, { cache: "no-cache" }));
  postMessage({ id, result: await verify(data, { ...options, fetch: own, registry: await list(award.registry) }) });
});
