import { describe, expect, it } from "vitest";
import { complete } from "./completion";

const ask = (user: string, name: string): string => {
  const schema = {
    type: "object",
    properties: { [name]: { type: "string", maxLength: 600 } },
    required: [name],
  };
  const { choices } = complete({
    model: "microcosm-demo",
    seed: 1,
    messages: [{ role: "user", content: user }],
    response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
  });
  return (JSON.parse(choices[0]?.content ?? "") as Record<string, string>)[name] ?? "";
};

describe("lives and reports", () => {
  it("writes a biography of the person addressed, not an opinion on a topic", () => {
    const lives = ["Anna", "Ben", "Carla", "David"].map((name) =>
      ask(
        `Write a short description of a person. The facts: ${name}, a woman of 40. Say ` +
          "nothing about the freight yard.",
        "biography",
      ),
    );
    expect(new Set(lives).size).toBe(4);
    for (const life of lives) {
      expect(life.match(/\bYou(?:r)?\b/g)?.length).toBeGreaterThanOrEqual(3);
      expect(life).not.toMatch(/freight|\bI\b/);
    }
  });

  it("reports on the topic without taking a side", () => {
    const report = ask(
      "Tell one event of this week that bears on the freight yard, as the local newspaper " +
        "would report it.",
      "report",
    );
    expect(report).toContain("the freight yard");
    expect(report).not.toMatch(/\bI\b/);
  });
});
