import { describe, expect, it } from "vitest";
import { PromptReading } from "./prompt-reading";

const reading = new PromptReading([
  { role: "system", content: "Answer as the person described.\n\nYou are 40 years old." },
  {
    role: "user",
    content:
      "What you remember:\n- Round 1: You stayed at home.\n\nYour friends wrote:\n- p12 " +
      "(left): Buses for all\n- id: p13, text: Cars for all\n\nYou feel tired.\nWhich post " +
      "do you like?",
  },
]);

describe("prompt reading", () => {
  it("separates person, memories, other people and task", () => {
    expect(reading.textOf("persona")).toContain("You are 40 years old.");
    expect(reading.textOf("persona")).toContain("You feel tired.");
    expect(reading.textOf("memory")).toContain("You stayed at home.");
    expect(reading.textOf("seen")).toContain("Buses for all");
    expect(reading.textOf("seen")).not.toContain("stayed");
    expect(reading.textOf("task")).toContain("Which post do you like?");
  });

  it("finds listed options by their key", () => {
    expect(reading.listItems.get("p12")?.line).toContain("Buses");
    expect(reading.listItems.get("p13")?.line).toContain("Cars");
  });

  it("takes the user's last message as the question", () => {
    const reading = new PromptReading([
      { role: "user", content: "One?" },
      { role: "assistant", content: "Yes." },
      { role: "user", content: "Two?" },
    ]);
    expect(reading.question).toBe("Two?");
    expect(reading.textOf("memory")).toBe("Yes.");
  });
});
