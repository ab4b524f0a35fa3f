import { type Phase, phaseKey, type Scenario } from "@/lib/domain/scenario";
import { callsModel } from "../phases";
import type { Schedule, Step } from "./contract";

const phaseStep = (phase: Phase): Schedule["perRound"][number] => {
  const kind = phaseKey(phase);
  return { key: phase.id, label: phase.label ?? phase.id, kind, callsModel: callsModel(kind) };
};

/** The steps of a run of so many rounds: the set-up, then in each round the interventions, if there are any, and the phases. */
export function scheduleOf(scenario: Pick<Scenario, "phases" | "interventions">, rounds: number): Schedule {
  const interventions = { key: "interventions", label: "Interventions", kind: "interventions", callsModel: false } as const;
  const perRound = [...(scenario.interventions.length > 0 ? [interventions] : []), ...scenario.phases.map(phaseStep)];
  return { rounds, totalSteps: 1 + rounds * perRound.length, perRound };
}

/** The step that follows `version` commits; undefined when the run is over. */
export function stepAt(schedule: Schedule, version: number): Step | undefined {
  if (version >= schedule.totalSteps || version < 0) return undefined;
  const lastOfRun = version === schedule.totalSteps - 1;
  if (version === 0) return { version, round: 0, key: "setup", label: "Set-up", kind: "setup", lastOfRound: true, lastOfRun, callsModel: false };
  const perRound = schedule.perRound.length;
  const position = (version - 1) % perRound;
  const entry = schedule.perRound[position];
  if (!entry) return undefined;
  return { version, round: Math.floor((version - 1) / perRound) + 1, ...entry, lastOfRound: position === perRound - 1, lastOfRun };
}
