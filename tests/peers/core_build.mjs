// Bundles another verifier for a browser: node tests/peers/core_build.mjs OUT
import { build } from "esbuild";
import { browserFiles } from "../../verifier/browser_files.mjs";

const contents = `
import { verifyCredential } from "@digitalcredentials/verifier-core";
globalThis.verifyWithCore = async (address) => {
  const credential = await (await fetch(address)).json();
  const answer = await verifyCredential({ credential, knownDIDRegistries: [] });
  return { log: answer.log ?? [], errors: answer.errors ?? [] };
};
`;
await build({
  stdin: { contents, resolveDir: process.cwd(), loader: "js" },
  bundle: true,
  format: "iife",
  platform: "browser",
  target: ["es2022"],
  logLevel: "error",
  define: { global: "globalThis", "process.env.NODE_DEBUG": "false" },
  plugins: [browserFiles],
  outfile: process.argv[2],
});
