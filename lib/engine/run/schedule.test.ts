import { describe, expect, it } from "vitest";
import type { Scenario } from "@/lib/domain/scenario";
import { scheduleOf, stepAt } from "./schedule";

const phases: Scenario["phases"] = [
  { id: "speak", decide: "Voter", do: ["post"], all: false, order: "simultaneous" },
  { id: "count", label: "Counting", rules: [] },
];
const interventions: Scenario["interventions"] = [{ id: "debate", at: true, do: [] }];

const walk = (schedule: ReturnType<typeof scheduleOf>) => {
  const keys: string[] = [];
  for (let version = 0, step = stepAt(schedule, 0); step; version += 1, step = stepAt(schedule, version)) {
    expect(step.version).toBe(version);
    keys.push(`${step.round}:${step.key}${step.lastOfRound ? "!" : ""}${step.lastOfRun ? "!" : ""}`);
  }
  return keys;
};

describe("stepAt", () => {
  it("begins with the set-up and repeats the phases in every round", () => {
    expect(walk(scheduleOf({ phases, interventions: [] }, 2))).toEqual(["0:setup!", "1:speak", "1:count!", "2:speak", "2:count!!"]);
  });

  it("puts interventions before the first phase of a round", () => {
    expect(walk(scheduleOf({ phases, interventions }, 1))).toEqual(["0:setup!", "1:interventions", "1:speak", "1:count!!"]);
  });

  it("knows which steps ask agents, and what they are called", () => {
    const schedule = scheduleOf({ phases, interventions: [] }, 1);
    expect([0, 1, 2].map((version) => stepAt(schedule, version)).map((step) => [step?.label, step?.kind, step?.callsModel])).toEqual([
      ["Set-up", "setup", false],
      ["speak", "decide", true],
      ["Counting", "rules", false],
    ]);
    expect(schedule.totalSteps).toBe(3);
    expect(stepAt(schedule, 3)).toBeUndefined();
  });
});
