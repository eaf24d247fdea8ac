// ESLint's recommended rules; what only a matter of taste is, Prettier decides.
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["verifier/dist/", "verifier/generated/", "node_modules/", ".venv/", ".peers/", "site/", ".cache/"] },
  js.configs.recommended,
  {
    rules: {
      // A property is taken out by taking it apart; what is named for that alone begins with a low line.
      "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true }],
      // Looking for control characters is what those expressions are for.
      "no-control-regex": "off",
    },
  },
  {
    languageOptions: { globals: { ...globals.browser } },
    files: ["desk/ui/*.js", "overrides/assets/*.js", "verifier/ui/*.js"],
  },
  {
    languageOptions: { globals: { ...globals["shared-node-browser"], ...globals.worker } },
    files: ["desk/src/*.js", "verifier/src/*.js"],
  },
  {
    languageOptions: { globals: { ...globals.node } },
    files: [
      "*.js",
      "desk/*.mjs",
      "verifier/*.mjs",
      "verifier/test/*.mjs",
      "tests/**/*.mjs",
      "bench/**/*.mjs",
      "scripts/*.mjs",
    ],
  },
  { languageOptions: { globals: { ...globals.serviceworker } }, files: ["verifier/ui/sw.js"] },
];
