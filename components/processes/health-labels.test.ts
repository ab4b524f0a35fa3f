import { expect, test } from "vitest";
import { formatFaults } from "./health-labels";

test("formats failures by frequency", () => {
  expect(formatFaults({ serverError: 3, timeout: 12, unreachable: 0 })).toBe(
    "12 timed out, 3 server errors",
  );
  expect(formatFaults({})).toBe("");
});
