import { expect, it } from "vitest";
import { declaredInputs, withOrderedAnswer } from "./order-answer";

const text = { label: "Text" };
const scenario = {
  actions: { post: { inputs: { why: text, opinion: text, "mood of the day": text } } },
  questionnaires: { survey: { items: { trust: text, age: text } } },
};

// As Postgres returns an object: shorter names first, then by letter.
const STORED = { why: "so", extra: 1, opinion: "yes", "mood of the day": "calm" };
const order = (decision: Parameters<typeof withOrderedAnswer>[1]) =>
  Object.keys(withOrderedAnswer(scenario, decision).values ?? {});

it("puts an answer in the order of the scenario, and what it does not declare last", () => {
  const shuffled = { extra: 1, opinion: "yes", "mood of the day": "calm", why: "so" };
  for (const values of [STORED, shuffled])
    expect(order({ kind: "action", action: "post", values })).toEqual([
      "why",
      "opinion",
      "mood of the day",
      "extra",
    ]);
  expect(
    order({ kind: "questionnaire", action: "survey", values: { age: "40", trust: "some" } }),
  ).toEqual(["trust", "age"]);
});

it("leaves values as they are: missing answers, fixed shapes and no answer at all", () => {
  const values = { opinion: null, why: "so" };
  expect(withOrderedAnswer(scenario, { kind: "action", action: "post", values }).values).toEqual(
    values,
  );
  const turn = { kind: "turn", action: null, values: { text: "Hi", leaves: true } } as const;
  expect(withOrderedAnswer(scenario, turn)).toEqual(turn);
  const none = { kind: "action", action: "post", values: null } as const;
  expect(withOrderedAnswer(scenario, none)).toBe(none);
  expect(declaredInputs(scenario, { kind: "action", action: "gone" })).toEqual({});
});
