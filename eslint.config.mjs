import next from "eslint-config-next/core-web-vitals";
import tseslint from "typescript-eslint";
import standardTerms from "./scripts/eslint/standard-terms.mjs";

const PURE_ROOMS = ["lib/domain/**/*.ts", "lib/engine/**/*.ts", "lib/analysis/**/*.ts"];
const TESTS = ["**/*.test.ts", "**/*.test.tsx", "**/*.itest.ts", "e2e/**"];

const HIDDEN_INPUTS = "The simulator is pure: take a clock, a seed or a port as an argument.";

export default tseslint.config(
  {
    ignores: [
      "node_modules/",
      ".next/",
      ".build/",
      ".data*/",
      "lib/adapters/db/generated/",
      "lib/adapters/db/.generat*/",
      "next-env.d.ts",
      "test-results/",
    ],
  },
  ...next,
  {
    files: ["**/*.{ts,tsx}"],
    extends: [...tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": [
        "error",
        { checksVoidReturn: { attributes: false } },
      ],
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "no-console": "error",
      eqeqeq: ["error", "always"],
      "max-lines": ["error", { max: 500, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    files: ["**/*.{ts,tsx,mjs}"],
    plugins: { house: { rules: { "standard-terms": standardTerms } } },
    rules: {
      "house/standard-terms": "error",
      "max-len": [
        "error",
        {
          code: 100,
          ignoreUrls: true,
          ignoreRegExpLiterals: true,
        },
      ],
    },
  },
  // Tables of coefficients.
  { files: ["lib/engine/random/normal.ts"], rules: { "max-len": "off" } },
  // Data rather than code: the texts of a scenario stay in one piece.
  {
    files: ["lib/domain/gallery/**/*.ts"],
    rules: {
      "max-lines": "off",
      "max-len": ["error", { code: 100, ignoreStrings: true, ignoreTemplateLiterals: true }],
    },
  },
  {
    files: PURE_ROOMS,
    ignores: TESTS,
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: HIDDEN_INPUTS },
        { object: "Date", property: "now", message: HIDDEN_INPUTS },
      ],
      "no-restricted-globals": [
        "error",
        ...[
          "process",
          "fetch",
          "setTimeout",
          "setInterval",
          "setImmediate",
          "crypto",
          "performance",
          "console",
        ].map((name) => ({ name, message: HIDDEN_INPUTS })),
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: HIDDEN_INPUTS,
        },
        {
          selector: "CallExpression[callee.property.name='sort'][arguments.length=0]",
          message: "Sort with a comparator: the default order is that of strings.",
        },
      ],
    },
  },
  {
    files: ["cli/**", "workers/**", "bench/**", "scripts/**", "lib/adapters/log/**", ...TESTS],
    rules: { "no-console": "off" },
  },
  {
    files: TESTS,
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines": ["error", { max: 800, skipBlankLines: false, skipComments: false }],
    },
  },
);
