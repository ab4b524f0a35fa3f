import { REFLECTION } from "@/lib/domain/decision";
import { type Phase, phaseKey, type Scenario } from "@/lib/domain/scenario";
import { openMemory } from "../memory";
import type { Schedule } from "../base/contract";

const phaseStep = (phase: Phase): Schedule["perRound"][number] => ({
  key: phase.id,
  label: phase.label ?? phase.id,
  kind: phaseKey(phase),
});

const INTERVENTIONS = {
  key: "interventions",
  label: "Interventions",
  kind: "interventions",
} as const;
const REFLECTIONS = { key: REFLECTION, label: "Reflection", kind: REFLECTION } as const;

/**
 * Compiles the steps of every round: interventions, if any are scheduled, the phases, and
 * reflection, if any agent type reflects.
 */
export function compileSchedule(
  { phases, interventions, agents }: Pick<Scenario, "phases" | "interventions" | "agents">,
  rounds: number,
): Schedule {
  const reflects = Object.values(agents).some(
    ({ memory }) => openMemory(memory).reflection !== undefined,
  );
  return {
    rounds,
    perRound: [
      ...(interventions.length > 0 ? [INTERVENTIONS] : []),
      ...phases.map(phaseStep),
      ...(reflects ? [REFLECTIONS] : []),
    ],
  };
}
