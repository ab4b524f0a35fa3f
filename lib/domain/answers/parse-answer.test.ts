import { describe, expect, it } from "vitest";
import { parseAnswer, type ResolvedAnswer, type ResolvedInput } from "./index";

const one = (inputs: Record<string, ResolvedInput>): ResolvedAnswer => ({ kind: "one", inputs });
const opinion = one({ opinion: { type: "number", min: -3.1, max: -1.1 } });
const accepted = (values: unknown, action?: string) => ({
  ok: true,
  ...(action === undefined ? {} : { action }),
  values,
});
const friends = [
  { id: "Voter-3", label: "Anna, 34" },
  { id: "Voter-5", label: "Bob" },
  { id: "Voter-6", label: "bob" },
];

describe("the form of an answer", () => {
  it.each([
    ["a bare object", '{"opinion": -2}'],
    ["a code fence", '```json\n{"opinion": -2}\n```'],
    ["prose around it", 'Well {to be honest}, I think:\n{"opinion": -2}\nThat is {my} view.'],
    ["reasoning before it", '<think>Maybe {"opinion": -3}? No.</think>{"opinion": -2}'],
    ["a comma too many", '{"opinion": -2,}'],
    ["a field nobody asked for", '{"why": "because", "opinion": -2}'],
    ["the same answer twice", '{"opinion": -2} or, again, {"opinion": -2.0}'],
    ["another object before it", 'Given {"mood": "bad"}: {"opinion": -2}'],
  ])("may be %s", (_, raw) => {
    expect(parseAnswer(opinion, raw)).toEqual(accepted({ opinion: -2 }));
  });

  it.each([
    ["empty", "  \n"],
    ["refused", "I'm sorry, but I can't take part in this."],
    ["notJson", "about minus two"],
    ["notJson", "{'opinion': -2}"],
    ["notJson", '{"opinion": NaN}'],
    ["notJson", "[-2]"],
    ["notJson", '{"opinion": -2} or rather {"opinion": -3}'],
    ["truncated", '{"opinion"'],
    ["truncated", 'Sure: {"opinion": -2, "why": "because {'],
    ["truncated", "<think>Let me see"],
    ["truncated", "```json\n{"],
  ])("is %s when it reads %s", (reason, raw) => {
    expect(parseAnswer(opinion, raw)).toMatchObject({ ok: false, reason });
  });

  it("may hold raw line breaks in its texts", () => {
    const answer = one({ text: { type: "text", minLength: 0, maxLength: 50 } });
    expect(parseAnswer(answer, '{"text": "a,\n\tb \\"c\\", }"}')).toEqual(
      accepted({ text: 'a,\n\tb "c", }' }),
    );
  });

  it("may be long and malformed", () => {
    expect(parseAnswer(opinion, "{".repeat(200_000))).toMatchObject({ ok: false });
    expect(parseAnswer(opinion, '{"a":'.repeat(50_000))).toMatchObject({
      ok: false,
      reason: "truncated",
    });
    expect(
      parseAnswer(opinion, `{"opinion": ${"[".repeat(100_000)}${"]".repeat(100_000)}}`),
    ).toMatchObject({ ok: false, reason: "wrongType" });
    expect(parseAnswer(opinion, `{"${"\\".repeat(200_000)}`)).toMatchObject({
      ok: false,
      reason: "truncated",
    });
  });
});

