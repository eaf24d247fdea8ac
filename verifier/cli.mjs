// Verifies badges from a command line. `scripts/verify.py` starts it; it runs the same src as the page.
//
//   node verifier/cli.mjs < {"inputs": [path or address], "map": [[address, path]], "registry": path | null,
//                            "now": ISO | null, "recipient": [text], "copies": [path], "seen": [record], "offline": boolean}
//
// Prints one JSON object a line and input: {input} and the result of verify().
import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { verify } from "./src/verify.js";

const order = JSON.parse(await text(process.stdin));

/** The file that stands for an address: equal to a mapped one, or below it in its folder. */
async function mapped(address) {
  const rows = [...order.map].sort((one, other) => other[0].length - one[0].length);
  for (const [base, target] of rows) {
    if (address === base) {
      const found = await file(target);
      if (found) return found;
      continue;
    }
    const below = base.endsWith("/") ? base : `${base}/`;
    if (!address.startsWith(below)) continue;
    const rest = decodeURIComponent(address.slice(below.length).split("?")[0]);
    const place = path.resolve(target, rest);
    if (place !== path.resolve(target) && !place.startsWith(path.resolve(target) + path.sep)) continue;
    const found = await file(place);
    if (found) return found;
  }
  return null;
}

async function file(place) {
  for (const one of [place, `${place}.json`, path.join(place, "index.json"), path.join(place, "index.html")]) {
    try {
      if ((await stat(one)).isFile()) return one;
    } catch {
      // Not this one.
    }
  }
  return null;
}

async function fetchMapped(address, options) {
  const found = await mapped(address);
  if (found) return new Response(await readFile(found));
  // What a folder stands for and does not have is not there.
  if (fetchMapped.knows(address)) return new Response(null, { status: 404 });
  if (order.offline) throw new TypeError(`${address} is not mapped`);
  return fetch(address, options);
}
fetchMapped.byHand = true;
fetchMapped.knows = (address) =>
  order.map.some(([base]) => address === base || address.startsWith(base.endsWith("/") ? base : `${base}/`));

const registry = order.registry ? await readFile(order.registry, "utf-8") : undefined;
const copies = await Promise.all(order.copies.map((place) => readFile(place, "utf-8")));
const known = new Map();
for (const input of order.inputs) {
  const isAddress = /^https?:\/\//i.test(input);
  const result = await verify(isAddress ? input : await readFile(input), {
    fetch: fetchMapped,
    registry,
    copies,
    known,
    recipient: order.recipient,
    seen: order.seen ?? [],
    ...(order.now && { now: new Date(order.now) }),
  });
  console.log(JSON.stringify({ input, ...result }));
}
