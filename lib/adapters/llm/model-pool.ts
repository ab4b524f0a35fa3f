import { EndpointFailure, type ModelPool, type ModelTarget } from "@/lib/services/models/ports";
import type { ModelReply } from "@/lib/engine/ports";
import { onAbort, sleep } from "./abort-hub";
import { attemptChat } from "./chat-call";
import { describeFailure, type Failure } from "./describe-failure";
import { attemptEmbeddings } from "./embedding-call";
import { EndpointLine, type Way } from "./endpoint-line";
import { createInstantModel, isInstant } from "./instant-model";
import { offerSentence } from "./model-list";
import { probeEndpoint } from "./probe";
import { adaptQuirks, type Quirks } from "./quirks";
import { RETRY_POLICY, retryDelay, type RetryPolicy } from "./retry-policy";

/** A server that takes neither schema nor seed nor temperature nor the usual name of the token limit is adapted to in five steps. */
const MOST_ADAPTIONS = 6;

export type ModelPoolOptions = {
  /** Uniform in [0, 1): spreads retries. */
  readonly random?: () => number;
  readonly retry?: Partial<RetryPolicy>;
};

/** The messages of failures speak of chat calls, which researchers expect. */
function sayWhatFor(error: unknown): never {
  if (error instanceof EndpointFailure) throw new EndpointFailure(error.fault, `${error.message} It was asked for embeddings of memories.`, { cause: error });
  throw error;
}

/** One kind of call: how one attempt goes with what is known of the server, and whether a complaint about its schema says how to ask otherwise. */
type Attempt<Reply> = { readonly run: (way: Way, quirks: Quirks) => Promise<Reply>; readonly adapts: boolean; readonly hasSchema: boolean };

export type ClosableModelPool = ModelPool & {
  /** Closes idle connections; calls under way end first. */
  close(): Promise<void>;
};

/**
 * The pool of endpoints of this process: one queue per endpoint, keep-alive connections, transport retries, and memory of
 * what each server does not take. A call that is aborted rejects with its signal's reason; every other failure of a server
 * or the network is an `EndpointFailure`.
 */
export function createModelPool({ random = Math.random, retry }: ModelPoolOptions = {}): ClosableModelPool {
  const policy: RetryPolicy = { ...RETRY_POLICY, ...retry };
  const lines = new Map<string, EndpointLine>();
  const instant = createInstantModel();

  const lineOf = (target: ModelTarget): EndpointLine => {
    let line = lines.get(target.endpointId);
    if (line === undefined) {
      line = new EndpointLine(target.concurrency);
      lines.set(target.endpointId, line);
    }
    line.limiter.setLimit(target.concurrency);
    return line;
  };

  const giveUp = async (failure: Failure, way: Way, attempt: number): Promise<EndpointFailure> => {
    const offer = failure.fault === "noModel" ? offerSentence(await way.offer()) : "";
    const tries = attempt > 1 ? ` Tried ${attempt} times.` : "";
    return new EndpointFailure(failure.fault, failure.message + offer + tries);
  };

  const callWithRetries = async <Reply>(way: Way, target: ModelTarget, call: Attempt<Reply>, signal: AbortSignal | undefined): Promise<Reply> => {
    const started = performance.now();
    for (let attempt = 1, adaptions = 0; ; ) {
      const quirks = way.quirks(target);
      try {
        const reply = await call.run(way, quirks);
        way.hasAnswered = true;
        return reply;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        const failure = describeFailure(error, target, target.timeoutMs);
        if (failure === null) throw error;
        if (call.adapts && failure.complaint !== undefined && adaptions < MOST_ADAPTIONS) {
          adaptions += 1;
          // Another call may have learnt meanwhile; then what it learnt is tried first.
          if (way.quirks(target) !== quirks) continue;
          const adapted = adaptQuirks(quirks, failure.complaint, call.hasSchema);
          if (adapted !== null) {
            way.learn(target.model, adapted);
            continue;
          }
        }
        const elapsedMs = performance.now() - started;
        const { retryAfterMs } = failure;
        const failed = { attempt, elapsedMs, timeoutMs: target.timeoutMs, ...(retryAfterMs !== undefined && { retryAfterMs }) };
        const passing = failure.retryable || (failure.fault === "notOpenAi" && way.hasAnswered);
        const delay = passing ? retryDelay(policy, failed, random) : null;
        if (delay === null) throw await giveUp(failure, way, attempt);
        // The place in the queue is kept while waiting: an endpoint in trouble gets fewer calls.
        await sleep(delay, signal);
        attempt += 1;
      }
    }
  };

  /** In the endpoint's queue; `instead` answers for a server where there is none. */
  const inLine = async <Reply>(target: ModelTarget, call: Attempt<Reply>, instead: () => Promise<Reply>, signal: AbortSignal | undefined): Promise<Reply> => {
    signal?.throwIfAborted();
    const line = lineOf(target);
    const release = await line.limiter.acquire(signal && ((cancel) => onAbort(signal, cancel)));
    try {
      signal?.throwIfAborted();
      if (isInstant(target.baseUrl)) return await instead();
      const way = line.enter(target);
      try {
        return await callWithRetries(way, target, call, signal);
      } finally {
        line.leave(way);
      }
    } finally {
      release();
    }
  };

  return {
    complete({ targets: [target] }, request, signal) {
      if (target === undefined) throw new RangeError("a group without endpoints");
      const { timeoutMs } = target;
      const run = (way: Way, quirks: Quirks): Promise<ModelReply> => attemptChat({ client: way.client, target, request, quirks, timeoutMs, ...(signal && { signal }) });
      return inLine(target, { run, adapts: true, hasSchema: request.schema !== undefined }, () => instant(target, request, signal), signal);
    },
    embed(target, texts, signal) {
      const { timeoutMs } = target;
      const run = (way: Way): Promise<number[][]> => attemptEmbeddings({ client: way.client, target, texts, timeoutMs, ...(signal && { signal }) });
      const none = (): Promise<never> => Promise.reject(new EndpointFailure("badRequest", `The endpoint “${target.name}” serves no embeddings.`));
      return inLine(target, { run, adapts: false, hasSchema: false }, none, signal).catch(sayWhatFor);
    },
    async check(target, signal) {
      if (isInstant(target.baseUrl)) return;
      const way = lineOf(target).enter(target);
      try {
        const request = { messages: [{ role: "user" as const, content: "Say ok." }], temperature: 0, maxTokens: 1, seed: 1, affinity: "" };
        await attemptChat({ client: way.client, target, request, quirks: way.quirks(target), timeoutMs: target.timeoutMs, ...(signal && { signal }) });
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        const failure = describeFailure(error, target, target.timeoutMs);
        throw failure === null ? error : await giveUp(failure, way, 1);
      } finally {
        lineOf(target).leave(way);
      }
    },
    status: () => [],
    setShare: () => undefined,
    probe: probeEndpoint,
    async close() {
      const open = [...lines.values()];
      lines.clear();
      await Promise.all(open.map((line) => line.close()));
    },
  };
}
