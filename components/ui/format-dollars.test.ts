import { expect, it } from "vitest";
import { formatDollars } from "./format-dollars";

it("formats amounts to the cent, and smaller ones to two significant digits", () => {
  expect([0, 1_234.5, 0.5, 0.045, 0.000123].map(formatDollars)).toEqual([
    "US$0.00",
    "US$1,234.50",
    "US$0.50",
    "US$0.045",
    "US$0.00012",
  ]);
});
