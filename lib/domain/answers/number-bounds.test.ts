import { describe, expect, it } from "vitest";
import { answerJsonSchema } from "./json-schema";
import { breaksBounds, describeBounds, enumerateBounds } from "./number-bounds";
import type { ResolvedAnswer, ResolvedInputs } from "./resolved-answer";

const one = (inputs: ResolvedInputs) => answerJsonSchema({ kind: "one", inputs });
const propertyOf = (inputs: ResolvedInputs) => {
  const { schema, left } = enumerateBounds(one(inputs));
  return { left, properties: schema.properties };
};

const CHOICE: ResolvedAnswer = {
  kind: "choice",
  actions: {
    wait: { inputs: { hours: { type: "integer", min: 1, max: 3 } } },
    give: {
      inputs: {
        amount: { type: "number", min: 0, max: 2.123456789 },
        to: { type: "text", minLength: 0, maxLength: 9 },
      },
    },
  },
};

describe("bounds that can be enumerated", () => {
  it("are lists of values: whole numbers with few, and numbers with one", () => {
    expect(
      propertyOf({
        trust: { type: "integer", min: 1, max: 4, label: "Trust" },
        thermometer: { type: "integer", min: 0, max: 100 },
        exactly: { type: "number", min: 2.5, max: 2.5 },
        skipped: { type: "integer", min: -1, max: 1, optional: true },
      }),
    ).toEqual({
      left: [],
      properties: {
        trust: { type: "integer", enum: [1, 2, 3, 4], description: "Trust" },
        thermometer: { type: "integer", enum: Array.from({ length: 101 }, (_, at) => at) },
        exactly: { type: "number", enum: [2.5] },
        skipped: { anyOf: [{ type: "integer", enum: [-1, 0, 1] }, { type: "null" }] },
      },
    });
  });

  it("stay bounds where there are many values, for one number or for all together", () => {
    const { left, properties } = propertyOf({
      share: { type: "number", min: 0, max: 1 },
      salary: { type: "integer", min: 0, max: 101 },
      age: { type: "integer", min: 18 },
      free: { type: "number" },
    });
    expect(left).toEqual([
      { path: "share", min: 0, max: 1 },
      { path: "salary", min: 0, max: 101 },
      { path: "age", min: 18, max: null },
    ]);
    expect(properties).toEqual({
      share: { type: "number", minimum: 0, maximum: 1 },
      salary: { type: "integer", minimum: 0, maximum: 101 },
      age: { type: "integer", minimum: 18 },
      free: { type: "number" },
    });
    const items = Object.fromEntries(
      ["a", "b", "c", "d", "e"].map((name) => [name, { type: "integer", min: 1, max: 101 }]),
    ) as ResolvedInputs;
    expect(propertyOf(items).left).toEqual([{ path: "e", min: 1, max: 101 }]);
  });

  it("are found in lists, records and the actions of a choice", () => {
    const { left, schema } = enumerateBounds(
      one({
        weights: {
          type: "list",
          of: { type: "number", min: 0, max: 1 },
          minItems: 0,
          maxItems: 3,
        },
        turns: {
          type: "records",
          minItems: 1,
          maxItems: 2,
          fields: {
            speaker: { type: "category", options: ["Ada"] },
            mood: { type: "integer", min: 1, max: 2 },
            heat: { type: "number", max: 9.5 },
          },
        },
      }),
    );
    expect(left.map(({ path }) => path)).toEqual(["weights[]", "turns[].heat"]);
    expect(JSON.stringify(schema)).toContain('"mood":{"type":"integer","enum":[1,2]}');
    const choice = enumerateBounds(answerJsonSchema(CHOICE));
    expect(describeBounds(choice.left)).toBe(
      "Numbers outside these bounds are not accepted:\n- `give: amount`: from 0 to 2.123456789",
    );
    expect(JSON.stringify(choice.schema)).toContain('"hours":{"type":"integer","enum":[1,2,3]}');
  });

  it("are described from one side, too", () => {
    expect(
      describeBounds([
        { path: "age", min: 18, max: null },
        { path: "heat", min: null, max: 9.5 },
      ]),
    ).toContain("- `age`: at least 18\n- `heat`: at most 9.5");
  });
});

describe("an answer that breaks bounds", () => {
  const inputs: ResolvedInputs = {
    trust: { type: "integer", min: 1, max: 4 },
    share: { type: "number", min: 0, max: 1, optional: true },
    turns: {
      type: "records",
      minItems: 0,
      maxItems: 2,
      fields: { heat: { type: "number", max: 9.5 } },
    },
  };

  it.each([
    [{ trust: 4, share: 0.5, turns: [{ heat: -20 }] }, false],
    [{ trust: 4, share: null, turns: [] }, false],
    [{ trust: 5, share: 0.5, turns: [] }, true],
    [{ trust: 1, share: 1.01, turns: [] }, true],
    [{ trust: 1, share: 0, turns: [{ heat: 1 }, { heat: 9.6 }] }, true],
    // Faults of another kind say nothing about numbers.
    [{ trust: "9", turns: {}, more: 99 }, false],
    ["9", false],
    [null, false],
  ])("%j: %s", (answer, breaks) => {
    expect(breaksBounds(one(inputs), answer)).toBe(breaks);
  });

  it("is judged by the bounds of the action that it names", () => {
    const schema = answerJsonSchema(CHOICE);
    const breaks = (choice: object) => breaksBounds(schema, { choice });
    expect(breaks({ action: "wait", hours: 4 })).toBe(true);
    expect(breaks({ action: "wait", hours: 3, amount: 99 })).toBe(false);
    expect(breaks({ action: "give", amount: 2.2, to: "wait" })).toBe(true);
    expect(breaks({ action: "give", amount: 2.1, to: "wait" })).toBe(false);
    expect(breaks({ amount: 99 })).toBe(false);
  });
});
