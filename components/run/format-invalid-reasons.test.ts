import { expect, it } from "vitest";
import { formatInvalidReasons } from "./format-invalid-reasons";

it("lists the most frequent reason first", () => {
  expect(formatInvalidReasons({ empty: 1, outOfRange: 1_200, notJson: 3 })).toBe(
    "1,200 out of range, 3 not valid JSON, 1 empty",
  );
  expect(formatInvalidReasons({})).toBe("");
});
