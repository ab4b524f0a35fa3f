import { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { expect, it } from "vitest";
import standardTerms from "./standard-terms.mjs";

const linter = new Linter();

const messagesFor = (code: string): string[] =>
  linter
    .verify(
      code,
      {
        files: ["**/*.ts"],
        languageOptions: { parser: tseslint.parser },
        plugins: { house: { rules: { "standard-terms": standardTerms } } },
        rules: { "house/standard-terms": "error" },
      },
      "example.ts",
    )
    .map(({ message }) => message);

it("names the standard term for each declaration", () => {
  expect(messagesFor("const strangerId = 1;")).toEqual([
    "“stranger” in strangerId: write outsider (docs/glossary.md).",
  ]);
});

it.each([
  "function rehearse() {}",
  "type Occasion = string;",
  "interface EndpointWallet {}",
  "class Bell {}",
  "const run = (whom: string) => whom;",
  "const PATIENCE_MS = 1;",
  "const STAND_IN_ANSWER = 1;",
  "class Store { kept() {} }",
  "for (const told of []) {}",
])("refuses %s", (code) => {
  expect(messagesFor(code)).toEqual([expect.stringContaining("docs/glossary.md")]);
});

it.each([
  "const forecast = broadcast;",
  "const { told } = body;",
  "const row = { told: 1 };",
  "type Message = { told: string };",
  'import { cast } from "elsewhere";',
  "const standard = 1, inside = 2;",
])("accepts %s", (code) => {
  expect(messagesFor(code)).toEqual([]);
});
