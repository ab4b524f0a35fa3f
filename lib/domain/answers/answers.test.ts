import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Conversation, conversation as parsedConversation, type Value } from "../scenario";
import {
  answerColumns,
  mergeAnswerColumns,
  answerJsonSchema,
  type AnswerValues,
  conversationAnswers,
  describeAnswer,
  forcedAnswer,
  formatAnswer,
  findImpossibleInput,
  type JsonSchema,
  parseAnswer,
  type ResolvedAnswer,
  type ResolvedField,
  type ResolvedInput,
  type ResolvedInputs,
  type ResolvedItem,
  scriptShape,
  withoutLimits,
} from "./index";

/** Inputs together with a valid value of each. */
type Case = { input: ResolvedInput; value: Value };
const optional = (made: fc.Arbitrary<Case>): fc.Arbitrary<Case> =>
  fc
    .tuple(made, fc.constantFrom("required", "given", "null"))
    .map(([{ input, value }, how]) =>
      how === "required"
        ? { input, value }
        : { input: { ...input, optional: true }, value: how === "null" ? null : value },
    );

const whole = fc.integer({ min: -1_000, max: 1_000 });
const real = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const word = fc
  .string({ unit: fc.constantFrom(..."abcXYZ é-'\"{}\\/:,"), minLength: 1, maxLength: 12 })
  .map((text) => text.trim())
  .filter((text) => text !== "");
const bounded = (type: "integer" | "number", n: fc.Arbitrary<number>): fc.Arbitrary<Case> =>
  fc.tuple(n, n, n).map((three) => {
    const [min = 0, value = 0, max = 0] = three.map((x) => x + 0).sort((a, b) => a - b);
    return { input: { type, min, max }, value };
  });
const item = fc.oneof(
  fc.boolean().map((value): Case => ({ input: { type: "boolean" }, value })),
  bounded("integer", whole),
  bounded("number", real),
  fc
    .tuple(fc.uniqueArray(word, { minLength: 1, maxLength: 5 }), fc.nat())
    .map(([options, at]): Case => ({
      input: { type: "category", options },
      value: options[at % options.length]!,
    })),
  fc.tuple(fc.integer({ min: 1, max: 5 }), word, fc.nat()).map(([n, label, at]): Case => ({
    input: {
      type: "ref",
      options: Array.from({ length: n }, (_, i) => ({ id: `Voter-${i + 1}`, label })),
    },
    value: `Voter-${(at % n) + 1}`,
  })),
  word.map((value): Case => ({ input: { type: "text", minLength: 1, maxLength: 12 }, value })),
);
const list = fc
  .tuple(item, fc.integer({ min: 0, max: 3 }))
  .map(([{ input: of, value }, n]): Case => ({
    input: { type: "list", of: of as ResolvedItem, minItems: n, maxItems: 3 },
    value: Array.from({ length: n }, () => value),
  }));
const name = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,6}$/);
const records = fc
  .tuple(
    fc.dictionary(name, optional(fc.oneof(item, list)), {
      minKeys: 1,
      maxKeys: 3,
      noNullPrototype: true,
    }),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([made, n]): Case => ({
    input: {
      type: "records",
      fields: inputsOf(made) as Record<string, ResolvedField>,
      minItems: n,
      maxItems: 3,
    },
    value: Array.from({ length: n }, () => Object.values(valuesOf(made))),
  }));
const input = optional(fc.oneof(item, list, records));
const cases = (minKeys: number) =>
  fc.dictionary(name, input, { minKeys, maxKeys: 4, noNullPrototype: true });
function inputsOf(made: Record<string, Case>): ResolvedInputs {
  return Object.fromEntries(Object.entries(made).map(([key, { input: of }]) => [key, of]));
}
function valuesOf(made: Record<string, Case>): Record<string, Value> {
  return Object.fromEntries(Object.entries(made).map(([key, { value }]) => [key, value]));
}

