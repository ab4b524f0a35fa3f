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
    ["no answer", "none", "yes", "0.123457"],
  );
});

it("formats an answer as one line, short values first", () => {
  expect(summariseAnswer({ why: "because it matters", opinion: 2 })).toBe(
    "opinion: 2 · why: because it matters",
  );
  expect(summariseAnswer({ text: "Hello" })).toBe("Hello");
  expect(summariseAnswer(null)).toBe("");
});
