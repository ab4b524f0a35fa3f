import { describe, expect, it } from "vitest";
import { chatRequest, complete } from "./completion";

const base = {
  model: "microcosm-demo",
  messages: [
    { role: "system", content: "You are Ben, 52 years old. You work as a baker in Lyon." },
    { role: "user", content: "How do you feel about the new bridge?" },
  ],
};
const content = (more: object) =>
  complete(chatRequest.parse({ ...base, ...more })).choices[0]?.content ?? "";
const ask = (question: string) =>
  content({ messages: [base.messages[0], { role: "user", content: question }] });

describe("completions", () => {
  it("are a pure function of messages, schema, seed and model", () => {
    expect(content({ seed: 4 })).toBe(content({ seed: 4 }));
    const seeds = new Set(Array.from({ length: 20 }, (_, seed) => content({ seed })));
    expect(seeds.size).toBeGreaterThan(5);
    expect(
      new Set(["", "-2", "-3", "-4"].map((suffix) => content({ model: `microcosm-demo${suffix}` })))
        .size,
    ).toBeGreaterThan(1);
  });

  it("answer in prose when no schema is given", () => {
    expect(ask("How do you feel about the new bridge?")).toMatch(/the new bridge/i);
    expect(ask("How old are you?")).toContain("I am Ben, 52 years old.");
    expect(ask("What do you do for a living?")).toContain("I work as a baker in Lyon.");
  });

  it("read content parts like plain content", () => {
    const parts = base.messages.map(({ role, content: text }) => ({
      role,
      content: [{ type: "text", text }],
    }));
    expect(content({ messages: parts })).toBe(content({}));
  });

  it("find a schema that is written in the prompt", () => {
    const schema = {
      type: "object",
      properties: { trust: { type: "integer", minimum: 1, maximum: 3 } },
      required: ["trust"],
    };
    const answer = JSON.parse(
      ask(
        "Do you trust it? Answer in JSON like {this}, by the schema " +
          `${JSON.stringify(schema)}. No more {words}.`,
      ),
    ) as { trust: number };
    expect([1, 2, 3]).toContain(answer.trust);
  });

  it("return some object in JSON mode without a schema", () => {
    expect(JSON.parse(content({ response_format: { type: "json_object" } }))).toHaveProperty(
      "answer",
    );
  });

  it("end at stop sequences", () => {
    const cut = complete(chatRequest.parse({ ...base, max_tokens: 3 })).choices[0];
    expect(cut).toMatchObject({ finishReason: "length" });
    expect(cut?.content).toHaveLength(12);
    expect(content({ stop: " " })).not.toContain(" ");
  });

  it("differ from choice to choice", () => {
    const { choices } = complete(chatRequest.parse({ ...base, n: 6 }));
    expect(choices).toHaveLength(6);
    expect(new Set(choices.map((choice) => choice.content)).size).toBeGreaterThan(2);
  });

  it("refuse parameters that cannot be honoured", () => {
    expect(() => content({ logprobs: true })).toThrow("logprobs");
    expect(() => content({ tools: [{}] })).toThrow("tools");
  });
});
