import type { CallModel, DecisionSlot, ModelReply, ModelRequest } from "@/lib/engine";
import type { MemoryPorts } from "../memory/ports";
import { meterEmbedding } from "../budget/meter-embedding";
import { openSpending, type SpendingPorts } from "../budget/spending";
import { RecordLookup } from "../record/record-lookup";
import type { Fingerprint, RecordedReply, RecordStore } from "../record/ports";
import { RecordMissError } from "../record/record-miss";
import type { RecordedDecision } from "@/lib/domain/decision";
import type { RunRecord } from "../runs/ports";
import { Semaphore } from "../concurrency/semaphore";
import { type ResolvedModels, resolveModels } from "./resolve-models";

export type RunCallPorts = SpendingPorts &
  MemoryPorts &
  Parameters<typeof resolveModels>[0] & {
    readonly record: RecordStore;
    readonly fingerprint: Fingerprint;
  };

/**
 * Decisions under way at once where the record may answer: a query for each few would take longer
 * than the answers.
 */
const RECORD_CONCURRENCY = 1_000;

/** The calls of one decision. */
export type DecisionCalls = {
  readonly call: CallModel<ModelReply>;
  /** Of the first request; null before. */
  requestHash(): bigint | null;
  /** Whether the record answered. */
  isReused(): boolean;
};

/** How the calls of a run are made while one shard of it is worked on. */
export type RunCalls = {
  /** Decisions to be under way at once. */
  readonly concurrency: number;
  /** To embed memories with. */
  readonly embedding: MemoryPorts["pool"];
  forDecision(slot: DecisionSlot, phase: string): DecisionCalls;
  /** These are recorded, and with them what they took. */
  markRecorded(decisions: readonly RecordedDecision[]): void;
  /** Gives back what is left of the budget. Once everything is recorded. */
  close(): Promise<void>;
};

/**
 * The way of each call: the record, where the study lets it answer; then the study's budget; then
 * the pool. Calls throw EndpointFailure, AppError (settings of an endpoint), BudgetSpent or
 * RecordMiss; embedding throws the first three.
 */
export async function openRunCalls(
  ports: RunCallPorts,
  run: RunRecord,
  signal: AbortSignal,
): Promise<RunCalls> {
  const models = run.record === "only" ? undefined : await resolveModels(ports, run);
  const spending = openSpending(ports, run);
  const lookup = run.record === "fresh" ? undefined : new RecordLookup(ports.record, run);
  const call = liveCalls(run, models, (request, group, running) =>
    spending.call(running.forGroup(group), request, signal),
  );
  return {
    concurrency: lookup ? RECORD_CONCURRENCY : (models?.concurrency ?? RECORD_CONCURRENCY),
    embedding: meterEmbedding(ports, run, spending),
    forDecision: (slot, phase) =>
      decisionCalls({ run, slot, phase, lookup, call, fingerprint: ports.fingerprint }),
    markRecorded: (decisions) => spending.markRecorded(decisions),
    close: () => spending.close(),
  };
}

type LiveCall = (
  request: ModelRequest,
  group: string,
  models: ResolvedModels,
) => Promise<ModelReply>;

/**
 * Calls that a model answers; where the record may, no more at once than the endpoints take.
 * Undefined where only the record may.
 */
function liveCalls(
  { record }: RunRecord,
  models: ResolvedModels | undefined,
  call: LiveCall,
): CallModel<ModelReply> | undefined {
  if (!models) return undefined;
  if (record === "fresh") return (request, group) => call(request, group, models);
  const gate = new Semaphore(models.concurrency);
  return (request, group) => gate.run(() => call(request, group, models));
}

type DecisionCallOptions = {
  readonly run: RunRecord;
  readonly slot: DecisionSlot;
  readonly phase: string;
  readonly lookup: RecordLookup | undefined;
  readonly call: CallModel<ModelReply> | undefined;
  readonly fingerprint: Fingerprint;
};

function decisionCalls({
  run,
  slot,
  phase,
  lookup,
  call,
  fingerprint,
}: DecisionCallOptions): DecisionCalls {
  let first: bigint | null = null;
  let replies: readonly RecordedReply[] | undefined;
  let asked = 0;

  /** The answer on record to the first request, and to what was sent back after it. */
  const onRecord = async (
    lookingUp: RecordLookup,
    request: ModelRequest,
  ): Promise<ModelReply | undefined> => {
    if (asked === 1)
      replies = await lookingUp.find({
        request: first ?? 0n,
        system: contentOf(request, "system"),
        prompt: contentOf(request, "user"),
      });
    const reply = replies?.[asked - 1];
    // It was paid for when it was made.
    return (
      reply && {
        ...reply,
        promptTokens: 0,
        completionTokens: 0,
        tokensEstimated: false,
        cost: null,
        latencyMs: 0,
      }
    );
  };

  return {
    call(request, group) {
      asked += 1;
      first ??= fingerprint(run.models[group]?.model ?? run.model, request);
      if (!lookup) return unlessMissing(request, group);
      return onRecord(lookup, request).then((reply) => reply ?? unlessMissing(request, group));
    },
    requestHash: () => first,
    isReused: () => replies !== undefined,
  };

  function unlessMissing(request: ModelRequest, group: string): ModelReply | Promise<ModelReply> {
    if (call) return call(request, group);
    const which =
      asked === 1
        ? ""
        : `, after ${asked - 1} answer${asked === 2 ? "" : "s"} that ${asked === 2 ? "was" : "were"} sent back`;
    throw new RecordMissError(
      `No answer is on record to what ${slot.agent} is asked in “${phase}”${slot.about === null ? "" : `, about ${slot.about}`}${which}. This study is answered from the record only: fork the run to go on with a model, or start a study that may ask one where the record has nothing.`,
    );
  }
}

const contentOf = ({ messages }: ModelRequest, by: "system" | "user"): string =>
  messages.find(({ role }) => role === by)?.content ?? "";
