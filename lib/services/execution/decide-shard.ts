import type { DecideJob } from "@/lib/contracts/jobs";
import type { RecordedDecision } from "@/lib/domain/decision";
import { isPauseDue } from "@/lib/domain/run";
import type { DecisionSlot, Simulation } from "@/lib/engine";
import { shardRange } from "../dispatch/shards";
import type { RunRecord } from "../runs/ports";
import { isAtVersion } from "../worlds/replicas";
import { askSlots, type SlotAnswer } from "./ask-slots";
import { handleJobFailure } from "./handle-job-failure";
import { isCurrentJob } from "./is-active-epoch";
import type { DecideShardPorts } from "./ports";
import { describeFailedCalls } from "./failed-calls";
import { pauseForFailures } from "./stop-run";
import { summarizeCalls } from "./summarize-calls";

/** The process stops in the middle of a shard; the queue gives the shard to another one. */
export class ShardInterruptedError extends Error {
  override readonly name = "ShardInterruptedError";
}

/**
 * Makes the decisions of one shard and records them. Skips recorded ones, so that a shard which
 * died and runs again does the rest. Stops when the run is paused or cancelled; pauses the run
 * itself when an endpoint fails, the budget is exhausted or a recorded answer is missing.
 * @throws ShardInterruptedError when `jobSignal` aborts before the end
 */
export async function decideShard(
  ports: DecideShardPorts,
  job: DecideJob,
  jobSignal: AbortSignal,
): Promise<void> {
  const run = await ports.runs.get(job.runId);
  if (!isCurrentJob(run, job)) return;
  const simulation = await ports.replicas.get(run);
  if (!isAtVersion(simulation, run)) return;
  const range = shardRange(simulation.plan().length, job.shard, job.shards);
  await decideRange(ports, { run, simulation, ...range }, jobSignal);
}

/** Decisions of the current step of a run: `first` ≤ seq < `end`. */
export type DecisionRange = {
  readonly run: RunRecord;
  readonly simulation: Simulation;
  readonly first: number;
  readonly end: number;
};

/**
 * Makes those decisions of the current step, `first` ≤ seq < `end`, that are not recorded yet.
 * Stops once the world has advanced: then all decisions of the step are recorded.
 * @throws ShardInterruptedError when `jobSignal` aborts before the end
 */
export async function decideRange(
  ports: DecideShardPorts,
  { run, simulation, first, end }: DecisionRange,
  jobSignal: AbortSignal,
): Promise<void> {
  const recorded = await ports.ledger.recorded(run.key, run.version, first, end - 1);
  const isWanted = (): boolean => isAtVersion(simulation, run);
  if (!isWanted()) return;
  const slots = simulation.plan().slice(first, end);
  const open = slots.filter((slot) => !recorded.has(slot.seq));
  if (open.length === 0) return;

  // Read now: a world that advances while models answer is no longer at this step.
  const step = simulation.step();
  const control = ports.control.follow(run.id, run.epoch);
  const stop = AbortSignal.any([control.signal, jobSignal]);
  try {
    await askSlots<RecordedDecision>(ports, {
      run,
      stop,
      requests: simulation,
      slots: open,
      memories: run,
      label: step?.label ?? "",
      isWanted,
      toResult: (slot, answer) => toDecision(step, slot, answer),
      store: async (decisions) => {
        const counted = await ports.ledger.record(run, run.version, decisions);
        if (counted && isPauseDue(run.failures, counted))
          await pauseForFailures(ports, run, { total: counted.total, decisions });
        const failed = describeFailedCalls(decisions);
        if (failed)
          ports.log("calls of decisions failed", { level: "warning", run: run.id, ...failed });
        return true;
      },
    });
  } catch (error) {
    if (isWanted()) await handleJobFailure(ports, { run, error, wasStopped: stop.aborted });
  } finally {
    control.stop();
  }
  if (jobSignal.aborted) throw new ShardInterruptedError("the worker is stopping");
}

/** Converts an answer to a recorded decision: its outcome, and the sum of its calls. */
function toDecision(
  step: ReturnType<Simulation["step"]>,
  slot: DecisionSlot,
  { decided, calls }: SlotAnswer,
): RecordedDecision {
  const { outcome, status, message, usedFallback, request } = decided;
  const summary = summarizeCalls(decided);
  // Field by field: a spread into a large object costs more than all of its fields.
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
    nullValues: summary.nullValues,
    status,
    message,
    usedFallback,
    trimmed: request && request.trimmed.length > 0 ? request.trimmed.join(", ") : null,
    head: summary.head,
    prompt: summary.prompt,
    envelope: summary.envelope,
    seed: summary.seed,
    earlier: summary.earlier,
    reason: summary.reason,
    raw: summary.raw,
    model: summary.model,
    endpoint: summary.endpoint,
    promptTokens: summary.promptTokens,
    completionTokens: summary.completionTokens,
    latencyMs: summary.latencyMs,
    attempts: summary.attempts,
    finishReason: summary.finishReason,
    cost: summary.cost,
    request: calls.requestHash(),
    reused: calls.isReused(),
  };
}
