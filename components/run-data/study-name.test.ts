import { expect, it } from "vitest";
import { parseStudyName } from "./study-name";

it("removes the prefix of an example study", () => {
  expect(parseStudyName("Example: opinions on a carbon tax")).toEqual({
    isExample: true,
    name: "Opinions on a carbon tax",
  });
  expect(parseStudyName("Example:")).toEqual({ isExample: true, name: "Example:" });
  expect(parseStudyName("My study")).toEqual({ isExample: false, name: "My study" });
});
