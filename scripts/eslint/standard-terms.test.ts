import { readFileSync } from "node:fs";
import { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { expect, it } from "vitest";
import standardTerms, { STANDARD_TERMS } from "./standard-terms.mjs";

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
  "class Reading { #told = 1; }",
  "type Message = { told: string };",
  "interface Message { readonly told?: string }",
  "class Store { readonly kept = 1; }",
  "enum Verdict { Misfit }",
  "const strangers = [1];",
  "type Seen = { occasions: number };",
  "const standIns = [];",
  "class Talks {}",
  "const exchangesOf = 1;",
])("refuses %s", (code) => {
  expect(messagesFor(code)).toEqual([expect.stringContaining("docs/glossary.md")]);
});

it.each([
  "const forecast = broadcast;",
  "const { told } = body;",
  "const row = { told: 1 };",
  "type Message = { [told]: string };",
  "const interviewExchange = 1;",
  'import { cast } from "elsewhere";',
  "const standard = 1, inside = 2, outstanding = 3;",
  "enum Verdict { Mismatch }",
])("accepts %s", (code) => {
  expect(messagesFor(code)).toEqual([]);
});

it("refuses only words that the glossary lists under “not”", () => {
  const refused = readFileSync("docs/glossary.md", "utf8")
    .split("\n")
    .map((line) => line.split("|").at(-2)?.toLowerCase() ?? "")
    .join("\n");
  const unlisted = Object.keys(STANDARD_TERMS).filter(
    (phrase) => !new RegExp(`\\b${phrase.replace(" ", "[ -]")}\\b`).test(refused),
  );
  expect(unlisted).toEqual([]);
});
