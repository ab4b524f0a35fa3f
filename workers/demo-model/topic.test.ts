import { describe, expect, it } from "vitest";
import { PromptReading } from "./prompt-reading";
import { findTopic } from "./topic";

const topic = (
  user: string,
  system = "You take part in a study of how people talk about politics.",
) =>
  findTopic(
    new PromptReading([
      { role: "system", content: system },
      { role: "user", content: user },
    ]),
    "",
  );

describe("topics", () => {
  it("are the noun phrase of the task's subject", () => {
    expect(topic("Write one post to your friends about the carbon tax.")).toBe("the carbon tax");
    expect(topic("Say something.", "On a carbon tax you stand at 2 on a scale from -5 to 5.")).toBe(
      "a carbon tax",
    );
    expect(topic("What is your opinion on free buses for students?")).toBe("free buses");
  });

  it("fall back on a word that the task repeats; otherwise null", () => {
    expect(topic("Vaccination? Vaccination!")).toBe("the vaccination");
    expect(topic("")).toBeNull();
    expect(topic("Think of a colour.")).toBeNull();
  });

  it("are never about the format of the answer", () => {
    expect(topic("Reply with JSON about the schema.\nWrite about rent.")).toBe("rent");
  });
});
