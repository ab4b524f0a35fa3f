import type { ResolvedAnswer } from "@/lib/domain/answers";
import type { DecisionSlot } from "@/lib/engine";
import { runCooperatively } from "../concurrency/run-cooperatively";
import type { RunRecord } from "../runs/ports";
import type { WorldTask } from "../worlds/world-tasks";

/** What an agent was asked, with bounds and options as they were then. */
export type AskedDecision = {
  readonly slot: DecisionSlot;
  readonly shape: ResolvedAnswer;
  /** The label of the step; null where the run was over. */
  readonly stepLabel: string | null;
};

/** Reads a decision from the world in which it was made; null where no question was asked. */
export const askedTask: WorldTask<
  { readonly run: RunRecord; readonly version: number; readonly seq: number },
  AskedDecision | null
> = {
  name: "asked",
  label: "The form of the answer",
  limitSeconds: 120,
  async run({ past }, { run, version, seq }, signal) {
    const simulation = await past.open(run, version, signal);
    await runCooperatively(simulation.prepareInterruptibly());
    const slot = simulation.plan()[seq];
    if (!slot || slot.automatic) return null;
    return {
      slot,
      shape: simulation.answerShape(slot),
      stepLabel: simulation.step()?.label ?? null,
    };
  },
};
