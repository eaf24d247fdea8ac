// Merkle trees by another implementation of RFC 9162.
//
//   node merkle.mjs < {"entries": [base64], "inclusion": [{index, size, root, path}], "consistency": [{old, new,
//                      "oldRoot", "newRoot", path}], "roots": [size]}       hashes and paths in hexadecimal
//
// Prints one JSON object: {roots: [hex], inclusion: [boolean], consistency: [boolean]}.
import { text } from "node:stream/consumers";
import peer from "@transmute/rfc9162";

const { leaf, treeHead, verifyConsistencyProof, verifyInclusionProof } = peer.RFC9162 ?? peer;
const order = JSON.parse(await text(process.stdin));
const entries = order.entries.map((one) => Uint8Array.from(Buffer.from(one, "base64")));
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));

const roots = [];
for (const size of order.roots ?? []) roots.push(Buffer.from(await treeHead(entries.slice(0, size))).toString("hex"));
const inclusion = [];
for (const { index, size, root, path } of order.inclusion ?? []) {
  const proof = { log_id: "", tree_size: size, leaf_index: index, inclusion_path: path.map(bytes) };
  inclusion.push(await verifyInclusionProof(bytes(root), await leaf(entries[index]), proof));
}
const consistency = [];
for (const one of order.consistency ?? []) {
  // The RFC leaves out a first hash that is known already (section 2.1.4.2, step 2); this implementation wants it.
  const path = one.old & (one.old - 1) ? one.path : [one.oldRoot, ...one.path];
  const proof = { log_id: "", tree_size_1: one.old, tree_size_2: one.new, consistency_path: path.map(bytes) };
  consistency.push(await verifyConsistencyProof(bytes(one.oldRoot), bytes(one.newRoot), proof));
}
console.log(JSON.stringify({ roots, inclusion, consistency }));
