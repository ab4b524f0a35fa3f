import { describe, expect, test } from "vitest";
import { BOOLEAN, listOf, NUMBER, rowOf, type Type } from "../base/types";
import { compileExpression } from "./compile";
import { FUNCTIONS } from "./functions/registry";
import { NAMES, SCHEMA } from "./fixtures/test-world";

/** Returns the problems of a source: the span's text, the message and the suggestion. */
function problems(
  source: string | number | boolean,
  expected?: Type,
): readonly {
  readonly at: string;
  readonly message: string;
  readonly suggestion: string | undefined;
}[] {
  const result = compileExpression(source, SCHEMA, NAMES, expected);
  if (result.ok) return [];
  return result.problems.map(({ from, length, message, suggestion }) => ({
    at: String(source).slice(from, from + length),
    message,
    suggestion,
  }));
}

describe("undeclared names are reported at their position, with the nearest declared name", () => {
  test.each([
    ["self.opinon + 1", "opinon", "Voter has no attribute `opinon`.", "opinion"],
    ["Post.filter(p, p.auhtor == self)", "auhtor", "Post has no attribute `auhtor`.", "author"],
    ["self.partner.agee > 3", "agee", "Voter has no attribute `agee`.", "age"],
    ["Votr.map(v, v.age)", "Votr", "`Votr` is not defined here.", "Voter"],
    ["param.voter > 1", "voter", "param has no value `voter`.", "voters"],
    ["param['voter'] > 1", "'voter'", "`param` has no value `voter`.", "voters"],
    ["clmp(1, 2, 3)", "clmp", "Unknown function: `clmp`.", "clamp"],
    ["Voter.fliter(v, v.active)", "fliter", "Unknown function: `fliter`.", "filter"],
    ["neighbours('Frends', self)", "'Frends'", "Unknown network: `Frends`.", "'Friends'"],
    [
      "degree(Friends, self)",
      "Friends",
      "`degree` begins with the name of a network in quotes.",
      "'Friends'",
    ],
    [
      "self.party == 'lefft'",
      "'lefft'",
      "`self.party` is never `lefft`: it can be left, right, centre.",
      "'left'",
    ],
    [
      "'rigth' != self.party",
      "'rigth'",
      "`self.party` is never `rigth`: it can be left, right, centre.",
      "'right'",
    ],
    [
      "self.party in ['left', 'cenre']",
      "'cenre'",
      "`self.party` is never `cenre`: it can be left, right, centre.",
      "'centre'",
    ],
    ["xyzzy + 1", "xyzzy", "`xyzzy` is not defined here.", undefined],
    ["self.constructor", "constructor", "Voter has no attribute `constructor`.", undefined],
  ])("%s", (source, at, message, suggestion) => {
    expect(problems(source)).toEqual([{ at, message, suggestion }]);
  });
});

describe("values of the wrong kind are reported with both kinds", () => {
  test.each([
    [
      "self.age == 'old'",
      "self.age == 'old'",
      "`self.age` is a number and `'old'` is a text: they are never equal.",
    ],
    ["self.name - 1", "self.name", "`-` works on numbers, and `self.name` is a text."],
    [
      "'Age: ' + self.age",
      "'Age: ' + self.age",
      "`'Age: '` is a text and `self.age` is a number: they cannot be added. Write " +
        "`text(self.age)` to join them as texts.",
    ],
    ["1 < self.age < 5", "1 < self.age < 5", "Compare twice: `1 < self.age && self.age < 5`."],
    [
      "self.age < 'x'",
      "self.age < 'x'",
      "`self.age` is a number and `'x'` is a text: `<` compares two numbers or two texts.",
    ],
    [
      "self == Post[0]",
      "self == Post[0]",
      "`self` is a row of Voter and `Post[0]` is a row of Post: they are never equal.",
    ],
    [
      "self.age && true",
      "self.age",
      "Both sides of `&&` must be true or false, and `self.age` is a number.",
    ],
    [
      "!self.age",
      "self.age",
      "What `!` is applied to must be true or false, and `self.age` is a number.",
    ],
    [
      "self.active ? 1 : 'a'",
      "self.active ? 1 : 'a'",
      "Both outcomes must be of one kind: `1` is a number and `'a'` is a text.",
    ],
    [
      "Voter.opinion",
      "opinion",
      "`Voter` is a list of rows of Voter: write `Voter.map(x, x.opinion)` for the `opinion` " +
        "of each.",
    ],
    ["self.age.years", "years", "`self.age` is a number and has no attributes."],
    [
      "mean(Voter, v, v.name)",
      "v.name",
      "The expression of `mean` must be a number, and `v.name` is a text.",
    ],
    [
      "mean(self.tags)",
      "self.tags",
      "`mean` takes a list of numbers, and `self.tags` is a list of texts.",
    ],
    [
      "Voter.filter(v, v.age)",
      "v.age",
      "The condition of `filter` must be true or false, and `v.age` is a number.",
    ],
    ["Voter.filter(1 + 1, true)", "1 + 1", "Name a variable first, as in `map(v, v.opinion)`."],
    ["count(self)", "self", "A list is needed here, and `self` is a row of Voter."],
    [
      "linked('Friends', self, Post[0])",
      "Post[0]",
      "Friends ties rows of Voter, and `Post[0]` is a row of Post.",
    ],
    ["clamp(1, 2)", "clamp(1, 2)", "Write `clamp` as `clamp(x, low, high)`."],
    ["self.name.matches('(')", "'('", "The pattern cannot be used: A `)` is missing."],
    [
      "[1, 'a']",
      "'a'",
      "The elements of a list are of one kind: `'a'` is a text, and the ones before are not.",
    ],
    ["min(self.age, oops, 3)", "oops", "`oops` is not defined here."],
  ])("%s", (source, at, message) => {
    expect(problems(source)).toEqual([expect.objectContaining({ at, message })]);
  });
});

