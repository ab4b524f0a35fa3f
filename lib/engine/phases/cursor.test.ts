import { describe, expect, it } from "vitest";
import type { Scenario } from "@/lib/domain/scenario";
import { type Cursor, cursorAfter, positionAt, stepAt } from "./cursor";
import { compileSchedule } from "../run/schedule";

const phases: Scenario["phases"] = [
  { id: "speak", decide: "Voter", do: ["post"], all: false, order: "simultaneous" },
  { id: "count", label: "Counting", rules: [] },
];
const interventions: Scenario["interventions"] = [{ id: "debate", at: true, do: [] }];

const beginning: Cursor = { round: 0, position: 0, stage: 0, state: null };

const walk = (schedule: ReturnType<typeof compileSchedule>) => {
  const keys: string[] = [];
  for (
    let cursor = beginning, step = stepAt(schedule, cursor, 0);
    step;
    cursor = cursorAfter(schedule, cursor), step = stepAt(schedule, cursor, keys.length)
  ) {
    expect(step.version).toBe(keys.length);
    keys.push(`${step.round}:${step.key}`);
  }
  return keys;
};

describe("the position of a run", () => {
  it("begins with the setup and repeats the phases in every round", () => {
    expect(walk(compileSchedule({ phases, interventions: [], agents: {} }, 2))).toEqual([
      "0:setup",
      "1:speak",
      "1:count",
      "2:speak",
      "2:count",
    ]);
  });

  it("puts interventions before the first phase of a round", () => {
    expect(walk(compileSchedule({ phases, interventions, agents: {} }, 1))).toEqual([
      "0:setup",
      "1:interventions",
      "1:speak",
      "1:count",
    ]);
  });

  it("describes its step", () => {
    const schedule = compileSchedule({ phases, interventions: [], agents: {} }, 1);
    const cursors = [
      beginning,
      { ...beginning, round: 1 },
      { ...beginning, round: 1, position: 1 },
    ];
    expect(
      cursors.map((cursor) => stepAt(schedule, cursor, 0)).map((step) => [step?.label, step?.kind]),
    ).toEqual([
      ["Setup", "setup"],
      ["speak", "decide"],
      ["Counting", "rules"],
    ]);
    expect(stepAt(schedule, { ...beginning, round: 2 }, 3)).toBeUndefined();
  });

  it("reports the completed share of the run, stages included", () => {
    const schedule = compileSchedule({ phases, interventions: [], agents: {} }, 2);
    expect(positionAt(schedule, beginning, 0)).toEqual({
      round: 0,
      label: "Setup",
      done: 0,
      span: 1 / 5,
    });
    expect(positionAt(schedule, { round: 2, position: 0, stage: 3, state: {} }, 0.5)).toEqual({
      round: 2,
      label: "speak",
      done: 3.5 / 5,
      span: 0,
    });
    expect(positionAt(schedule, { ...beginning, round: 3 }, 0)).toBeNull();
  });
});
