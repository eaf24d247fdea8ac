// What the tests of the shapes of large systems share.
import assert from "node:assert/strict";
import { chunk, hosts, itxt, png, run, text } from "./make.mjs";

export const V2 = "https://w3id.org/openbadges/v2";

export const HASH = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"; // a@example.com and "Kosher"

export const WHO = { identity: HASH, type: "email", hashed: true, salt: "Kosher" };

export const detail = (result, id) => result.checks.find((one) => one.id === id)?.details;

/**
 * Judges a hosted badge by its copy, its picture and its address; then as hosts see it when it is withdrawn.
 * @returns the result of the copy
 */
export async function hosted(expected, copy, address, pages, picture = png(itxt(text(copy), "openbadges"))) {
  const options = { fetch: hosts(pages), registry: undefined, recipient: ["a@example.com"] };
  const results = [];
  for (const input of [picture, png(chunk("tEXt", Buffer.from(`openbadges\0${address}`))), address]) {
    const result = await run(input, options);
    assert.deepEqual(
      [...expected, "OK"],
      [result.verdict, result.code, result.recipient?.code],
      JSON.stringify(result.checks),
    );
    results.push(result);
  }
  const gone = { ...options, fetch: hosts({ ...pages, [address]: () => new Response("{}", { status: 410 }) }) };
  assert.deepEqual(["not-valid", "REVOKED"], await run(picture, gone).then(({ verdict, code }) => [verdict, code]));
  const closed = await run(picture, { ...options, fetch: hosts({}) });
  assert.equal("undetermined", closed.verdict);
  assert.ok(closed.unreached.includes(address));
  return results[0];
}
