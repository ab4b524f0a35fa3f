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
import { CallFailedError } from "../models/ports";
import type { CallOutcomes, OutcomesOfRuns } from "./call-outcomes";
import { toFailedReply } from "./failed-calls";
import { type ResolvedModels, resolveModels } from "./resolve-models";

export type RunCallPorts = SpendingPorts &
  MemoryPorts &
  Parameters<typeof resolveModels>[0] & {
    readonly record: RecordStore;
    readonly fingerprint: Fingerprint;
    /** What became of the calls of runs in this process. */
    readonly outcomes: OutcomesOfRuns;
  };

/**
 * Number of concurrent decisions where the record may answer: a query for each few would take
 * longer than the answers.
 */
const RECORD_CONCURRENCY = 1_000;

/** The properties of a run that its calls depend on. */
export type CallingRun = Pick<
  RunRecord,
  | "id"
  | "key"
  | "studyId"
  | "budget"
  | "projectBudget"
  | "record"
  | "failures"
  | "models"
  | "model"
  | "endpointId"
  | "endpointName"
> &
  RecordScope;

/** Identifies a question in the message when no recorded answer exists. */
export type QuestionReference = {
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
export type QuestionCalls = CallRecord & {
  call(...request: Parameters<LimitedCall>): ReturnType<LimitedCall>;
};

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
  forQuestion(question: QuestionReference): QuestionCalls;
  /** Marks these results, and with them their tokens and cost, as stored. */
  markRecorded(results: readonly Usage[]): void;
  /** Releases the rest of the budget. Call it once everything is stored. */
  close(): Promise<void>;
};

/**
 * Opens the calls of a run. Each call is answered by the record, where the study allows it, else by
 * the pool within the study's budget. A call that failed for a reason of its own gives a reply
 * without a text. Calls throw EndpointFailure, AppError (settings of an
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
  const { fingerprint } = ports;
  const outcomesOf = ports.outcomes.ofRun(run.id);
  const batch: BatchCalls = { run, lookup, call, fingerprint, outcomesOf, signal };
  return {
    concurrency: lookup ? RECORD_CONCURRENCY : (models?.concurrency ?? RECORD_CONCURRENCY),
    embedding: meterEmbedding(ports, run, spending),
    models,
    forQuestion: (question) => new CallsForQuestion(batch, question),
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

/** What the calls for all questions of a batch share. */
type BatchCalls = {
  readonly run: CallingRun;
  readonly lookup: RecordLookup | undefined;
  readonly call: LimitedCall | undefined;
  readonly fingerprint: Fingerprint;
  readonly outcomesOf: (group: string) => CallOutcomes;
  readonly signal: AbortSignal;
};

/** The calls for one question. A class, because closures for every decision cost time. */
class CallsForQuestion implements QuestionCalls {
  private first: bigint | null = null;
  private replies: readonly RecordedReply[] | undefined;
  private asked = 0;
  private hasFailed = false;

  constructor(
    private readonly batch: BatchCalls,
    private readonly question: QuestionReference,
  ) {}

  call(request: ModelRequest, group: string, limit?: AbortSignal): ReturnType<LimitedCall> {
    const { run, lookup, fingerprint } = this.batch;
    this.asked += 1;
    this.first ??= fingerprint(run.models[group]?.model ?? run.model, request);
    if (!lookup) return this.callModel(request, group, limit);
    return this.findReply(lookup, request).then(
      (reply) => reply ?? this.callModel(request, group, limit),
    );
  }

  requestHash(): bigint | null {
    return this.first;
  }

  isReused(): boolean {
    return this.replies !== undefined;
  }

  /** @throws RecordMissError where only recorded answers may be used */
  private callModel(
    request: ModelRequest,
    group: string,
    limit?: AbortSignal,
  ): ReturnType<LimitedCall> {
    const { call } = this.batch;
    if (!call) throw new RecordMissError(describeRecordMiss(this.question, this.asked));
    const outcomes = this.batch.outcomesOf(group);
    const made = Promise.resolve(call(request, group, limit));
    outcomes.begin();
    // No async function: its frame would cost time for every decision.
    return made.then(
      (reply) => {
        outcomes.answered();
        return reply;
      },
      (error: unknown) => this.handleFailure(error, { request, group, limit, call, outcomes }),
    );
  }

  private async handleFailure(
    error: unknown,
    {
      request,
      group,
      limit,
      call,
      outcomes,
    }: {
      readonly request: ModelRequest;
      readonly group: string;
      readonly limit: AbortSignal | undefined;
      readonly call: LimitedCall;
      readonly outcomes: CallOutcomes;
    },
  ): Promise<ModelReply> {
    if (!(error instanceof CallFailedError)) {
      outcomes.ended();
      throw error;
    }
    const { signal } = this.batch;
    const isFirst = !this.hasFailed;
    this.hasFailed = true;
    return toFailedReply(error, outcomes, {
      request,
      agent: this.question.agent,
      isFirst,
      signal: limit ? AbortSignal.any([signal, limit]) : signal,
      call: async (control) => call(control, group, limit),
    });
  }

  /**
   * Returns the recorded answer to the first request, and to the retries after it. Where a model
   * may be called, a question whose call failed is asked again.
   */
  private async findReply(
    lookup: RecordLookup,
    request: ModelRequest,
  ): Promise<ModelReply | undefined> {
    if (this.asked === 1)
      this.replies = await lookup.find({
        request: this.first ?? 0n,
        system: contentOf(request, "system"),
        prompt: contentOf(request, "user"),
      });
    if (this.batch.call && this.replies?.at(-1)?.failure) this.replies = undefined;
    const found = this.replies?.[this.asked - 1];
    // Where a model may be called, the scenario decides whether a question is asked again.
    const reply =
      found?.recordedAs === "invalid" && this.batch.call
        ? { ...found, recordedAs: undefined }
        : found;
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
  }
}

function describeRecordMiss({ agent, about, label }: QuestionReference, call: number): string {
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
