import { describe, expect, it } from "vitest";
import { PROBE_QUESTION } from "@/lib/adapters/llm/probe-question";
import { complete } from "./completion";
import { Draws } from "./hash";
import { axesOf } from "./persona";
import { ARGUMENTS, CLAIMS, DOUBTS } from "./text-phrases";

type Properties = Record<string, Record<string, unknown>>;

function ask<T>(user: string, properties: Properties): T {
  const schema = {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
  const { choices } = complete({
    model: "microcosm-demo",
    seed: 1,
    messages: [{ role: "user", content: user }],
    response_format: { type: "json_schema", json_schema: { schema } },
  });
  return JSON.parse(choices[0]?.content ?? "") as T;
}
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const sd = (values: readonly number[]) =>
  Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

const GAIN =
  "“Doctors expect fewer days with bad air and about a third less noise. Streets will have " +
  "room for trees, and buses will run every five minutes.”";
const COST =
  "“Shopkeepers warn that 1,200 parking spaces will be lost. Drivers will take detours of " +
  "about ten minutes, and the buses will cost the city 4 million euros a year.”";
const OUTCOME: Properties = {
  support: {
    type: "integer",
    minimum: 1,
    maximum: 7,
    description:
      "Do you oppose or support this plan? 1 means strongly oppose, 7 means strongly support.",
  },
  vote: {
    enum: ["in favour", "against", "would not vote"],
    description: "If there were a referendum, how would you vote?",
  },
  fee: {
    type: "number",
    minimum: 0,
    maximum: 50,
    description:
      "What monthly fee per household, in euros, would you accept to pay for better buses? 0 " +
      "if none.",
  },
  wouldSign: { type: "boolean", description: "Would you sign a petition in favour of the plan?" },
  reason: {
    type: "string",
    maxLength: 240,
    description: "What is the main reason for your view? One or two sentences.",
  },
};
interface SurveyAnswers {
  support: number;
  vote: string;
  fee: number;
  wouldSign: boolean;
  reason: string;
}
const respondent = (i: number, vignette: string) =>
  `You are a woman, ${20 + (i % 60)} years old. Your trust in the city council is ` +
  `${i % 11} on a scale from 0 (none) to 10 (complete).\n\nWhat you remember:\n- Round 1: ` +
  `You told the interviewer number ${i} that your concern is 4 on a scale from 1 to ` +
  `7.\n\n${vignette}\n\nHere are my last questions.`;
const arm = (vignette: string) =>
  Array.from({ length: 200 }, (_, i) => ask<SurveyAnswers>(respondent(i, vignette), OUTCOME));

describe("a survey with a vignette", () => {
  const gain = arm(GAIN);
  const cost = arm(COST);

  it("ignores numbers of the report: fees are small and spread in both arms", () => {
    for (const answers of [gain, cost]) {
      const fees = answers.map(({ fee }) => fee);
      expect(mean(fees)).toBeGreaterThan(6);
      expect(mean(fees)).toBeLessThan(24);
      expect(sd(fees)).toBeGreaterThan(4);
    }
    expect(
      Math.abs(mean(gain.map(({ fee }) => fee)) - mean(cost.map(({ fee }) => fee))),
    ).toBeLessThan(5);
  });

  it("moves support a little towards the tone of the report, less than people differ", () => {
    const effect =
      mean(gain.map(({ support }) => support)) - mean(cost.map(({ support }) => support));
    expect(effect).toBeGreaterThan(0);
    expect(effect).toBeLessThan(sd(gain.map(({ support }) => support)));
  });

  it("gives consistent answers", () => {
    const sided = [...gain, ...cost].filter(
      ({ support, vote }) => support !== 4 && vote !== "would not vote",
    );
    expect(
      mean(sided.map(({ support, vote }) => Number((vote === "in favour") === support > 4))),
    ).toBeGreaterThan(0.9);
    expect(
      mean(sided.map(({ support, wouldSign }) => Number(wouldSign === support > 4))),
    ).toBeGreaterThan(0.85);
    for (const { reason } of gain)
      expect(reason).not.toMatch(/the main reason|ten minutes|a third/i);
  });

  it("does not send people without a car by car", () => {
    const means = Array.from(
      { length: 200 },
      (_, i) =>
        ask<{ means: string[] }>(
          `You are ${20 + i} years old. Car: you have no car.\n\nA few questions.`,
          {
            means: {
              type: "array",
              items: { enum: ["on foot", "by bicycle", "by bus or tram", "by car"] },
              minItems: 1,
              maxItems: 4,
            },
          },
        ).means,
    );
    expect(mean(means.map((named) => Number(named.includes("by car"))))).toBeLessThan(0.1);
  });
});

describe("opinions", () => {
  const profile = (stand: number, i: number) =>
    `You are ${20 + (i % 60)} years old.\nOn a carbon tax you stand at ${stand} on a scale ` +
    "from -5 (strongly against) to 5 (strongly for).";
  const stands = Array.from({ length: 400 }, (_, i) =>
    Number((((i % 2 ? 1 : -1) * (Math.floor(i / 2) + 0.5)) / 50).toFixed(2)),
  );
  const posts = stands.map(
    (stand, i) =>
      ask<{ text: string }>(
        `${profile(stand, i)}\n\nWrite one short post about the carbon tax for your friends.`,
        { text: { type: "string", maxLength: 280 } },
      ).text,
  );
  const answers = stands.map((stand, i) => {
    const heard = [0, 1, 2, 3]
      .map(
        (k) =>
          "- Anna (30, nurse): " +
          `“${posts[Math.floor(new Draws(i).unit(`${k}`) * posts.length)] ?? ""}”`,
      )
      .join("\n");
    const form =
      'Answer with one JSON object and nothing else. Its fields:\n- "opinion" (Opinion: from ' +
      "-5 (strongly against) to 5 (strongly for)): a number";
    return ask<{ opinion: number; why: string }>(
      `${profile(stand, i)}\n\nToday your friends wrote about the carbon ` +
        `tax:\n${heard}\n\nHaving read this, where do you stand on the carbon tax ` +
        `now?\n\n${form}`,
      {
        opinion: {
          type: "number",
          minimum: Math.max(-5, stand - 1),
          maximum: Math.min(5, stand + 1),
          description: "from -5 (strongly against) to 5 (strongly for)",
        },
        why: {
          type: "string",
          maxLength: 200,
          description: "one sentence on what moved you, or why nothing did",
        },
      },
    );
  });

  it("drift neither way on average (400 people)", () => {
    expect(
      Math.abs(mean(answers.map(({ opinion }, i) => opinion - (stands[i] ?? 0)))),
    ).toBeLessThan(0.05);
  });

  it("come with a reason that fits the direction of change", () => {
    answers.forEach(({ opinion, why }, i) => {
      expect(why).not.toMatch(/what moved you|come to agree/);
      if (/open to it|kindly|mind it less|arguments for/.test(why))
        expect(opinion).toBeGreaterThan(stands[i] ?? 0);
      if (/doubt|careful|worry more/.test(why)) expect(opinion).toBeLessThan(stands[i] ?? 0);
    });
  });
});

describe("phrases", () => {
  it("take their side, and no argument supports the other", () => {
    const stance = (text: string) => axesOf(text.replace("{topic}", "the plan")).stance;
    for (const claim of CLAIMS.for)
      for (const parts of Object.values(ARGUMENTS.for))
        for (const why of [...parts.low, ...parts.high])
          expect(stance(`${claim}: ${why}`)).toBeGreaterThan(0.2);
    for (const claim of CLAIMS.against)
      for (const parts of Object.values(ARGUMENTS.against))
        for (const why of [...parts.low, ...parts.high])
          expect(stance(`${claim}: ${why}`)).toBeLessThan(-0.2);
    for (const claim of CLAIMS.unsure)
      for (const why of DOUBTS) expect(Math.abs(stance(`${claim}: ${why}`))).toBeLessThan(0.2);
  });

  it("answer how the morning was", () => {
    const { choices } = complete({
      model: "microcosm-demo",
      seed: 5,
      messages: [...PROBE_QUESTION.messages],
      response_format: {
        type: "json_schema",
        json_schema: { schema: PROBE_QUESTION.schema?.schema as Record<string, unknown> },
      },
    });
    expect((JSON.parse(choices[0]?.content ?? "") as { remark: string }).remark).toMatch(
      /morning|at home/,
    );
  });
});

describe("an experiment whose instructions are full of numbers", () => {
  const INSTRUCTIONS =
    "You take part in an experiment.\nEach token in the project pays 0.4 tokens to each of " +
    "the 4 members. Some people become seriously ill and are afraid.";
  const decide = (i: number, name: string, node: Record<string, unknown>) => {
    const schema = {
      type: "object",
      properties: { [name]: node },
      required: [name],
      additionalProperties: false,
    };
    const messages = [
      { role: "system", content: INSTRUCTIONS },
      {
        role: "user",
        content:
          `You are ${18 + (i % 12)} years old, study law and are number ${i}.\n\nYou ` +
          "receive 20 tokens. How many of them do you put into the project?",
      },
    ];
    const { choices } = complete({
      model: "microcosm-demo",
      seed: i,
      messages,
      response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
    });
    return (JSON.parse(choices[0]?.content ?? "") as Record<string, number>)[name] ?? 0;
  };

  it("does not take numbers of the rules for the person's own", () => {
    const tokens = Array.from({ length: 100 }, (_, i) =>
      decide(i, "tokens", {
        type: "integer",
        minimum: 0,
        maximum: 20,
        description: "Tokens for the project: the rest you keep",
      }),
    );
    expect(mean(tokens)).toBeGreaterThan(5);
    expect(mean(tokens)).toBeLessThan(15);
  });

  it("often answers zero where 0 is for none", () => {
    const points = Array.from({ length: 100 }, (_, i) =>
      decide(i, "points", {
        type: "integer",
        minimum: 0,
        maximum: 10,
        description: "Deduction points: 0 for none",
      }),
    );
    expect(points.filter((value) => value === 0).length).toBeGreaterThan(30);
    expect(points.some((value) => value > 1)).toBe(true);
  });
});
