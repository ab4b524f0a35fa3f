import type { CallModel, ModelReply, ModelRequest } from "@/lib/engine";
import type { MemoryPorts } from "../memory/ports";
import { meterEmbedding } from "../budget/meter-embedding";
import { openSpending, type SpendingPorts, type Usage } from "../budget/spending";
import { RecordLookup } from "../record/record-lookup";
import {
  type Fingerprint,
  type RecordedReply,
  type RecordScope,
  type RecordStore,
  RecordMissError,
} from "../record/ports";
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
 * Number of concurrent decisions where the record may answer: a query for each few would take
 * longer than the answers.
 */
const RECORD_CONCURRENCY = 1_000;

/** The properties of a run that its calls depend on. */
export type CallingRun = Pick<
  RunRecord,
  "id" | "studyId" | "budget" | "record" | "models" | "model" | "endpointId" | "endpointName"
> &
  RecordScope;

/** Identifies a question in the message when no recorded answer exists. */
export type Question = {
  readonly agent: string;
  readonly about: string | null;
  /** The phase or the poll. */
  readonly label: string;
};

/** What is known of the calls for one question once they were made. */
export type CallRecord = {
  /** Hash of the first request; null before it. */
  requestHash(): bigint | null;
  /** Whether a recorded answer was reused. */
  isReused(): boolean;
};

/** The calls for one question. */
export type QuestionCalls = CallRecord & { readonly call: LimitedCall };

/** Calls a model for the engine, with a signal of the caller in addition to that of the batch. */
type LimitedCall = (
  request: ModelRequest,
  group: string,
  limit?: AbortSignal,
) => ReturnType<CallModel<ModelReply>>;

/** Makes the calls of a run for one batch of questions. */
export type RunCalls = {
  /** Number of questions in flight at once. */
  readonly concurrency: number;
  /** Embeds memories, within the budget. */
  readonly embedding: MemoryPorts["pool"];
  /** Undefined where only recorded answers may be used. */
  readonly models: ResolvedModels | undefined;
  forQuestion(question: Question): QuestionCalls;
  /** Marks these results, and with them their tokens and cost, as stored. */
  markRecorded(results: readonly Usage[]): void;
  /** Releases the rest of the budget. Call it once everything is stored. */
  close(): Promise<void>;
};

/**
 * Opens the calls of a run. Each call is answered by the record, where the study allows it, else by
 * the pool within the study's budget. Calls throw EndpointFailure, AppError (settings of an
 * endpoint), BudgetExhaustedError or RecordMissError; embedding throws the first three.
 */
export async function openRunCalls(
  ports: RunCallPorts,
  run: CallingRun,
  signal: AbortSignal,
): Promise<RunCalls> {
  const models = run.record === "only" ? undefined : await resolveModels(ports, run);
  const spending = openSpending(ports, run);
  const lookup = run.record === "fresh" ? undefined : new RecordLookup(ports.record, run);
  const call = liveCalls(run, models, (request, group, answering, limit) =>
    spending.call(
      answering.forGroup(group),
      request,
      limit ? AbortSignal.any([signal, limit]) : signal,
    ),
  );
  return {
    concurrency: lookup ? RECORD_CONCURRENCY : (models?.concurrency ?? RECORD_CONCURRENCY),
    embedding: meterEmbedding(ports, run, spending),
    models,
    forQuestion: (question) =>
      questionCalls({ run, question, lookup, call, fingerprint: ports.fingerprint }),
    markRecorded: (results) => spending.markRecorded(results),
    close: () => spending.close(),
  };
}

type LiveCall = (
  request: ModelRequest,
  group: string,
  models: ResolvedModels,
  limit?: AbortSignal,
) => Promise<ModelReply>;

/**
 * Returns calls that a model answers; where the record may answer too, at most as many at once as
 * the endpoints take. Undefined where only the record may answer.
 */
function liveCalls(
  { record }: CallingRun,
  models: ResolvedModels | undefined,
  call: LiveCall,
): LimitedCall | undefined {
  if (!models) return undefined;
  if (record === "fresh") return (request, group, limit) => call(request, group, models, limit);
  const slots = new Semaphore(models.concurrency);
  return (request, group, limit) => slots.run(() => call(request, group, models, limit));
}

type QuestionCallOptions = {
  readonly run: CallingRun;
  readonly question: Question;
  readonly lookup: RecordLookup | undefined;
  readonly call: LimitedCall | undefined;
  readonly fingerprint: Fingerprint;
};

function questionCalls({
  run,
  question,
  lookup,
  call,
  fingerprint,
}: QuestionCallOptions): QuestionCalls {
  let first: bigint | null = null;
  let replies: readonly RecordedReply[] | undefined;
  let asked = 0;

  /** Returns the recorded answer to the first request, and to the retries after it. */
  const onRecord = async (
    recordLookup: RecordLookup,
    request: ModelRequest,
  ): Promise<ModelReply | undefined> => {
    if (asked === 1)
      replies = await recordLookup.find({
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
    call(request, group, limit) {
      asked += 1;
      first ??= fingerprint(run.models[group]?.model ?? run.model, request);
      if (!lookup) return callModel(request, group, limit);
      return onRecord(lookup, request).then((reply) => reply ?? callModel(request, group, limit));
    },
    requestHash: () => first,
    isReused: () => replies !== undefined,
  };

  /** @throws RecordMissError where only recorded answers may be used */
  function callModel(...request: Parameters<LimitedCall>): ReturnType<LimitedCall> {
    if (call) return call(...request);
    throw new RecordMissError(describeRecordMiss(question, asked));
  }
}

function describeRecordMiss({ agent, about, label }: Question, call: number): string {
  const subject = about === null ? "" : `, about ${about}`;
  const rejected =
    call === 1 ? "" : `, after ${call - 1} rejected ${call === 2 ? "answer" : "answers"}`;
  return (
    `No answer is recorded for the question to ${agent} in “${label}”${subject}${rejected}. ` +
    "This study uses recorded answers only: fork the run to continue with a model, " +
    "or start a study that may call one where no answer is recorded."
  );
}

const contentOf = ({ messages }: ModelRequest, by: "system" | "user"): string =>
  messages.find(({ role }) => role === by)?.content ?? "";
