// Cuts the typeface of the site out of its package: the letters that pages need, in the weights that they need.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const PACKAGE = "@fontsource-variable/onest";
const WEIGHTS = { min: 400, max: 700 };
// The first is what English pages load; the others come only when a page has one of their letters.
const PARTS = {
  type: "latin",
  "type-latin-ext": "latin-ext",
  "type-cyrillic": "cyrillic",
  "type-cyrillic-ext": "cyrillic-ext",
};
const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "verifier", "dist");
const folder = path.dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`));

/** @param {string} ranges as CSS writes them: "U+0000-00FF,U+0131" */
function letters(ranges) {
  const codes = ranges.split(",").flatMap((range) => {
    const [first, last = first] = range
      .replace("U+", "")
      .split("-")
      .map((hex) => parseInt(hex, 16));
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
  });
  // Control characters have no shape.
  return codes.filter((code) => code > 0x1f && !(code > 0x7e && code < 0xa0));
}

const ranges = JSON.parse(await readFile(path.join(folder, "unicode.json"), "utf8"));
await mkdir(dist, { recursive: true });
for (const [name, part] of Object.entries(PARTS)) {
  const whole = await readFile(path.join(folder, "files", `onest-${part}-wght-normal.woff2`));
  const text = letters(ranges[part]).map((code) => String.fromCodePoint(code));
  const cut = await subsetFont(whole, text.join(""), { targetFormat: "woff2", variationAxes: { wght: WEIGHTS } });
  await writeFile(path.join(dist, `${name}.woff2`), cut);
}
const described = Object.fromEntries(Object.entries(PARTS).map(([name, part]) => [name, ranges[part]]));
await writeFile(path.join(dist, "type.json"), JSON.stringify(described));
await writeFile(path.join(dist, "type.LEGAL.txt"), await readFile(path.join(folder, "LICENSE")));
