import { expect, it } from "vitest";
import { idsProblem, readAgentIds } from "./agent-ids";

it("reads ids however they are listed, each once", () => {
  expect(readAgentIds(" Voter-3, 12;\nVoter-3  Voter-7 ", "Voter")).toEqual([
    "Voter-3",
    "Voter-12",
    "Voter-7",
  ]);
  expect(readAgentIds("  ", "Voter")).toEqual([]);
});

it("says what is wrong with ids", () => {
  expect(idsProblem(["Voter-3"], "Voter")).toBeUndefined();
  expect(idsProblem([], "Voter")).toMatch(/at least one/);
  expect(idsProblem(["Voter-3", "Firm-1"], "Voter")).toContain("“Firm-1”");
  expect(idsProblem(["Voter-0"], "Voter")).toContain("“Voter-0”");
});
