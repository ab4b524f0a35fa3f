import { describe, expect, it } from "vitest";
import { checkParameterValues, parseParameterText } from "./parameters";
import type { Parameter } from "./scenario";

const voters: Parameter = { type: "integer", default: 100, min: 10, max: 1_000 };
const unfriend: Parameter = { type: "boolean", default: true };
const frame: Parameter = { type: "category", options: ["gain", "loss"], default: "gain" };
const topic: Parameter = { type: "text", default: "a carbon tax", maxLength: 20 };
const scenario = { parameters: { voters, unfriend, frame, topic } };

const problemsIn = (given: Record<string, unknown>) => {
  const checked = checkParameterValues(scenario, given);
  return checked.ok ? [] : checked.problems;
};

describe("checkParameterValues", () => {
  it("fills in defaults, in declared order", () => {
    const checked = checkParameterValues(scenario, { frame: "loss" });
    expect(checked).toEqual({
      ok: true,
      values: { voters: 100, unfriend: true, frame: "loss", topic: "a carbon tax" },
    });
    expect(checked.ok && Object.keys(checked.values)).toEqual([
      "voters",
      "unfriend",
      "frame",
      "topic",
    ]);
  });

  it("reports an unknown parameter and suggests the closest one", () => {
    expect(problemsIn({ voter: 50 })).toEqual([
      { pointer: "/voter", message: 'unknown parameter "voter"', suggestion: "voters" },
    ]);
    expect(problemsIn({ income: 50 })[0]?.message).toBe(
      'unknown parameter "income"; known parameters: voters, unfriend, frame, topic',
    );
    expect(problemsIn({ constructor: 50 })[0]?.message).toContain("unknown parameter");
  });

  it.each([
    [{ voters: 5 }, "must be at least 10, got 5"],
    [{ voters: 5_000 }, "must be at most 1000, got 5000"],
    [{ voters: 50.5 }, "expected a whole number, got the number 50.5"],
    [{ voters: "50" }, 'expected a whole number, got the text "50"'],
    [{ voters: Number.NaN }, "expected a whole number, got the number NaN"],
    [{ unfriend: 1 }, "expected true or false, got the number 1"],
    [{ frame: "gains" }, 'expected "gain" or "loss", got the text "gains"'],
    [{ topic: "x".repeat(21) }, "must not be longer than 20 characters"],
  ])("rejects %j", (given, message) => {
    expect(problemsIn(given).map((problem) => problem.message)).toEqual([message]);
  });
});

describe("parseParameterText", () => {
  it.each<[Parameter, string, number | string | boolean]>([
    [voters, "50", 50],
    [voters, " 5e2 ", 500],
    [{ type: "number", default: 0 }, "-.5", -0.5],
    [unfriend, "no", false],
    [unfriend, "TRUE", true],
    [frame, "loss", "loss"],
    [topic, " a tax", " a tax"],
  ])("reads %o from %j", (parameter, text, value) => {
    expect(parseParameterText(parameter, text)).toEqual({ ok: true, value });
  });

  it.each<[Parameter, string]>([
    [voters, "fifty"],
    [voters, ""],
    [voters, "0x10"],
    [voters, "Infinity"],
    [unfriend, "perhaps"],
  ])("does not read %o from %j", (parameter, text) => {
    expect(parseParameterText(parameter, text)).toMatchObject({ ok: false });
  });
});
