import { defineConfig, globalIgnores } from "eslint/config";
import next from "eslint-config-next/core-web-vitals";
import a11y from "eslint-plugin-jsx-a11y";
import tseslint from "typescript-eslint";
import { zones } from "./scripts/lint/zones.mjs";

const WITH_COMPONENTS = ["{app,components}/**/*.{ts,tsx}", "**/*.tsx"];

export default defineConfig([
  globalIgnores([
    ".next/",
    ".posthorn/",
    "node_modules/",
    "next-env.d.ts",
    "public/",
    "test-results/",
    "playwright-report/",
  ]),
  // A rule that could be switched off from inside a file would hold nobody.
  {
    linterOptions: { noInlineConfig: true },
    rules: { "no-warning-comments": ["error", { terms: ["oxlint-disable"], location: "anywhere" }] },
  },
  // React's rules compile what they look at: where no component stands, that is half a minute for nothing.
  ...next.map((part) => (part.rules ? { ...part, files: WITH_COMPONENTS } : part)),
  {
    files: ["**/*.{ts,tsx}"],
    // What needs types is oxlint's, which asks TypeScript's own compiler (.oxlintrc.json).
    extends: [tseslint.configs.strict],
    rules: {
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
    },
  },
  { files: WITH_COMPONENTS, rules: a11y.flatConfigs.strict.rules },
  {
    rules: {
      eqeqeq: ["error", "always"],
      "no-empty": "error",
      "max-lines": ["error", { max: 260 }],
    },
  },
  {
    files: ["app/**/*.tsx", "components/**/*.tsx"],
    rules: {
      "react/jsx-no-literals": [
        "error",
        {
          noStrings: true,
          ignoreProps: true,
          allowedStrings: ["·", "—", "–", "…", ":", ",", ".", "/", "(", ")", "%", "×", "→", "←"],
        },
      ],
    },
  },
  {
    files: ["lib/**", "app/**", "components/**"],
    rules: { "no-console": ["error", { allow: ["warn", "error"] }] },
  },
  {
    files: ["components/frame/{document,theme-script}.tsx"],
    rules: {
      // They speak of the pages folder; here the head is the layout's, and the script sets the colours
      // before the first paint, so it has to block.
      "@next/next/no-head-element": "off",
      "@next/next/no-sync-scripts": "off",
    },
  },
  {
    files: ["app/**", "components/**", "lib/**", "scripts/**"],
    rules: { "max-lines-per-function": ["error", { max: 70, skipComments: true, skipBlankLines: true }] },
  },

  {
    files: ["tests/**"],
    rules: {
      // Playwright hands a fixture its test as `use`, which is no hook.
      "react-hooks/rules-of-hooks": "off",
      "max-lines": ["error", { max: 500 }],
    },
  },

  // An email's images are the email program's.
  { files: ["lib/messages/visual-nodes.tsx"], rules: { "@next/next/no-img-element": "off" } },

  ...zones,
  {
    files: ["**/{index,utils,util,helpers}.{ts,tsx}"],
    rules: {
      "no-restricted-syntax": [
        "error",
        { selector: "Program", message: "Name the file for what it exports." },
      ],
    },
  },
]);
