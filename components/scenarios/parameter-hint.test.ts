import { expect, it } from "vitest";
import { parameterHint, parameterStep } from "./parameter-hint";

it("describes the meaning and bounds of a parameter", () => {
  expect(
    parameterHint({ type: "integer", default: 1, min: 10, max: 1_000, description: "Who votes." }),
  ).toBe("Who votes. From 10 to 1,000.");
  expect(parameterHint({ type: "number", default: 0, min: 0, unit: "share" })).toBe("At least 0.");
  expect(parameterHint({ type: "number", default: 0, unit: "points on a scale" })).toBe(
    "Unit: points on a scale.",
  );
  expect(parameterHint({ type: "boolean", default: true })).toBeUndefined();
  expect(parameterHint({ type: "text", default: "", maxLength: 2_000 })).toBe(
    "At most 2,000 characters.",
  );
});

it("derives the step from the range", () => {
  expect(parameterStep({ type: "integer", default: 100, min: 0, max: 10_000 })).toBe(1);
  expect(parameterStep({ type: "number", default: 0.5, min: 0, max: 1 })).toBeCloseTo(0.01);
  expect(parameterStep({ type: "number", default: 0, min: -5, max: 5 })).toBeCloseTo(0.1);
  expect(parameterStep({ type: "number", default: 0 })).toBeCloseTo(0.01);
});
