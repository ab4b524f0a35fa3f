import type { DecisionRecord } from "@/lib/domain/decision";
import type { ModelRequest } from "../base/ports";
import { hashEmbedding } from "../memory/hashing";
import type { Commit, DecisionSlot, Simulation, Step } from "../base/contract";
import { decideSlot, type SlotDecision } from "./decide-slot";
import { RunMemories } from "./run-memories";

export type SimulatedRun = {
  readonly commits: readonly Commit[];
  readonly decisions: readonly DecisionRecord[];
  readonly digest: string | null;
  readonly stopped: string | null;
};

export type SimulateOptions = {
  /** Order in which agents are asked, for tests: results must not depend on it. */
  readonly arrange?: (slots: readonly DecisionSlot[]) => readonly DecisionSlot[];
  /** Called after each commit with the data to store. */
  readonly onCommit?: (commit: Commit) => void;
};

/** Returns the text of an answer. */
export type InstantModel = (request: ModelRequest, group: string) => string | Promise<string>;

/** Runs a whole simulation in memory from version 0, with an instant model. */
export async function simulate(
  simulation: Simulation,
  answer: InstantModel,
  options: SimulateOptions = {},
): Promise<SimulatedRun> {
  const { arrange = (slots) => slots, onCommit } = options;
  const call = async (request: ModelRequest, group: string) => ({
    text: await answer(request, group),
  });
  const memories = new RunMemories(simulation);
  const commits: Commit[] = [];
  const decisions: DecisionRecord[] = [];
  for (let step = simulation.step(); step; step = simulation.step()) {
    const plan = simulation.plan();
    const made: (readonly [DecisionSlot, SlotDecision])[] = [];
    for (const slot of arrange(plan)) {
      const query = simulation.memoryQuery(slot);
      made.push([
        slot,
        await decideSlot({
          requests: simulation,
          slot,
          memories: memories.forSlot(slot),
          query: query === null ? null : hashEmbedding(query),
          call,
        }),
      ]);
    }
    const commit = simulation.commit(made.map(([, { outcome }]) => outcome));
    for (const entry of commit.memories) memories.add(step.version, entry);
    const reasons = new Map(commit.rejected.map(({ seq, reason }) => [seq, reason]));
    made.sort(([left], [right]) => left.seq - right.seq);
    for (const [slot, decision] of made)
      decisions.push(toDecisionRecord(step, { slot, decision, rejected: reasons.get(slot.seq) }));
    commits.push(commit);
    onCommit?.(commit);
  }
  return { commits, decisions, digest: simulation.digest, stopped: simulation.stopped };
}

function toDecisionRecord(
  { version, round, key }: Step,
  {
    slot,
    decision,
    rejected,
  }: {
    readonly slot: DecisionSlot;
    readonly decision: SlotDecision;
    readonly rejected: string | undefined;
  },
): DecisionRecord {
  const { outcome, reason, message, usedFallback } = decision;
  const { seq, agentType, agent, kind } = slot;
  const status = rejected === undefined ? decision.status : "rejected";
  const values = outcome.values === null ? null : { ...outcome.values };
  const where = { version, seq, round, phase: key, agentType, agent, slot: slot.slot, kind };
  return {
    ...where,
    action: outcome.action,
    status,
    reason,
    message: rejected ?? message,
    values,
    usedFallback,
  };
}
