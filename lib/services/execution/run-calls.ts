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
 * Decisions under way at once where the record may answer: a query for each few would take longer
 * than the answers.
 */
const RECORD_CONCURRENCY = 1_000;

/** What the calls for a run need to know of it. */
export type CallingRun = Pick<
  RunRecord,
  "id" | "studyId" | "budget" | "record" | "models" | "model" | "endpointId" | "endpointName"
> &
  RecordScope;

/** Who is asked what: for the message when no recorded answer exists. */
export type Question = {
  readonly agent: string;
  readonly about: string | null;
  /** The phase or the poll. */
  readonly label: string;
};

/** What is known of the calls for one question once they were made. */
export type CallRecord = {
  /** Of the first request; null before. */
  requestHash(): bigint | null;
  /** Whether a recorded answer was reused. */
  isReused(): boolean;
};

/** The calls for one question. */
export type QuestionCalls = CallRecord & { readonly call: LimitedCall };

/** As the engine calls a model, with a limit of the caller's own beside that of the batch. */
type LimitedCall = (
  request: ModelRequest,
  group: string,
  limit?: AbortSignal,
) => ReturnType<CallModel<ModelReply>>;

/** How the calls of a run are made while one batch of questions is worked on. */
export type RunCalls = {
  /** Questions to be under way at once. */
  readonly concurrency: number;
  /** Embeds memories, within the budget. */
  readonly embedding: MemoryPorts["pool"];
  /** Undefined where recorded answers alone may be used. */
  readonly models: ResolvedModels | undefined;
  forQuestion(question: Question): QuestionCalls;
  /** Says that these results, and with them their tokens and cost, are in the store. */
  markRecorded(results: readonly Usage[]): void;
  /** Gives back what is left of the budget. Call it once everything is stored. */
  close(): Promise<void>;
};

/**
 * Routes each call: recorded answers, where the study allows them; then the study's budget; then
 * the pool. Calls throw EndpointFailure, AppError (settings of an endpoint), BudgetExhaustedError
 * or RecordMissError; embedding throws the first three.
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
 * Calls that a model answers; where the record may, no more at once than the endpoints take.
 * Undefined where only the record may.
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
    `There is no recorded answer to what ${agent} is asked in “${label}”${subject}${rejected}. ` +
    "This study uses recorded answers only: fork the run to continue with a model, " +
    "or start a study that may call one where no recorded answer exists."
  );
}

const contentOf = ({ messages }: ModelRequest, by: "system" | "user"): string =>
  messages.find(({ role }) => role === by)?.content ?? "";
