import { expect, it } from "vitest";
import { agentIdsProblem, parseAgentIds } from "./agent-ids";

it("parses IDs in any common list format, without duplicates", () => {
  expect(parseAgentIds(" Voter-3, 12;\nVoter-3  Voter-7 ", "Voter")).toEqual([
    "Voter-3",
    "Voter-12",
    "Voter-7",
  ]);
  expect(parseAgentIds("  ", "Voter")).toEqual([]);
});

it("reports a missing ID and one of another type", () => {
  expect(agentIdsProblem(["Voter-3"], "Voter")).toBeUndefined();
  expect(agentIdsProblem([], "Voter")).toMatch(/at least one/);
  expect(agentIdsProblem(["Voter-3", "Firm-1"], "Voter")).toContain("“Firm-1”");
  expect(agentIdsProblem(["Voter-0"], "Voter")).toContain("“Voter-0”");
});
