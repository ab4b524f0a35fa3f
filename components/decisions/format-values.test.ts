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
  expect(formatValue(["Voter-2", "Voter-1"], { field: partner })).toBe("Bob, Ada");
  const names = { "Voter-3": "Carla" };
  expect(formatValue(["Voter-3", "Voter-4"], { names })).toBe("Carla (Voter-3), Voter-4");
  expect(summariseAnswer({ whom: "Voter-3" }, names)).toBe("Carla (Voter-3)");
  expect(summariseAnswer({ whom: "Voter-3", why: "constructor" }, names)).toBe(
    "whom: Carla (Voter-3) · why: constructor",
  );
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
