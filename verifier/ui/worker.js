// Verifies what it is sent, one badge after another, away from the page.
// @ts-check

import { verify } from "../src/verify.js";

/** Badges of one issuer share its list. @type {Map<string, Record<string, any>>} */
const known = new Map();

addEventListener("message", async ({ data: { data, options } }) => {
  postMessage(await verify(data, { ...options, known }));
});
