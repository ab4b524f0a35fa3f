import { AppError } from "@/lib/contracts/errors";
import type { PollJob } from "@/lib/contracts/jobs";
import {
  type DecisionRequests,
  type CallModel,
  decideSlot,
  type DecisionSlot,
  type ModelReply,
  ScenarioError,
  SimulationError,
} from "@/lib/engine";
import { BudgetExhaustedError } from "../budget/budget-exhausted";
import { meterEmbedding } from "../budget/meter-embedding";
import { openSpending, type SpendingPorts } from "../budget/spending";
import { type RecalledMemories, recallForDecisions } from "../memory/recall-memories";
import { EndpointFailure } from "../models/ports";
import { ShardInterruptedError } from "../execution/decide-shard";
import { abortAfterGrace, mapConcurrently, isAbortError } from "../concurrency/map-concurrently";
import type { Log } from "../environment/ports";
import type { MemoryPorts } from "../memory/ports";
import type { RunStore } from "../runs/ports";
import { BatchWriter } from "../concurrency/batch-writer";
import { shardRange } from "../dispatch/shards";
import { resolveModels, type ResolveModelsPorts } from "../execution/resolve-models";
import type { PollQuestions } from "./poll-questions";
import { summarizeCalls } from "../execution/summarize-calls";
import type { PollStore, RecordedAnswer } from "./ports";

/** What asking the agents of a poll needs. */
export type PollShardPorts = SpendingPorts &
  MemoryPorts &
  ResolveModelsPorts & {
    readonly runs: Pick<RunStore, "get">;
    readonly polls: PollStore;
    readonly questions: PollQuestions;
    readonly log: Log;
  };

/**
 * Asks the agents of one shard of a poll and records their answers. Skips what is recorded, so that
 * a shard which died and runs again does the rest. A poll whose endpoint fails ends with the
 * reason; the run knows nothing of it.
 * @throws ShardInterrupted when `jobSignal` aborts before the end
 */
export async function askPollShard(
  ports: PollShardPorts,
  job: PollJob,
  jobSignal: AbortSignal,
): Promise<void> {
  const poll = await ports.polls.get(job.pollId);
  const run = poll?.status === "running" ? await ports.runs.get(poll.runId) : null;
  if (!poll || !run) return;
  const { first, end } = shardRange(poll.asked, job.shard, job.shards);
  const recorded = await ports.polls.recorded(poll.id, first, end - 1);
  const stopped = new AbortController();
  const stop = AbortSignal.any([jobSignal, stopped.signal]);
  const calls = abortAfterGrace(stop);
  const spending = openSpending(ports, run);
  const recorder = new BatchWriter<RecordedAnswer>(async (batch) => {
    const wanted = await ports.polls.record(poll, batch);
    spending.markRecorded(batch);
    // Another shard has failed the poll, or it is complete.
    if (!wanted) stopped.abort();
  });
  let failure: { readonly error: unknown } | undefined;
  try {
    const questions = await ports.questions.get(run, poll);
    const open = questions
      .plan()
      .slice(first, end)
      .filter(({ seq }) => !recorded.has(seq));
    const recollections = await recallForDecisions(
      { ...ports, pool: meterEmbedding(ports, run, spending) },
      { key: run.key, version: poll.version, embedderId: run.embedderId },
      questions,
      open,
      calls.signal,
    );
    const models = await resolveModels(ports, run);
    const call: CallModel<ModelReply> = (request, group) =>
      spending.call(models.forGroup(group), request, calls.signal);
    await mapConcurrently(open, models.concurrency, stop, async (slot) => {
      try {
        await recorder.add(await askAgent(questions, slot, recollections.get(slot), call));
      } catch (error) {
        stopped.abort();
        throw error;
      }
    });
  } catch (error) {
    failure = { error };
  } finally {
    calls.stop();
    await recorder.close().finally(() => spending.close());
  }
  if (failure && isPermanentFailure(failure.error)) {
    ports.log("poll failed", { poll: poll.id, run: run.id, reason: failure.error.message });
    return ports.polls.fail(poll, failure.error.message);
  }
  if (jobSignal.aborted) throw new ShardInterruptedError("the worker is stopping");
  if (failure && !isAbortError(failure.error)) throw failure.error;
  // The process that recorded the last answer may have died before it could say so.
  if (!failure) await ports.polls.record(poll, []);
}

/**
 * The endpoint's doing, its settings', the budget's or the questions': trying again by itself would
 * change nothing.
 */
const isPermanentFailure = (error: unknown): error is Error =>
  error instanceof EndpointFailure ||
  error instanceof AppError ||
  error instanceof BudgetExhaustedError ||
  error instanceof SimulationError ||
  error instanceof ScenarioError;

async function askAgent(
  questions: DecisionRequests,
  slot: DecisionSlot,
  { memories, query }: RecalledMemories,
  call: CallModel<ModelReply>,
): Promise<RecordedAnswer> {
  const decided = await decideSlot(questions, slot, memories, call, query);
  const { outcome, status, message } = decided;
  return {
    seq: slot.seq,
    agent: slot.agent,
    status,
    message,
    values: outcome.values,
    ...summarizeCalls(decided),
  };
}
