import type { RecordedDecision } from "@/lib/domain/decision";
import { type DecisionSlot, decideSlot, type Simulation } from "@/lib/engine";
import type { RecalledMemories } from "../memory/recall-memories";
import type { RunCalls } from "./run-calls";
import { summarizeCalls } from "./summarize-calls";

/** One decision as it is recorded: what came of it, and what the calls for it took together. */
export async function makeDecision(
  simulation: Simulation,
  slot: DecisionSlot,
  { memories, query }: RecalledMemories,
  asking: Pick<RunCalls, "forDecision">,
): Promise<RecordedDecision> {
  const step = simulation.step();
  const calls = asking.forDecision(slot, step?.label ?? "");
  const decided = await decideSlot(simulation, slot, memories, calls.call, query);
  const { outcome, status, message, usedFallback, request } = decided;
  return {
    seq: slot.seq,
    round: step?.round ?? 0,
    phase: step?.key ?? "",
    agentType: slot.agentType,
    agent: slot.agent,
    slot: slot.slot,
    kind: slot.kind,
    about: slot.about,
    offered: slot.offered.length,
    action: outcome.action,
    values: outcome.values,
    status,
    message,
    usedFallback,
    trimmed: request && request.trimmed.length > 0 ? request.trimmed.join(", ") : null,
    ...summarizeCalls(decided),
    request: calls.requestHash(),
    reused: calls.isReused(),
  };
}
