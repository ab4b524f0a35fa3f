import { expect, test } from "vitest";
import { faultWords } from "./health-words";

test("faults are told in words, the most frequent first", () => {
  expect(faultWords({ serverError: 3, timeout: 12, unreachable: 0 })).toBe(
    "12 timed out, 3 server errors",
  );
  expect(faultWords({})).toBe("");
});
