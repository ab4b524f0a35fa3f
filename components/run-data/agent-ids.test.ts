import { expect, it } from "vitest";
import { agentIdsProblem, parseAgentIds } from "./agent-ids";

it("reads ids however they are listed, each once", () => {
  expect(parseAgentIds(" Voter-3, 12;\nVoter-3  Voter-7 ", "Voter")).toEqual([
    "Voter-3",
    "Voter-12",
    "Voter-7",
  ]);
  expect(parseAgentIds("  ", "Voter")).toEqual([]);
});

it("says what is wrong with ids", () => {
  expect(agentIdsProblem(["Voter-3"], "Voter")).toBeUndefined();
  expect(agentIdsProblem([], "Voter")).toMatch(/at least one/);
  expect(agentIdsProblem(["Voter-3", "Firm-1"], "Voter")).toContain("“Firm-1”");
  expect(agentIdsProblem(["Voter-0"], "Voter")).toContain("“Voter-0”");
});
