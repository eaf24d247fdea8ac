// Bundles the verifier for browsers into dist/: small pieces that are loaded only when a badge needs them.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFile, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { browserFiles } from "./browser_files.mjs";
import { CODES } from "./src/codes.js";

const here = path.dirname(fileURLToPath(import.meta.url));
// What every page of the site loads, which the page needs without a network too.
const SHARED = ["lapel.css", "type.woff2", "verify.css", "theme.js", "site.js", "icon.svg"];
const dist = path.join(here, "dist");

await rm(dist, { recursive: true, force: true });
/** @type {import("esbuild").BuildOptions} */
const shared = {
  metafile: true,
  absWorkingDir: here,
  outdir: dist,
  bundle: true,
  splitting: true,
  format: "esm",
  minify: true,
  target: ["es2022"],
  platform: "browser",
  legalComments: "linked",
  plugins: [browserFiles],
  logLevel: "warning",
  define: { "process.env.NODE_DEBUG": "false", global: "globalThis" },
};
const { metafile } = await build({
  ...shared,
  entryPoints: {
    page: "ui/page.js",
    verifier: "src/verify.js",
    worker: "ui/worker.js",
    award: "ui/award.js",
    bake: "ui/bake.js",
    pdf: "ui/pdf.js",
    code: "ui/code.js",
  },
  chunkNames: "[name]-[hash]",
});
// On its own, without what no award of ours needs: to ask for that would be "not checked".
const NEVER =
  /\/(?:jwt|sd|signed2|shared_hosts)\.js$|\/(?:nist|legacy)\.js$|generated\/(?!credentials-v2|ob-3\.0\.3|confusables)/;
const without = {
  name: "without",
  /** @param {import("esbuild").PluginBuild} bundle */
  setup(bundle) {
    bundle.onResolve({ filter: /\.js(?:on)?$/ }, ({ path: name, kind }) =>
      kind === "dynamic-import" && NEVER.test(name) ? { path: name, namespace: "without" } : null,
    );
    bundle.onLoad({ filter: /.*/, namespace: "without" }, () => ({
      contents: 'throw new Error("no award of ours needs this")',
    }));
  },
};
await build({
  ...shared,
  entryPoints: { award_worker: "ui/award_worker.js" },
  chunkNames: "award_[name]-[hash]",
  plugins: [without, browserFiles],
});
// The page on which awards are made, and the cell in one piece: it stands inside its own page, which loads nothing.
await build({
  ...shared,
  entryPoints: { desk: "../desk/ui/desk.js" },
  chunkNames: "desk_[name]-[hash]",
});
await build({
  ...shared,
  entryPoints: { desk_alone: "../desk/ui/desk.js" },
  outExtension: { ".js": ".mjs" },
  format: "iife",
  splitting: false,
});
await build({
  ...shared,
  entryPoints: { cell: "../desk/ui/cell.js" },
  outExtension: { ".js": ".mjs" },
  format: "iife",
  splitting: false,
  plugins: [without, browserFiles],
});
// The engine looks whether every language has a sentence for each.
await writeFile(path.join(dist, "codes.json"), JSON.stringify(CODES));
const files = (await readdir(dist)).filter((name) => name.endsWith(".js")).sort();
// (package.json puts a small package in the place of the canvas for Node that the library would bring along: only
// browsers draw here, and its packages for single systems cannot be locked for all.)
// The thread of the library that draws PDFs comes ready made. It is large, and few need it: it is not kept for later.
await copyFile(
  createRequire(import.meta.url).resolve("pdfjs-dist/build/pdf.worker.min.mjs"),
  path.join(dist, "pdf.worker.js"),
);
const version = createHash("sha256")
  .update(files.join())
  .update(await readFile(path.join(here, "ui/sw.js")));
for (const name of files) version.update(await readFile(path.join(dist, name)));
const kept = [
  ...files.filter((name) => !/^(?:pdf|award|desk)/.test(name)).map((name) => `../assets/verifier/${name}`),
  ...SHARED.map((name) => `../assets/${name}`),
  "../assets/verifier/strings.json",
];
await build({
  absWorkingDir: here,
  entryPoints: { sw: "ui/sw.js" },
  outdir: dist,
  minify: true,
  target: ["es2022"],
  define: { "globalThis.__KEPT__": JSON.stringify({ version: version.digest("hex").slice(0, 12), files: kept }) },
});

// What an award page needs in any case: its script, and what shows the verdict.
const outputs = Object.entries(metafile.outputs);
const holding = (source) =>
  outputs.find(([, output]) => output.entryPoint === source || output.entryPoint?.endsWith(source))?.[0];
const needed = new Set();
const add = (name) => {
  if (!name || needed.has(name)) return;
  needed.add(name);
  for (const one of metafile.outputs[name].imports) if (one.kind === "import-statement") add(one.path);
};
for (const source of ["ui/award.js", "ui/checks.js", "ui/report.js"]) add(holding(source));
await writeFile(path.join(dist, "award.json"), `${JSON.stringify([...needed].map((name) => path.basename(name)))}\n`);
await writeFile(path.join(dist, "files.json"), `${JSON.stringify(files)}\n`);

// The verifier of an archive in one piece, which stands inside a page that is opened from a disk.
await build({
  ...shared,
  entryPoints: { archive: "ui/archive.js" },
  outExtension: { ".js": ".mjs" },
  format: "iife",
  splitting: false,
  legalComments: "inline",
});
// The command line's verifier in one file, for a package that brings no Node and no node_modules.
await build({
  ...shared,
  entryPoints: { cli: "cli.mjs" },
  outExtension: { ".js": ".mjs" },
  splitting: false,
  external: ["node:*"],
});
