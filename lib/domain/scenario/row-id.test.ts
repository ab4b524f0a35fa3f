import { expect, it } from "vitest";
import { ordinalOfRowId, tableOfRowId } from "./row-id";

it("knows table and ordinal of a row by its id", () => {
  expect([tableOfRowId("Job_seeker-12"), ordinalOfRowId("Job_seeker-12")]).toEqual([
    "Job_seeker",
    12,
  ]);
  expect(tableOfRowId("Voter")).toBe("");
});
