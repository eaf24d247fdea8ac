import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { tidyName } from "../src/names.js";

const names = JSON.parse(readFileSync(new URL("../../tests/names.json", import.meta.url), "utf8"));

for (const [given, tidy] of names.tidy)
  test(`a name is compared as ${JSON.stringify(tidy)}`, () => assert.equal(tidy, tidyName(given)));
test("a name that is tidy stays", () => names.tidy.forEach(([, tidy]) => assert.equal(tidy, tidyName(tidy))));
