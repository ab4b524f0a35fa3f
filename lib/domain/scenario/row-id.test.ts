import { expect, it } from "vitest";
import { ordinalOfRow, tableOfRow } from "./row-id";

it("knows table and ordinal of a row by its id", () => {
  expect([tableOfRow("Job_seeker-12"), ordinalOfRow("Job_seeker-12")]).toEqual(["Job_seeker", 12]);
  expect(tableOfRow("Voter")).toBe("");
});
