import { describe, expect, it } from "vitest";
import { type AnswerStyle, sampleAnswer } from "./sample-answer";

const style: AnswerStyle = {
  text: (shortest) => "x".repeat(shortest),
  items: (least) => least,
  number: (low, high, share) => low + share * (high - low),
};

const actions = (vacancies: readonly string[]) => ({
  type: "object",
  properties: {
    choice: {
      anyOf: [
        {
          type: "object",
          properties: {
            action: { enum: ["apply"] },
            for: { type: "array", items: { enum: vacancies }, minItems: 0, maxItems: 3 },
            letter: { anyOf: [{ type: "string", maxLength: 20 }, { type: "null" }] },
          },
          required: ["action", "for", "letter"],
        },
        {
          type: "object",
          properties: {
            action: { enum: ["wait"] },
            months: { type: "integer", minimum: 1, maximum: 6 },
          },
          required: ["action", "months"],
        },
      ],
    },
  },
  required: ["choice"],
});

describe("an answer similar to another", () => {
  const given = {
    choice: {
      action: "apply",
      for: ["Vacancy-1", "Vacancy-9"],
      letter: "I have done this for twenty years.",
    },
  };

  it("keeps valid parts, replaces missing rows, and truncates long texts", () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const { choice } = sampleAnswer(
        actions(["Vacancy-1", "Vacancy-4", "Vacancy-5"]),
        seed,
        style,
        given,
      ) as { choice: { action: string; for: string[]; letter: string } };
      expect([choice.action, choice.for.length, choice.for[0], choice.letter]).toEqual([
        "apply",
        2,
        "Vacancy-1",
        "I have done this for",
      ]);
      expect(["Vacancy-1", "Vacancy-4", "Vacancy-5"]).toContain(choice.for[1]);
    }
  });

  it("keeps nulls and clamps numbers", () => {
    expect(
      sampleAnswer(actions(["Vacancy-4"]), 3, style, {
        choice: { action: "apply", for: [], letter: null },
      }),
    ).toEqual({ choice: { action: "apply", for: [], letter: null } });
    expect(
      sampleAnswer(actions(["Vacancy-4"]), 3, style, { choice: { action: "wait", months: 40 } }),
    ).toEqual({ choice: { action: "wait", months: 6 } });
  });

  it("is drawn freely where the other answer is unusable", () => {
    const drawn = new Set(
      Array.from(
        { length: 40 },
        (_, seed) =>
          (
            sampleAnswer(actions(["Vacancy-4"]), seed, style, { nothing: "here" }) as {
              choice: { action: string };
            }
          ).choice.action,
      ),
    );
    expect(drawn).toEqual(new Set(["apply", "wait"]));
  });
});

it("follows the preferences of its style", () => {
  const schema = {
    type: "object",
    properties: {
      vote: { enum: ["no", "yes"] },
      stars: { type: "integer", minimum: 1, maximum: 10 },
    },
    required: ["vote", "stars"],
  };
  const leaning: AnswerStyle = {
    ...style,
    choose: (options) => options.indexOf("yes"),
    position: (drawn) => 0.8 + drawn / 5,
  };
  for (let seed = 0; seed < 30; seed += 1) {
    const { vote, stars } = sampleAnswer(schema, seed, leaning) as { vote: string; stars: number };
    expect([vote, stars > 8]).toEqual(["yes", true]);
  }
});
