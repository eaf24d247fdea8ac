// Verifies what it is sent, one badge after another, away from the page.
// @ts-check

import { verify } from "../src/verify.js";

addEventListener("message", async ({ data: { data, options } }) => {
  postMessage(await verify(data, options));
});
