import { type Phase, phaseKey, type Scenario } from "@/lib/domain/scenario";
import { callsModel } from "../phases";
import type { Schedule } from "./contract";

const phaseStep = (phase: Phase): Schedule["perRound"][number] => {
  const kind = phaseKey(phase);
  return { key: phase.id, label: phase.label ?? phase.id, kind, callsModel: callsModel(kind) };
};

/** What happens in every round of a run of so many: the interventions, if any are scheduled, and the phases. */
export function scheduleOf(scenario: Pick<Scenario, "phases" | "interventions">, rounds: number): Schedule {
  const interventions = { key: "interventions", label: "Interventions", kind: "interventions", callsModel: false } as const;
  return { rounds, perRound: [...(scenario.interventions.length > 0 ? [interventions] : []), ...scenario.phases.map(phaseStep)] };
}
