import { expect, it } from "vitest";
import type { DeletionPreview } from "@/lib/contracts/deletions";
import { deleteCommand, describePreview } from "./delete";

const STUDY: DeletionPreview = {
  ...{ kind: "study", id: "s", name: "Trust", within: null, studies: 1, runs: 2 },
  ...{ activeRuns: 0, decisions: 1_200, retainedFor: 0 },
};

it.each<[Partial<DeletionPreview>, string]>([
  [{}, "The study “Trust” goes, with 2 runs and 1,200 decisions."],
  [
    { runs: 1, activeRuns: 1, decisions: 1 },
    "The study “Trust” goes, with 1 run and 1 decision. 1 active run is paused.",
  ],
  [
    { kind: "run", name: "Run 1", within: "Trust", runs: 1 },
    "The run “Run 1” of “Trust” goes, with 1,200 decisions.",
  ],
  [{ kind: "scenario" }, "The scenario “Trust” goes."],
  [
    { kind: "scenario", retainedFor: 2 },
    "The scenario “Trust” goes; 2 studies stay, with the versions that they use.",
  ],
])("says what %j takes with it", (change, text) => {
  expect(describePreview({ ...STUDY, ...change })).toBe(text);
});

it("refuses to delete nothing, or something while it restores", async () => {
  await expect(deleteCommand(undefined, undefined, {})).rejects.toThrow("Say what to delete");
  await expect(deleteCommand("run", undefined, {})).rejects.toThrow("Say what to delete");
  await expect(deleteCommand("run", "x", { undo: "y" })).rejects.toThrow("--undo");
});
