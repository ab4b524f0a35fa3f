import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compilePattern, PatternError } from "./pattern";

describe("patterns match like JavaScript regular expressions", () => {
  const pieces = fc.constantFrom(
    "a",
    "b",
    "1",
    " ",
    ".",
    "\\d",
    "\\w",
    "\\s",
    "[ab]",
    "[^a]",
    "[a-c1]",
    "(a|b)",
    "(?:ab)",
    "^",
    "$",
    "\\b",
    "a*",
    "b+",
    "1?",
    "(ab)*",
    "a{2}",
    "b{1,2}",
    "(a|b1){0,2}",
    "[b-]",
    ".*",
    "|",
  );
  test("for generated patterns and texts", () => {
    fc.assert(
      fc.property(
        fc.array(pieces, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("")),
        fc.string({ unit: fc.constantFrom("a", "b", "1", " ", "-", "\n"), maxLength: 10 }),
        (pattern, text) => {
          expect(compilePattern(pattern).test(text)).toBe(new RegExp(pattern, "u").test(text));
        },
      ),
      { numRuns: 3_000 },
    );
  });

  test.each([
    ["(?i)tax", "TAXES", true],
    ["(?i)[a-c]x", "BX", true],
    ["é+", "caféé", true],
    ["^.$", "😀", true],
    ["\\.", "a", false],
    ["a\\/b", "a/b", true],
    ["", "", true],
  ])("%s on %s", (pattern, text, matches) => {
    expect(compilePattern(pattern).test(text)).toBe(matches);
  });
});

test.each([
  "(",
  ")",
  "a)",
  "[a",
  "*a",
  "(?=a)",
  "\\1",
  "a{3,1}",
  "[z-a]",
  "((((a{9}){9}){9}){9}){9}",
  "\\",
  "(".repeat(100),
])("%s is rejected with a reason", (pattern) => {
  expect(() => compilePattern(pattern)).toThrow(PatternError);
});

test("patterns that make backtracking matchers hang take linear time in the text", () => {
  const text = `${"a".repeat(20_000)}!`;
  for (const pattern of ["^(a+)+$", "^(a|a)*$", "^(a*)*b$", "(.*a){12}$"])
    expect(compilePattern(pattern).test(text)).toBe(false);
});
