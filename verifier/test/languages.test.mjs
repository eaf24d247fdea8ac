// Words in several languages: those of the reader are shown, and the language of what is shown is said.
import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf2, factsOf3, saidName } from "../src/facts.js";

const PROVEN = { how: "HOSTED", by: "host", name: "x", host: "x.example", url: "" };
const NAME = [
  { "@value": "Writing", "@language": "en" },
  { "@value": "Письмо", "@language": "uk" },
  { "@value": "كتابة", "@language": "ar", "@direction": "rtl" },
];
const badge = (name, more = {}) => ({ credentialSubject: { achievement: { name, ...more } } });

test("the reader's own language is shown where there is one", () => {
  for (const [language, name] of [
    ["uk-UA", "Письмо"],
    ["ar", "كتابة"],
    ["en-GB", "Writing"],
  ]) {
    const facts = factsOf3(badge(NAME), PROVEN, language);
    assert.equal(facts.name, name);
    assert.equal(facts.language.split("-")[0], language.split("-")[0]);
  }
});

test("without it the first by the alphabet is shown, the same for everybody", () => {
  assert.equal(factsOf3(badge(NAME), PROVEN, "pl").name, "Writing");
  assert.equal(factsOf3(badge([...NAME].reverse()), PROVEN, "pl").name, "Writing");
});

test("the language of a text is that of its value, or the one that the badge says", () => {
  assert.equal(factsOf3(badge("Writing", { inLanguage: "en-GB" }), PROVEN, "uk").language, "en-GB");
  assert.equal(factsOf3(badge("Writing"), PROVEN, "uk").language, "");
  assert.equal(factsOf3(badge("Writing", { inLanguage: '"><b>' }), PROVEN, "uk").language, "");
  const parts = { assertion: {}, badge: { name: "Écrire", "@language": "fr" }, issuer: {} };
  assert.equal(factsOf2(parts, PROVEN, "uk").language, "fr");
});

test("the name that is compared with known issuers is the one that this reader is shown", () => {
  const name = [
    { "@value": "A small club", "@language": "en" },
    { "@value": "Open Door Skills", "@language": "uk" },
  ];
  const document = { ...badge(NAME), issuer: { id: "https://x.example/", name } };
  for (const language of ["uk", "en", "pl"]) {
    const said = saidName({ document }, language);
    assert.equal(said, factsOf3(document, PROVEN, language).issuer);
  }
  assert.equal(saidName({ document }, "uk"), "Open Door Skills");
});
