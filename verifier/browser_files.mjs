// Some packages name the file for browsers by the file for Node ("browser": {"./lib/index.js": "./lib/browser.js"}),
// which the bundler forgets when the package has "exports" too.
import { readFile } from "node:fs/promises";
import path from "node:path";

export const browserFiles = {
  name: "browser-files",
  setup(bundler) {
    bundler.onResolve({ filter: /^[@a-z]/ }, async ({ path: name, pluginData, ...rest }) => {
      if (pluginData === "asked") return null;
      const found = await bundler.resolve(name, { ...rest, pluginData: "asked" });
      const inside = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/](.*)$/.exec(found.path);
      if (found.errors.length || !inside) return null;
      const { browser } = JSON.parse(await readFile(path.join(inside[1], "package.json"), "utf-8"));
      const other = typeof browser === "object" ? browser[`./${inside[2]}`] : undefined;
      return typeof other === "string" ? { path: path.join(inside[1], other) } : null;
    });
  },
};
