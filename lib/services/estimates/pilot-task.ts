import { AppError } from "@/lib/contracts/errors";
import { compileScenario, loadTokenTable, SimulationError } from "@/lib/engine";
import type { Task } from "../computation/ports";
import { type PilotInput, pilotRun, type PilotRuns } from "./pilot-run";

/** A pilot run as data: its scenario is compiled where it is played. */
type PilotTaskInput = Omit<PilotInput, "compiled" | "answers"> & {
  /** Recorded answers by phase, as JSON values. */
  readonly answers: Readonly<Record<string, readonly unknown[]>>;
};

export const pilotTask: Task<PilotTaskInput, PilotRuns> = {
  name: "pilot",
  label: "The estimate",
  limitSeconds: 45,
  run: playPilot,
};

/** Plays a pilot run; reports its failure as one of the scenario. */
async function playPilot(input: PilotTaskInput, signal: AbortSignal): Promise<PilotRuns> {
  await loadTokenTable();
  try {
    return await pilotRun(
      {
        ...input,
        compiled: compileScenario(input.scenario),
        answers: (phase) =>
          Object.hasOwn(input.answers, phase) ? (input.answers[phase] ?? []) : [],
      },
      signal,
    );
  } catch (error) {
    if (error instanceof SimulationError)
      throw new AppError(
        "invalid",
        `The scenario cannot be played with sample answers: ${error.message}`,
      );
    throw error;
  }
}
