import { AppError } from "@/lib/contracts/errors";
import type { PollJob } from "@/lib/contracts/jobs";
import { ScenarioError, SimulationError } from "@/lib/engine";
import { BudgetExhaustedError } from "../budget/budget-exhausted";
import type { Log } from "../environment/ports";
import { isAbortError } from "../concurrency/map-concurrently";
import { shardRange } from "../dispatch/shards";
import { askSlots } from "../execution/ask-slots";
import { describeFailedCalls } from "../execution/failed-calls";
import { ShardInterruptedError } from "../execution/decide-shard";
import type { RunCallPorts } from "../execution/run-calls";
import { summarizeCalls } from "../execution/summarize-calls";
import { EndpointFailure } from "../models/ports";
import type { RunStore } from "../runs/ports";
import type { PollQuestions } from "./poll-questions";
import type { PollStore, RecordedAnswer } from "./ports";

/** Ports for asking the agents of a poll. */
export type PollShardPorts = RunCallPorts & {
  readonly runs: Pick<RunStore, "get">;
  readonly polls: PollStore;
  readonly questions: PollQuestions;
  readonly log: Log;
};

/**
 * Asks the agents of one shard of a poll and records their answers. Skips recorded ones, so that a
 * shard which died and runs again does the rest. A poll whose endpoint fails ends with the reason;
 * the run is not affected.
 * @throws ShardInterruptedError when `jobSignal` aborts before the end
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
  let failure: { readonly error: unknown } | undefined;
  try {
    const questions = await ports.questions.get(run, poll);
    const slots = questions.plan().slice(first, end);
    await askSlots<RecordedAnswer>(ports, {
      // A poll asks the current model: recorded answers belong to questions of the run.
      run: { ...run, record: "fresh" },
      stop: jobSignal,
      requests: questions,
      slots: slots.filter(({ seq }) => !recorded.has(seq)),
      memories: { key: run.key, version: poll.version, embedderId: run.embedderId },
      label: poll.label,
      toResult: ({ seq, agent }, { decided }) => ({
        seq,
        agent,
        status: decided.status,
        message: decided.message,
        values: decided.outcome.values,
        ...summarizeCalls(decided),
      }),
      // Another shard that failed the poll stops this one.
      store: async (answers) => {
        const areMoreWanted = await ports.polls.record(poll, answers);
        const failed = describeFailedCalls(answers);
        if (failed)
          ports.log("calls of a poll failed", {
            level: "warning",
            poll: poll.id,
            run: run.id,
            ...failed,
          });
        return areMoreWanted;
      },
    });
  } catch (error) {
    failure = { error };
  }
  if (failure && isPermanentFailure(failure.error)) {
    ports.log("poll failed", {
      level: "error",
      poll: poll.id,
      run: run.id,
      reason: failure.error.message,
    });
    return ports.polls.fail(poll, failure.error.message);
  }
  if (jobSignal.aborted) throw new ShardInterruptedError("the worker is stopping");
  if (failure && !isAbortError(failure.error)) throw failure.error;
  // The process that recorded the last answer may have died before it completed the poll.
  if (!failure) await ports.polls.record(poll, []);
}

/**
 * Whether retrying would not help: the endpoint, its settings, the budget or the questions failed.
 */
const isPermanentFailure = (error: unknown): error is Error =>
  error instanceof EndpointFailure ||
  error instanceof AppError ||
  error instanceof BudgetExhaustedError ||
  error instanceof SimulationError ||
  error instanceof ScenarioError;