const asked: fc.Arbitrary<{ answer: ResolvedAnswer; given: AnswerValues }> = fc.oneof(
  cases(0).map((made) => ({
    answer: { kind: "one" as const, inputs: inputsOf(made) },
    given: { values: valuesOf(made) },
  })),
  fc
    .tuple(
      fc.dictionary(name, cases(0), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
      fc.nat(),
    )
    .map(([actions, at]) => {
      const [action, made] = Object.entries(actions)[at % Object.keys(actions).length]!;
      const resolved = Object.fromEntries(
        Object.entries(actions).map(([key, each]) => [key, { inputs: inputsOf(each) }]),
      );
      return {
        answer: { kind: "choice" as const, actions: resolved },
        given: { action, values: valuesOf(made) },
      };
    }),
);

/** The schema as a zod schema: a check that shares no code with the parser. */
const satisfies = (schema: JsonSchema, text: string): boolean =>
  z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(JSON.parse(text))
    .success;

describe("typed answers", () => {
  it("read back every valid answer, which satisfies the schema", () => {
    fc.assert(
      fc.property(asked, ({ answer, given }) => {
        const text = formatAnswer(answer, given);
        expect(parseAnswer(answer, text)).toEqual({ ok: true, ...given });
        expect(parseAnswer(answer, `I say:\n\`\`\`json\n${text}\n\`\`\``)).toEqual({
          ok: true,
          ...given,
        });
        expect(satisfies(answerJsonSchema(answer), text)).toBe(true);
        expect(satisfies(withoutLimits(answerJsonSchema(answer)), text)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("accept nothing that the schema does not allow", () => {
    const mutated = fc
      .tuple(asked, fc.jsonValue({ maxDepth: 2 }), fc.nat())
      .map(([{ answer, given }, value, at]) => {
        const keys = Object.keys(given.values);
        const key = keys[at % Math.max(1, keys.length)] ?? "x";
        return {
          answer,
          raw: formatAnswer(answer, {
            ...given,
            values: { ...given.values, [key]: value as Value },
          }),
        };
      });
    fc.assert(
      fc.property(mutated, ({ answer, raw }) => {
        const parsed = parseAnswer(answer, raw);
        if (parsed.ok)
          expect(satisfies(answerJsonSchema(answer), formatAnswer(answer, parsed))).toBe(true);
        else expect(parsed.message.length).toBeGreaterThan(10);
      }),
      { numRuns: 300 },
    );
  });

  it("never throw for garbage", () => {
    const garbage = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(...'{}[]",:\\ \n1-e.tfn') }),
      fc.json(),
    );
    fc.assert(
      fc.property(asked, garbage, ({ answer }, raw) => {
        expect(typeof parseAnswer(answer, raw).ok).toBe("boolean");
      }),
      { numRuns: 1_000 },
    );
  });

  it("have schemas in which every object is closed and requires all its properties", () => {
    const objects = (node: unknown): Record<string, unknown>[] =>
      typeof node !== "object" || node === null
        ? []
        : [...("properties" in node ? [{ ...node }] : []), ...Object.values(node).flatMap(objects)];
    fc.assert(
      fc.property(asked, ({ answer }) => {
        const schema = answerJsonSchema(answer);
        expect(schema.type).toBe("object");
        for (const node of objects(schema)) {
          if (typeof node.type !== "string") continue;
          expect(node).toMatchObject({
            additionalProperties: false,
            required: Object.keys(node.properties as object),
          });
        }
      }),
    );
  });
});

const vote: ResolvedAnswer = {
  kind: "choice",
  actions: {
    post: {
      label: "Write a post",
      inputs: {
        text: { type: "text", minLength: 0, maxLength: 280 },
        mood: { type: "integer", min: 1, max: 5, label: "Mood" },
      },
    },
    unfriend: {
      inputs: {
        whom: {
          type: "ref",
          optional: true,
          options: [
            { id: "Voter-3", label: "Anna, 34" },
            { id: "Voter-5", label: "Voter-5" },
          ],
        },
      },
    },
    rest: { description: "Do nothing", inputs: {} },
  },
};

describe("the schema of an answer", () => {
  it("is the object of the inputs, or a choice that begins with its action", () => {
    expect(
      answerJsonSchema({
        kind: "one",
        inputs: { yes: { type: "boolean", description: "Would you?" } },
      }),
    ).toEqual({
      type: "object",
      properties: { yes: { type: "boolean", description: "Would you?" } },
      required: ["yes"],
      additionalProperties: false,
    });
    const schema = JSON.stringify(answerJsonSchema(vote));
    expect(schema).toContain(
      '"anyOf":[{"type":"object","properties":{"action":{"type":"string","enum":["post"]},' +
        '"text":{"type":"string","maxLength":280}',
    );
    expect(schema).toContain(
      '"whom":{"anyOf":[{"type":"string","enum":["Voter-3","Voter-5"]},{"type":"null"}]}',
    );
    expect(schema).toContain('"description":"Do nothing"');
  });

  it("loses its limits, but not inputs named like one", () => {
    const schema = answerJsonSchema({
      kind: "one",
      inputs: { minimum: { type: "number", min: 0, max: 1 } },
    });
    expect(withoutLimits(schema)).toEqual({
      type: "object",
      properties: { minimum: { type: "number" } },
      required: ["minimum"],
      additionalProperties: false,
    });
  });

  it("is refused when no answer is possible", () => {
    const impossible: ResolvedInput[] = [
      { type: "category", options: [] },
      { type: "ref", options: [] },
      { type: "number", min: 1, max: 0 },
      { type: "integer", min: 0.2, max: 0.8 },
      { type: "text", minLength: 5, maxLength: 4 },
      { type: "list", of: { type: "ref", options: [] }, minItems: 1, maxItems: 2 },
    ];
    for (const each of impossible) {
      expect(findImpossibleInput({ it: each })).toMatch(/^`it` has/);
      expect(() => answerJsonSchema({ kind: "one", inputs: { it: each } })).toThrow(RangeError);
      expect(
        answerJsonSchema({ kind: "one", inputs: { it: { ...each, optional: true } } }),
      ).toMatchObject({ properties: { it: { type: "null" } } });
    }
    expect(() => answerJsonSchema({ kind: "choice", actions: {} })).toThrow("no action");
  });
});

describe("the lines of the prompt", () => {
  it("describe fields, ranges and options", () => {
    expect(describeAnswer(vote)).toBe(
      [
        "Choose one action. Answer with one JSON object and nothing else, in one of these forms:",
        '{"choice": {"action": "post", "text": …, "mood": …}} (Write a post)',
        '- "text": a text of at most 280 characters',
        '- "mood" (Mood): a whole number from 1 to 5',
        '{"choice": {"action": "unfriend", "whom": …}}',
        '- "whom": the id of one of the options, or null:',
        '  "Voter-3": Anna, 34',
        '  "Voter-5"',
        '{"choice": {"action": "rest"}} (Do nothing)',
      ].join("\n"),
    );
    const inputs: ResolvedInputs = {
      opinion: { type: "number", min: -3.0999999999999996, max: -1.1 },
      tags: {
        type: "list",
        of: { type: "category", options: ["a", "b"] },
        minItems: 1,
        maxItems: 2,
      },
    };
    expect(describeAnswer({ kind: "one", inputs })).toBe(
      [
        "Answer with one JSON object and nothing else. Its fields:",
        '- "opinion": a number from -3.1 to -1.1',
        '- "tags": a list of 1 to 2 items, each one of the options: "a", "b"',
      ].join("\n"),
    );
    expect(describeAnswer({ kind: "one", inputs: {} })).toBe("Answer with {} and nothing else.");
    const withoutOptions: ResolvedInputs = {
      whom: { type: "ref", options: [], optional: true, label: "Friend" },
    };
    expect(describeAnswer({ kind: "one", inputs: withoutOptions })).toContain(
      '\n- "whom" (Friend): null, since there is nothing to choose from',
    );
  });
});

const script: ResolvedInputs = {
  turns: {
    type: "records",
    minItems: 1,
    maxItems: 3,
    label: "The exchange",
    fields: {
      speaker: {
        type: "ref",
        options: [
          { id: "Voter-1", label: "Anna, 34" },
          { id: "Voter-2", label: "Bob" },
        ],
      },
      text: { type: "text", minLength: 1, maxLength: 20 },
      heat: { type: "integer", min: 1, max: 5, optional: true },
    },
  },
};

describe("a list of records", () => {
  const asked: ResolvedAnswer = { kind: "one", inputs: script };
  const anna = { speaker: "Voter-1", text: "Hello.", heat: null };

  it("is formatted as objects and stored as field values in declared order", () => {
    const values = {
      turns: [
        ["Voter-1", "Hello.", null],
        ["Voter-2", "Well.", 3],
      ],
    };
    const raw =
      '{"turns":[{"speaker":"Voter-1","text":"Hello.","heat":null},' +
      '{"speaker":"Voter-2","text":"Well.","heat":3}]}';
    expect(formatAnswer(asked, { values })).toBe(raw);
    expect(parseAnswer(asked, raw)).toEqual({ ok: true, values });
    expect(parseAnswer(asked, '{"turns":[{"text":" Hello. ","speaker":"anna, 34"}]}')).toEqual({
      ok: true,
      values: { turns: [["Voter-1", "Hello.", null]] },
    });
    expect(
      formatAnswer(
        { kind: "choice", actions: { talk: { inputs: script } } },
        { action: "talk", values: { turns: [["Voter-1", "Hi.", 1]] } },
      ),
    ).toBe('{"choice":{"action":"talk","turns":[{"speaker":"Voter-1","text":"Hi.","heat":1}]}}');
  });

  it.each<[string, unknown, string, RegExp]>([
    [
      "no list",
      { a: 1 },
      "wrongType",
      /^`turns` must be a list of 1 to 3 items, each an object with .*; you answered an object\.$/,
    ],
    ["too few", [], "tooFew", /^`turns` must have 1 to 3 items; yours has 0\.$/],
    ["too many", [anna, anna, anna, anna], "tooMany", /yours has 4/],
    [
      "no object",
      [anna, "Hello."],
      "wrongType",
      /^`turns\[1\]` must be an object with "speaker", "text", "heat"; you answered "Hello\."\.$/,
    ],
    [
      "wrong fields",
      [anna, { speaker: "Voter-9", text: "x".repeat(21), heat: 2 }],
      "notAnOption",
      /^`turns\[1\]\.speaker` must be one of .*`turns\[1\]\.text` must have at most 20 .* 21\.$/,
    ],
    [
      "a field too little",
      [{ speaker: "Voter-1", heat: 3 }],
      "missing",
      /^`turns\[0\]\.text` is missing/,
    ],
  ])("says which field of which record is wrong: %s", (_, turns, reason, message) => {
    expect(parseAnswer(asked, JSON.stringify({ turns }))).toEqual({
      ok: false,
      reason,
      message: expect.stringMatching(message),
    });
  });

  it("is described with the fields of each record", () => {
    expect(describeAnswer(asked)).toBe(
      [
        "Answer with one JSON object and nothing else. Its fields:",
        '- "turns" (The exchange): a list of 1 to 3 items, each an object with "speaker", ' +
          '"text", "heat":',
        '  - "speaker": the id of one of the options:',
        '    "Voter-1": Anna, 34',
        '    "Voter-2": Bob',
        '  - "text": a text of 1 to 20 characters',
        '  - "heat": a whole number from 1 to 5, or null',
      ].join("\n"),
    );
  });

  it("needs fields that can be answered, unless it may be empty", () => {
    const withoutOptions = (minItems: number): ResolvedInputs => ({
      turns: {
        type: "records",
        minItems,
        maxItems: 2,
        fields: { speaker: { type: "ref", options: [] } },
      },
    });
    expect(findImpossibleInput(withoutOptions(1))).toBe(
      "`turns` needs items, of which `speaker` has no options",
    );
    expect(answerJsonSchema({ kind: "one", inputs: withoutOptions(0) })).toMatchObject({
      properties: { turns: { maxItems: 0 } },
    });
    expect(
      findImpossibleInput({ turns: { type: "records", minItems: 3, maxItems: 2, fields: {} } }),
    ).toMatch(/above its largest/);
    expect(answerColumns(script)).toEqual([{ name: "turns", type: "records" }]);
  });
});

describe("an answer without a question", () => {
  it("needs no model when there is one action without inputs", () => {
    expect(forcedAnswer({ kind: "choice", actions: { rest: { inputs: {} } } })).toEqual({
      action: "rest",
      values: {},
    });
    expect(forcedAnswer({ kind: "one", inputs: {} })).toEqual({ values: {} });
    expect(forcedAnswer(vote)).toBeUndefined();
    expect(
      forcedAnswer({ kind: "choice", actions: { act: { inputs: { a: { type: "boolean" } } } } }),
    ).toBeUndefined();
  });
});

describe("the columns of answers", () => {
  it("are the inputs in order, shared among actions", () => {
    expect(answerColumns({ b: { type: "integer" }, a: { type: "text" } })).toEqual([
      { name: "b", type: "integer" },
      { name: "a", type: "text" },
    ]);
    expect(
      mergeAnswerColumns([
        { x: { type: "integer" }, y: { type: "ref" } },
        { y: { type: "list" }, x: { type: "number" }, z: { type: "boolean" } },
      ]),
    ).toEqual([
      { name: "x", type: "number" },
      { name: "y", type: "text" },
      { name: "z", type: "boolean" },
    ]);
  });
});

describe("the answers of a conversation", () => {
  const declared = (parts: object): Conversation =>
    parsedConversation.parse({ maxTurns: 3, prompt: "Talk.", ...parts });
  const conversation = declared({
    mode: "hybrid",
    inputs: { heat: { type: "integer" } },
    closing: { prompt: "", inputs: { mood: { type: "boolean" } } },
  });

  it("have columns for every possible input, and the shape of a script for its text", () => {
    expect(mergeAnswerColumns(conversationAnswers(conversation))).toEqual([
      { name: "turns", type: "records" },
      { name: "text", type: "text" },
      { name: "heat", type: "integer" },
      { name: "mood", type: "boolean" },
    ]);
    const line = (inputs: ResolvedInputs, turns: Value) =>
      formatAnswer({ kind: "one", inputs }, { values: { turns } });
    expect(line({ turns: scriptShape(conversation) }, [["Voter-1", "Hi."]])).toBe(
      '{"turns":[{"speaker":"Voter-1","text":"Hi."}]}',
    );
    expect(
      line({ turns: scriptShape({ ...conversation, mode: "script" }) }, [["Voter-1", "Hi.", 3]]),
    ).toBe('{"turns":[{"speaker":"Voter-1","text":"Hi.","heat":3}]}');
    expect(
      mergeAnswerColumns(
        conversationAnswers(
          declared({ next: "lastSpeaker", inputs: { text: { type: "text", maxLength: 9 } } }),
        ),
      ),
    ).toEqual([
      { name: "text", type: "text" },
      { name: "next", type: "ref" },
    ]);
  });
});
