import type { CallModel, DecisionSlot, ModelReply, ModelRequest } from "@/lib/engine";
import type { MemoryPorts } from "../memory/ports";
import { meteredEmbedding } from "../budget/metered-embedding";
import { openSpending, type SpendingPorts } from "../budget/spending";
import { RecordLookup } from "../record/lookup";
import type { Fingerprint, RecordedReply, RecordStore } from "../record/ports";
import { RecordMiss } from "../record/record-miss";
import type { RecordedDecision } from "@/lib/domain/decision";
import type { RunRecord } from "../runs/ports";
import { Gate } from "../concurrency/semaphore";
import { type Models, modelsOf } from "./resolve-models";

export type AskingPorts = SpendingPorts &
  MemoryPorts &
  Parameters<typeof modelsOf>[0] & {
    readonly record: RecordStore;
    readonly fingerprint: Fingerprint;
  };

/** Decisions under way at once where the record may answer: a query for each few would take longer than the answers. */
const LANES_ON_RECORD = 1_000;

/** The calls of one decision. */
export type DecisionCalls = {
  readonly ask: CallModel<ModelReply>;
  /** Of the first request; null before. */
  request(): bigint | null;
  /** Whether the record answered. */
  isReused(): boolean;
};

/** How the calls of a run are made while one shard of it is worked on. */
export type RunAsking = {
  /** Decisions to be under way at once. */
  readonly lanes: number;
  /** To embed memories with. */
  readonly embeds: MemoryPorts["pool"];
  decision(slot: DecisionSlot, phase: string): DecisionCalls;
  /** These are recorded, and with them what they took. */
  recorded(decisions: readonly RecordedDecision[]): void;
  /** Gives back what is left of the budget. Once everything is recorded. */
  close(): Promise<void>;
};

/**
 * The way of each call: the record, where the study lets it answer; then the study's budget; then the pool.
 * Calls throw EndpointFailure, AppError (settings of an endpoint), BudgetSpent or RecordMiss; embedding throws the first three.
 */
export async function openAsking(
  ports: AskingPorts,
  run: RunRecord,
  signal: AbortSignal,
): Promise<RunAsking> {
  const models = run.record === "only" ? undefined : await modelsOf(ports, run);
  const spending = openSpending(ports, run);
  const lookup = run.record === "fresh" ? undefined : new RecordLookup(ports.record, run);
  const call = freshCalls(run, models, (request, group, running) =>
    spending.call(running.of(group), request, signal),
  );
  return {
    lanes: lookup ? LANES_ON_RECORD : (models?.concurrency ?? LANES_ON_RECORD),
    embeds: meteredEmbedding(ports, run, spending),
    decision: (slot, phase) =>
      decisionCalls({ run, slot, phase, lookup, call, fingerprint: ports.fingerprint }),
    recorded: (decisions) => spending.recorded(decisions),
    close: () => spending.close(),
  };
}

type FreshCall = (request: ModelRequest, group: string, models: Models) => Promise<ModelReply>;

/** Calls that a model answers; where the record may, no more at once than the endpoints take. Undefined where only the record may. */
function freshCalls(
  { record }: RunRecord,
  models: Models | undefined,
  call: FreshCall,
): CallModel<ModelReply> | undefined {
  if (!models) return undefined;
  if (record === "fresh") return (request, group) => call(request, group, models);
  const gate = new Gate(models.concurrency);
  return (request, group) => gate.through(() => call(request, group, models));
}

type CallsOf = {
  readonly run: RunRecord;
  readonly slot: DecisionSlot;
  readonly phase: string;
  readonly lookup: RecordLookup | undefined;
  readonly call: CallModel<ModelReply> | undefined;
  readonly fingerprint: Fingerprint;
};

function decisionCalls({ run, slot, phase, lookup, call, fingerprint }: CallsOf): DecisionCalls {
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
        system: said(request, "system"),
        prompt: said(request, "user"),
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
    ask(request, group) {
      asked += 1;
      first ??= fingerprint(run.models[group]?.model ?? run.model, request);
      if (!lookup) return unlessMissing(request, group);
      return onRecord(lookup, request).then((reply) => reply ?? unlessMissing(request, group));
    },
    request: () => first,
    isReused: () => replies !== undefined,
  };

  function unlessMissing(request: ModelRequest, group: string): ModelReply | Promise<ModelReply> {
    if (call) return call(request, group);
    const which =
      asked === 1
        ? ""
        : `, after ${asked - 1} answer${asked === 2 ? "" : "s"} that ${asked === 2 ? "was" : "were"} sent back`;
    throw new RecordMiss(
      `No answer is on record to what ${slot.agent} is asked in “${phase}”${slot.about === null ? "" : `, about ${slot.about}`}${which}. This study is answered from the record only: fork the run to go on with a model, or start a study that may ask one where the record has nothing.`,
    );
  }
}

const said = ({ messages }: ModelRequest, by: "system" | "user"): string =>
  messages.find(({ role }) => role === by)?.content ?? "";
