import { describe, expect, it } from "vitest";
import type { Scenario } from "@/lib/domain/scenario";
import { resolveParameters } from "./parameters";

const parameters: Scenario["parameters"] = {
  voters: { type: "integer", default: 100, min: 10, max: 500 },
  heat: { type: "number", default: 0.5 },
  unfriend: { type: "boolean", default: true },
  arm: { type: "category", options: ["control", "treated"], default: "control" },
};
const messages = (given: Record<string, number | string | boolean>) => {
  const result = resolveParameters({ parameters }, given);
  return result.ok ? [] : result.problems.map(({ message }) => message);
};

describe("resolveParameters", () => {
  it("fills in defaults in declared order", () => {
    const result = resolveParameters({ parameters }, { arm: "treated" });
    expect(result.ok && Object.entries(result.values)).toEqual([["voters", 100], ["heat", 0.5], ["unfriend", true], ["arm", "treated"]]);
  });

  it("names an unknown parameter and the one that was meant", () => {
    expect(resolveParameters({ parameters }, { voter: 20 })).toEqual({
      ok: false,
      problems: [{ pointer: "/parameters/voter", message: "There is no parameter “voter”.", suggestion: "voters" }],
    });
  });

  it.each([
    [{ voters: 9 }, "Parameter “voters” must be at least 10."],
    [{ voters: 501 }, "Parameter “voters” must be at most 500."],
    [{ voters: 20.5 }, "Parameter “voters” must be a whole number."],
    [{ heat: "hot" }, "Parameter “heat” must be a number."],
    [{ heat: NaN }, "Parameter “heat” must be a number."],
    [{ unfriend: "yes" }, "Parameter “unfriend” must be true or false."],
    [{ arm: "placebo" }, "Parameter “arm” must be one of control, treated."],
  ])("says what is wrong with %j", (given, message) => {
    expect(messages(given)).toEqual([message]);
  });
});
