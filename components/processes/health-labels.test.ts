import { expect, test } from "vitest";
import { formatFaults } from "./health-labels";

test("faults are told in words, the most frequent first", () => {
  expect(formatFaults({ serverError: 3, timeout: 12, unreachable: 0 })).toBe(
    "12 timed out, 3 server errors",
  );
  expect(formatFaults({})).toBe("");
});
