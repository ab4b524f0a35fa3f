import { expect, it } from "vitest";
import { formatAnswerForSchema } from "./format-for-schema";
import { answerJsonSchema } from "./json-schema";
import { formatAnswer, parseAnswer } from "./parse-answer";
import type { ResolvedAnswer } from "./resolved-answer";

const one: ResolvedAnswer = {
  kind: "one",
  inputs: {
    trust: { type: "integer", min: 1, max: 7 },
    turns: {
      type: "records",
      minItems: 1,
      maxItems: 4,
      fields: {
        speaker: { type: "text", minLength: 0, maxLength: 20 },
        text: { type: "text", minLength: 0, maxLength: 99 },
      },
    },
  },
};
const choice: ResolvedAnswer = {
  kind: "choice",
  actions: {
    wait: { inputs: {} },
    give: { inputs: { amount: { type: "integer", min: 0, max: 9 } } },
  },
};

it.each([
  [one, { values: { trust: 3, turns: [["Ada", "Hello."]] } }],
  [choice, { action: "give", values: { amount: 4 } }],
  [choice, { action: "wait", values: {} }],
] as const)(
  "writes the same text as the resolved answer, from its schema alone",
  (answer, given) => {
    const text = formatAnswerForSchema(answerJsonSchema(answer), given);
    expect(JSON.parse(text)).toEqual(JSON.parse(formatAnswer(answer, given)));
    expect(parseAnswer(answer, text)).toMatchObject({ ok: true, values: given.values });
  },
);

it("orders values as the schema does, and omits values that it does not request", () => {
  const values = { noted: "aside", turns: [["Ada", "Hello."]], trust: 3 };
  expect(formatAnswerForSchema(answerJsonSchema(one), { values })).toBe(
    '{"trust":3,"turns":[{"speaker":"Ada","text":"Hello."}]}',
  );
});
