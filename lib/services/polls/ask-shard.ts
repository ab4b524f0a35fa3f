import { AppError } from "@/lib/contracts/errors";
import type { PollJob } from "@/lib/contracts/jobs";
import {
  type Asking,
  type CallModel,
  decideSlot,
  type DecisionSlot,
  type ModelReply,
  ScenarioError,
  SimulationError,
} from "@/lib/engine";
import { BudgetSpent } from "../budget/budget-spent";
import { meteredEmbedding } from "../budget/metered-embedding";
import { openSpending } from "../budget/spending";
import { type Recollection, recollect } from "../memory/recollect";
import { EndpointFailure } from "../models/ports";
import { ShardInterrupted } from "../execution/decide-shard";
import { gracefully, inLanes, isAbort } from "../concurrency/map-concurrently";
import type { ExecutionPorts } from "../execution/ports";
import { Recorder } from "../concurrency/batch-writer";
import { shardRange } from "../dispatch/shards";
import { modelsOf } from "../execution/resolve-models";
import type { PollAskings } from "./poll-askings";
import type { PollStore, RecordedAnswer } from "./ports";

/** What asking the agents of a poll needs. */
export type AskingPorts = Pick<
  ExecutionPorts,
  "runs" | "ledger" | "pool" | "endpoints" | "secrets" | "budgets" | "wallets" | "log"
> & { readonly polls: PollStore; readonly askings: PollAskings };

/**
 * Asks the agents of one shard of a poll and records their answers. Skips what is recorded, so that a shard which died
 * and runs again does the rest. A poll whose endpoint fails ends with the reason; the run knows nothing of it.
 * @throws ShardInterrupted when `jobSignal` aborts before the end
 */
export async function askShard(
  ports: AskingPorts,
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
  const calls = gracefully(stop);
  const spending = openSpending(ports, run);
  const recorder = new Recorder<RecordedAnswer>(async (batch) => {
    const wanted = await ports.polls.record(poll, batch);
    spending.recorded(batch);
    // Another shard has failed the poll, or it is complete.
    if (!wanted) stopped.abort();
  });
  let failure: { readonly error: unknown } | undefined;
  try {
    const questions = await ports.askings.of(run, poll);
    const open = questions
      .plan()
      .slice(first, end)
      .filter(({ seq }) => !recorded.has(seq));
    const recollections = await recollect(
      { ...ports, pool: meteredEmbedding(ports, run, spending) },
      { key: run.key, version: poll.version, embedderId: run.embedderId },
      questions,
      open,
      calls.signal,
    );
    const models = await modelsOf(ports, run);
    const call: CallModel<ModelReply> = (request, group) =>
      spending.call(models.of(group), request, calls.signal);
    await inLanes(open, models.concurrency, stop, async (slot) => {
      try {
        await recorder.add(await ask(questions, slot, recollections.of(slot), call));
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
  if (failure && isFinal(failure.error)) {
    ports.log("poll failed", { poll: poll.id, run: run.id, reason: failure.error.message });
    return ports.polls.fail(poll, failure.error.message);
  }
  if (jobSignal.aborted) throw new ShardInterrupted("the worker is stopping");
  if (failure && !isAbort(failure.error)) throw failure.error;
  // The process that recorded the last answer may have died before it could say so.
  if (!failure) await ports.polls.record(poll, []);
}

/** The endpoint's doing, its settings', the budget's or the questions': trying again by itself would change nothing. */
const isFinal = (error: unknown): error is Error =>
  error instanceof EndpointFailure ||
  error instanceof AppError ||
  error instanceof BudgetSpent ||
  error instanceof SimulationError ||
  error instanceof ScenarioError;

async function ask(
  questions: Asking,
  slot: DecisionSlot,
  { memories, query }: Recollection,
  call: CallModel<ModelReply>,
): Promise<RecordedAnswer> {
  const { outcome, status, reason, message, request, replies } = await decideSlot(
    questions,
    slot,
    memories,
    call,
    query,
  );
  const last = replies.at(-1);
  const total = (amountOf: (reply: ModelReply) => number): number =>
    replies.reduce((sum, reply) => sum + amountOf(reply), 0);
  return {
    seq: slot.seq,
    agent: slot.agent,
    status,
    message,
    reason: last?.finishReason === "length" && reason === "notJson" ? "truncated" : reason,
    values: outcome.values,
    prompt: request?.user ?? null,
    raw: last?.text ?? null,
    model: last?.model ?? null,
    endpoint: last?.endpoint ?? null,
    promptTokens: total((reply) => reply.promptTokens),
    completionTokens: total((reply) => reply.completionTokens),
    attempts: replies.length,
    cost: replies.some((reply) => reply.cost !== null) ? total((reply) => reply.cost ?? 0) : null,
  };
}
