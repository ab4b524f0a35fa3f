import { expect, it } from "vitest";
import { reasonWords } from "./reason-words";

it("names the commonest reason first", () => {
  expect(reasonWords({ empty: 1, outOfRange: 1_200, notJson: 3 })).toBe(
    "1,200 out of range, 3 not in the asked form, 1 empty",
  );
  expect(reasonWords({})).toBe("");
});