describe("syntax errors are reported with position and reason", () => {
  test.each([
    ["self.age = 1", "=", "Write `==` instead of `=`."],
    ["true and false", "and", "Write `&&` instead of `and`."],
    ["(1 + 2", "", "Expected `)`, got the end."],
    ["1 +", "", "Something is missing before the end."],
    ["", "", "The expression is empty."],
    ["'abc", "'abc", "Unterminated string."],
    [
      "1u + 2",
      "1u",
      "Write numbers plainly, such as 2 or 0.5, and texts in plain quotes: all numbers are of " +
        "one kind.",
    ],
  ])("%s", (source, at, message) => {
    expect(problems(source)).toEqual([expect.objectContaining({ at, message })]);
  });
});

describe("the result is checked against the expected type", () => {
  const party: Type = { kind: "text", options: ["left", "right"] };
  test.each<[string | number | boolean, Type, string]>([
    ["self.name", NUMBER, "The result must be a number, and `self.name` is a text."],
    ["self.age", BOOLEAN, "The result must be true or false, and `self.age` is a number."],
    [
      "Post",
      listOf(rowOf("Voter")),
      "The result must be a list of rows of Voter, and `Post` is a list of rows of Post.",
    ],
    ["'lefft'", party, "The result can be left, right, but not `lefft`."],
    ["null", NUMBER, "The result must be a number, and `null` is null."],
    [3, BOOLEAN, "The result must be true or false, and `3` is a number."],
  ])("%s", (source, expected, message) => {
    expect(problems(source, expected)).toEqual([expect.objectContaining({ message })]);
  });

  test.each<[string | number | boolean, Type]>([
    ["mean(Voter, v, v.age)", NUMBER],
    ["self.partner", rowOf("Voter")],
    ["null", rowOf("Voter", true)],
    ["[]", listOf(rowOf("Voter"))],
    ["self.active ? 'left' : 'right'", party],
    [3, NUMBER],
    ["arg.score", NUMBER],
    ["anything", NUMBER],
    ["first(Voter)", rowOf("Voter", true)],
  ])("%s is accepted", (source, expected) => {
    expect(problems(source, expected)).toEqual([]);
  });
});

test("one expression reports all its mistakes, in order", () => {
  expect(problems("self.agee > 1 && self.party == 'x' && foo(1)").map(({ at }) => at)).toEqual([
    "agee",
    "'x'",
    "foo",
  ]);
});

test("the example of every function parses and names declared functions", () => {
  const known = { ...NAMES, post: rowOf("Post"), row: rowOf("Post") };
  for (const { name, example, doc, signature } of FUNCTIONS) {
    expect(doc).not.toBe("");
    expect(signature).toContain(name);
    const result = compileExpression(example, SCHEMA, known);
    const messages = result.ok ? [] : result.problems.map(({ message }) => message);
    expect(
      messages.filter((message) => !/has no (attribute|value)|is not defined/.test(message)),
      example,
    ).toEqual([]);
  }
});
