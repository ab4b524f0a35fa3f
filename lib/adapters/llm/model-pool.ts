import { EndpointFailure, type ModelPool, type ModelTarget } from "@/lib/services/models/ports";
import type { ModelReply, ModelRequest } from "@/lib/engine/ports";
import { onAbort, sleep } from "./abort-hub";
import { attemptChat } from "./chat-call";
import { describeFailure, type Failure } from "./describe-failure";
import { EndpointLine, type Way } from "./endpoint-line";
import { createInstantModel, isInstant } from "./instant-model";
import { offerSentence } from "./model-list";
import { probeEndpoint } from "./probe";
import { adaptQuirks } from "./quirks";
import { RETRY_POLICY, retryDelay, type RetryPolicy } from "./retry-policy";

/** A server that takes neither schema nor seed nor temperature nor the usual name of the token limit is adapted to in five steps. */
const MOST_ADAPTIONS = 6;

export type ModelPoolOptions = {
  /** Uniform in [0, 1): spreads retries. */
  readonly random?: () => number;
  readonly retry?: Partial<RetryPolicy>;
};

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

  const callWithRetries = async (way: Way, target: ModelTarget, request: ModelRequest, signal: AbortSignal | undefined): Promise<ModelReply> => {
    const started = performance.now();
    for (let attempt = 1, adaptions = 0; ; ) {
      const quirks = way.quirks(target);
      try {
        const reply = await attemptChat({ client: way.client, target, request, quirks, timeoutMs: target.timeoutMs, ...(signal && { signal }) });
        way.hasAnswered = true;
        return reply;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        const failure = describeFailure(error, target, target.timeoutMs);
        if (failure === null) throw error;
        if (failure.complaint !== undefined && adaptions < MOST_ADAPTIONS) {
          adaptions += 1;
          // Another call may have learnt meanwhile; then what it learnt is tried first.
          if (way.quirks(target) !== quirks) continue;
          const adapted = adaptQuirks(quirks, failure.complaint, request.schema !== undefined);
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

  return {
    async complete(target, request, signal) {
      signal?.throwIfAborted();
      const line = lineOf(target);
      const release = await line.limiter.acquire(signal && ((cancel) => onAbort(signal, cancel)));
      try {
        signal?.throwIfAborted();
        if (isInstant(target.baseUrl)) return await instant(target, request, signal);
        const way = line.enter(target);
        try {
          return await callWithRetries(way, target, request, signal);
        } finally {
          line.leave(way);
        }
      } finally {
        release();
      }
    },
    probe: probeEndpoint,
    async close() {
      const open = [...lines.values()];
      lines.clear();
      await Promise.all(open.map((line) => line.close()));
    },
  };
}
