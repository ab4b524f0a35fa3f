import { expect, it } from "vitest";
import { formatRoughDuration } from "./format-rough-duration";

it("rounds to the precision of an estimate", () => {
  expect([0, 7, 38, 57, 58, 89, 229, 3_569, 3_570, 7_900, 86_400].map(formatRoughDuration)).toEqual(
    [
      "5 s",
      "5 s",
      "40 s",
      "55 s",
      "1 min",
      "1 min",
      "4 min",
      "59 min",
      "1 h",
      "2 h 10 min",
      "24 h",
    ],
  );
});