describe("the values of an answer", () => {
  const text = (minLength: number, maxLength: number): ResolvedInput => ({
    type: "text",
    minLength,
    maxLength,
  });
  const cases: [string, ResolvedInput, unknown, unknown][] = [
    [
      "a number at a bound as it was shown",
      { type: "number", min: -3.1000000000000001, max: 2.7182818284 },
      2.71828,
      2.71828,
    ],
    ["a bound that was rounded when shown", { type: "number", max: 0.1 + 0.2 }, 0.3, 0.3],
    ["a bound shown below itself", { type: "number", min: 3.14159265 }, 3.14159, 3.14159265],
    ["a whole number", { type: "integer", min: 0, max: 5 }, 5, 5],
    ["minus zero as zero", { type: "integer" }, -0, 0],
    ["false", { type: "boolean" }, false, false],
    [
      "an option but for case and space",
      { type: "category", options: ["Left", "Right"] },
      " left ",
      "Left",
    ],
    ["an option to the letter", { type: "category", options: ["a", "A"] }, "A", "A"],
    ["an id", { type: "ref", options: friends }, "Voter-5 ", "Voter-5"],
    ["the label of one row", { type: "ref", options: friends }, "anna,  34", "Voter-3"],
    ["a text without its margins", text(0, 3), "  abc\r\n", "abc"],
    ["a text counted in characters, not in units", text(2, 2), "🙂🙂", "🙂🙂"],
    ["a text without what cannot be stored", text(0, 9), "a\u0000b\ud800", "ab\ufffd"],
    ["null for an optional input", { type: "number", optional: true }, null, null],
    [
      "a list",
      { type: "list", of: { type: "category", options: ["x", "y"] }, minItems: 1, maxItems: 2 },
      ["X", "y"],
      ["x", "y"],
    ],
    ["an empty list", { type: "list", of: { type: "boolean" }, minItems: 0, maxItems: 2 }, [], []],
  ];
  it.each(cases)("include %s", (_, input, given, value) => {
    expect(parseAnswer(one({ it: input }), JSON.stringify({ it: given }))).toEqual(
      accepted({ it: value }),
    );
  });

  const refused: [string, ResolvedInput, unknown, string][] = [
    [
      "outOfRange",
      { type: "number", min: -3.1, max: -1.1 },
      7,
      "`it` must be between -3.1 and -1.1; you answered 7.",
    ],
    [
      "outOfRange",
      { type: "number", min: 0 },
      -0.001,
      "`it` must be at least 0; you answered -0.001.",
    ],
    ["outOfRange", { type: "integer", max: 4.5 }, 5, "`it` must be at most 4; you answered 5."],
    ["wrongType", { type: "integer" }, 2.5, "`it` must be a whole number; you answered 2.5."],
    [
      "wrongType",
      { type: "integer", min: 1, max: 5 },
      "3",
      '`it` must be a whole number from 1 to 5; you answered "3".',
    ],
    ["wrongType", { type: "boolean" }, "yes", '`it` must be true or false; you answered "yes".'],
    [
      "wrongType",
      { type: "category", options: ["1"] },
      1,
      "`it` must be one of the options; you answered 1.",
    ],
    [
      "wrongType",
      text(0, 5),
      ["a"],
      "`it` must be a text of at most 5 characters; you answered a list.",
    ],
    [
      "notAnOption",
      { type: "category", options: ["left", "right"] },
      "green",
      '`it` must be one of "left", "right"; you answered "green".',
    ],
    [
      "notAnOption",
      { type: "category", options: ["Ab", "aB"] },
      "ab",
      '`it` must be one of "Ab", "aB"; you answered "ab".',
    ],
    [
      "notAnOption",
      { type: "ref", options: friends },
      "BOB",
      '`it` must be one of "Voter-3 (Anna, 34)", "Voter-5 (Bob)", "Voter-6 (bob)"; you ' +
        'answered "BOB".',
    ],
    [
      "notAnOption",
      { type: "ref", options: [], optional: true },
      "Bob",
      "`it` has no options; answer null.",
    ],
    ["tooLong", text(0, 3), "abcd", "`it` must have at most 3 characters; yours has 4."],
    ["tooShort", text(3, 9), " ab ", "`it` must have at least 3 characters; yours has 2."],
    [
      "tooMany",
      { type: "list", of: { type: "boolean" }, minItems: 0, maxItems: 1 },
      [true, true],
      "`it` must have at most 1 item; yours has 2.",
    ],
    [
      "tooFew",
      { type: "list", of: { type: "boolean" }, minItems: 2, maxItems: 2 },
      [],
      "`it` must have exactly 2 items; yours has 0.",
    ],
    [
      "outOfRange",
      { type: "list", of: { type: "number", max: 1 }, minItems: 0, maxItems: 3 },
      [0, 2],
      "`it[1]` must be at most 1; you answered 2.",
    ],
    [
      "missing",
      { type: "list", of: { type: "boolean" }, minItems: 0, maxItems: 3 },
      [null],
      "`it[0]` is missing; it must be true or false.",
    ],
    [
      "missing",
      { type: "number", min: 0 },
      null,
      "`it` is missing; it must be a number of at least 0.",
    ],
  ];
  it.each(refused)("are %s for %o given %o", (reason, input, given, message) => {
    expect(parseAnswer(one({ it: input }), JSON.stringify({ it: given }))).toEqual({
      ok: false,
      reason,
      message,
    });
  });

  it("refuse infinite numbers and name every problem at once", () => {
    expect(parseAnswer(opinion, '{"opinion": 1e999}')).toMatchObject({ reason: "wrongType" });
    const two = one({ a: { type: "boolean" }, b: { type: "integer" } });
    expect(parseAnswer(two, '{"b": "x"}')).toEqual({
      ok: false,
      reason: "missing",
      message:
        '`a` is missing; it must be true or false. `b` must be a whole number; you answered "x".',
    });
  });

  it("take an optional field left out for null, unless it looks misnamed", () => {
    const answer = one({ whom: { type: "ref", options: friends, optional: true } });
    expect(parseAnswer(answer, "{}")).toEqual(accepted({ whom: null }));
    expect(parseAnswer(answer, '{"person": "Voter-3"}')).toMatchObject({
      ok: false,
      reason: "missing",
    });
  });

  it("never come from the prototype of an object", () => {
    expect(parseAnswer(one({ constructor: text(0, 9) }), "{}")).toMatchObject({
      reason: "missing",
    });
    expect(
      parseAnswer({ kind: "choice", actions: { post: { inputs: {} } } }, '{"action": "toString"}'),
    ).toMatchObject({ reason: "notAnOption" });
  });
});

describe("a choice among actions", () => {
  const answer: ResolvedAnswer = {
    kind: "choice",
    actions: {
      post: { inputs: { text: { type: "text", minLength: 0, maxLength: 9 } } },
      rest: { inputs: {} },
    },
  };

  it("is read with its wrapper and without", () => {
    expect(parseAnswer(answer, '{"choice": {"action": "post", "text": "hi"}}')).toEqual(
      accepted({ text: "hi" }, "post"),
    );
    expect(parseAnswer(answer, '{"action": "rest"}')).toEqual(accepted({}, "rest"));
  });

  it.each([
    ["missing", '{"choice": {"text": "hi"}}'],
    ["missing", '{"choice": {"action": "post"}}'],
    ["notAnOption", '{"choice": {"action": "shout"}}'],
    ["wrongType", '{"choice": "post"}'],
    ["wrongType", '{"choice": {"action": 1}}'],
    ["truncated", '{"choice": {"action": "rest"}'],
  ])("is %s when it reads %s", (reason, raw) => {
    expect(parseAnswer(answer, raw)).toMatchObject({ ok: false, reason });
  });

  it("names its key differently when an input is called action", () => {
    const clash: ResolvedAnswer = {
      kind: "choice",
      actions: { act: { inputs: { action: { type: "boolean" } } }, rest: { inputs: {} } },
    };
    expect(parseAnswer(clash, '{"choice": {"_action": "act", "action": true}}')).toEqual(
      accepted({ action: true }, "act"),
    );
  });
});
