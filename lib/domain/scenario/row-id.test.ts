import { expect, it } from "vitest";
import { ordinalOfRowId, tableOfRowId } from "./row-id";

it("splits a row id into table and ordinal", () => {
  expect([tableOfRowId("Job_seeker-12"), ordinalOfRowId("Job_seeker-12")]).toEqual([
    "Job_seeker",
    12,
  ]);
  expect(tableOfRowId("Voter")).toBe("");
});
