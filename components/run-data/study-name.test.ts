import { expect, it } from "vitest";
import { readStudyName } from "./study-name";

it("takes the mark off an example's name", () => {
  expect(readStudyName("Example: opinions on a carbon tax")).toEqual({
    isExample: true,
    name: "Opinions on a carbon tax",
  });
  expect(readStudyName("Example:")).toEqual({ isExample: true, name: "Example:" });
  expect(readStudyName("My study")).toEqual({ isExample: false, name: "My study" });
});
