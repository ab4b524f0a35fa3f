import { expect, it } from "vitest";
import type { AnswerField } from "@/lib/contracts/reviews";
import { formatValue, summariseAnswer } from "./format-values";

const partner: AnswerField = {
  name: "whom",
  label: "Whom",
  type: "list",
  of: "ref",
  optional: true,
  options: [
    { value: "Voter-1", label: "Ada" },
    { value: "Voter-2", label: "Bob" },
  ],
};

it("formats options by their label and missing answers in words", () => {
  expect(formatValue(["Voter-2", "Voter-1"], partner)).toBe("Bob, Ada");
  expect([formatValue(null), formatValue([]), formatValue(true), formatValue(0.123456789)]).toEqual(
    ["no answer", "none of them", "yes", "0.123457"],
  );
});

it("formats an answer as one line, in the order of its fields, and cuts long texts", () => {
  expect(summariseAnswer({ why: "because it matters", opinion: 2 })).toBe(
    "why: because it matters · opinion: 2",
  );
  expect(summariseAnswer({ why: "w".repeat(80), opinion: 2 })).toBe(
    `why: ${"w".repeat(59)}… · opinion: 2`,
  );
  expect(summariseAnswer({ text: "t".repeat(80) })).toBe("t".repeat(80));
  expect(summariseAnswer(null)).toBe("");
});
