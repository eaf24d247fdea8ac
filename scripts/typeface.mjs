// Cuts the typeface of the site out of its package: the letters that pages need, in the weights that they need.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const PACKAGE = "@fontsource-variable/onest";
// Letters of Arabic script: those of Arabic, Dari and Persian, with what joins them and sets them apart.
const ARABIC = { package: "@fontsource-variable/vazirmatn", file: "vazirmatn-arabic-wght-normal.woff2" };
const ARABIC_RANGES =
  "U+060C,U+061B,U+061F,U+0621-063A,U+0640-0656,U+0660-066D,U+0670-0671,U+067E,U+0686,U+0698,U+06A9,U+06AF,U+06C0,U+06C1,U+06CC,U+06D4,U+06F0-06F9,U+200C-200F,U+FDFC";
const WEIGHTS = { min: 400, max: 700 };
// The first is what English pages load; the others come only when a page has one of their letters.
const PARTS = {
  type: "latin",
  "type-latin-ext": "latin-ext",
  "type-cyrillic": "cyrillic",
  "type-cyrillic-ext": "cyrillic-ext",
};
const dist = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "verifier", "dist");
/** @param {string} name */
const folderOf = (name) => path.dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
const folder = folderOf(PACKAGE);

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
/** @param {string} file @param {string} kept ranges @param {string} name */
async function cut(file, kept, name) {
  const text = letters(kept).map((code) => String.fromCodePoint(code));
  const options = { targetFormat: /** @type {const} */ ("woff2"), variationAxes: { wght: WEIGHTS } };
  await writeFile(path.join(dist, `${name}.woff2`), await subsetFont(await readFile(file), text.join(""), options));
}
for (const [name, part] of Object.entries(PARTS))
  await cut(path.join(folder, "files", `onest-${part}-wght-normal.woff2`), ranges[part], name);
const arabic = folderOf(ARABIC.package);
await cut(path.join(arabic, "files", ARABIC.file), ARABIC_RANGES, "type-arabic");
const described = {
  ...Object.fromEntries(Object.entries(PARTS).map(([name, part]) => [name, ranges[part]])),
  "type-arabic": ARABIC_RANGES,
};
await writeFile(path.join(dist, "type-arabic.LEGAL.txt"), await readFile(path.join(arabic, "LICENSE")));
await writeFile(path.join(dist, "type.json"), JSON.stringify(described));
await writeFile(path.join(dist, "type.LEGAL.txt"), await readFile(path.join(folder, "LICENSE")));
