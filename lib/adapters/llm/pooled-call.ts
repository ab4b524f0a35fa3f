import type { TokenUsage } from "@/lib/services/models/policy/dispatcher";
import type { Attempt, CallDriver, QueuedCall } from "@/lib/services/models/policy/group-queue";
import type { CallFailure } from "@/lib/services/models/policy/call-failure";
import {
  CallFailedError,
  EndpointFailure,
  type ModelTarget,
  type SentCall,
} from "@/lib/services/models/ports";
import { onAbort } from "./on-abort";
import { callWithAdaptation, type CallDefinition } from "./call-with-adaptation";
import { describeFailure } from "./describe-failure";
import { isInstant } from "./instant-model";
import { formatOfferedModels } from "./model-list";
import type { PoolDriver } from "./pool-driver";
import { toCallFailure } from "./to-call-failure";

/**
 * The definition of a pooled call: how to answer it in this process where there is no server, and
 * how to count the tokens of an answer.
 */
export type PooledCallDefinition<Reply> = CallDefinition<Reply> & {
  answerInProcess(target: ModelTarget): Promise<Reply>;
  tokensOf(reply: Reply): TokenUsage;
};

/** A call through the pool: makes the attempts that the policy decides on. */
export class PooledCall<Reply> implements CallDriver {
  #isSettled = false;
  #queuedCall: QueuedCall | undefined;
  #removeAbortListener: (() => void) | undefined;
  /** The attempts in flight that may have to be aborted. */
  #abortable: { readonly attempt: Attempt; readonly controller: AbortController }[] | undefined;

  /** The last call that failed for a reason of its own. */
  #failedCall: SentCall | undefined;

  private constructor(
    private readonly driver: PoolDriver,
    private readonly targets: readonly ModelTarget[],
    private readonly definition: PooledCallDefinition<Reply>,
    private readonly isAbortable: boolean,
    private readonly resolve: (reply: Reply) => void,
    private readonly reject: (reason: unknown) => void,
  ) {}

  /** Resolves with the first answer; rejects with an `EndpointFailure`, or the signal's reason. */
  static submit<Reply>(
    driver: PoolDriver,
    group: Parameters<PoolDriver["queueOf"]>[0],
    affinity: number,
    definition: PooledCallDefinition<Reply>,
    signal: AbortSignal | undefined,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const { targets } = group;
      const call = new PooledCall(
        driver,
        targets,
        definition,
        signal !== undefined || targets.length > 1,
        resolve,
        reject,
      );
      const queue = driver.queueOf(group);
      const now = driver.now();
      call.#queuedCall = driver.dispatcher.submit(queue, affinity, call, now);
      if (call.#isSettled) return;
      if (signal !== undefined)
        call.#removeAbortListener = onAbort(signal, (reason) => call.#cancel(reason));
      if (
        targets.length > 1 ? driver.isIdle || queue.hasUnavailable(now) : queue.hasUnavailable(now)
      )
        driver.armTimer();
    });
  }

  attempt(attempt: Attempt): void {
    const target = this.#targetOf(attempt);
    const made = isInstant(target.baseUrl)
      ? this.definition.answerInProcess(target).then((reply) => this.#handleReply(attempt, reply))
      : this.#attempt(attempt, target);
    made.catch((error: unknown) => this.#handleAbandoned(attempt, error));
  }

  fail(failure: CallFailure): void {
    this.#settle();
    this.reject(this.#toError(failure));
  }

  #toError({ fault, message, scope, reason, overloaded }: CallFailure): EndpointFailure {
    const sent = this.#failedCall;
    if (sent === undefined) return new EndpointFailure(fault, message);
    if (scope === "request" && reason !== undefined)
      return new CallFailedError(fault, message, reason, sent);
    if (scope === "passing" && fault === "serverError" && !overloaded)
      return new CallFailedError(fault, message, "serverError", sent, { isProven: false });
    return new EndpointFailure(fault, message);
  }

  #targetOf({ endpoint }: Attempt): ModelTarget {
    const target = this.targets.find(({ endpointId }) => endpointId === endpoint.id);
    if (target === undefined) throw new RangeError("an endpoint of another group");
    return target;
  }

  async #attempt(attempt: Attempt, target: ModelTarget): Promise<void> {
    const controller = this.isAbortable ? new AbortController() : undefined;
    if (controller !== undefined) (this.#abortable ??= []).push({ attempt, controller });
    const connections = this.driver.connectionsTo(target);
    const connection = connections.acquire(target);
    try {
      this.#handleReply(
        attempt,
        await callWithAdaptation(this.definition, target, connection, controller?.signal),
      );
    } catch (error) {
      const failure = this.#isSettled ? null : describeFailure(error, target, target.timeoutMs);
      if (failure === null) return this.#handleAbandoned(attempt, error);
      this.#failedCall = {
        endpoint: target.name,
        model: target.model,
        envelope: this.definition.envelope?.(target, connection.quirks(target)) ?? null,
      };
      const offer =
        failure.fault === "noModel" ? formatOfferedModels(await connection.listModels()) : "";
      this.driver.dispatcher.failed(
        attempt,
        toCallFailure({ ...failure, message: failure.message + offer }, connection.hasAnswered),
        this.driver.now(),
      );
      this.driver.armTimer();
    } finally {
      connections.release(connection);
    }
  }

  #handleReply(attempt: Attempt, reply: Reply): void {
    const first = this.driver.dispatcher.answered(
      attempt,
      this.definition.tokensOf(reply),
      this.driver.now(),
    );
    if (!first) return;
    this.#settle(attempt);
    this.resolve(reply);
  }

  /** Handles an attempt that was aborted, or failed for a reason of this program. */
  #handleAbandoned(attempt: Attempt, error: unknown): void {
    this.driver.dispatcher.abandoned(attempt, this.driver.now());
    if (!this.#isSettled) this.#cancel(error);
    this.driver.armTimer();
  }

  #cancel(reason: unknown): void {
    if (this.#isSettled || this.#queuedCall === undefined) return;
    this.driver.dispatcher.cancel(this.#queuedCall);
    this.#settle();
    this.reject(reason);
  }

  #settle(answered?: Attempt): void {
    this.#isSettled = true;
    this.#removeAbortListener?.();
    if (this.#abortable === undefined) return;
    for (const { attempt, controller } of this.#abortable)
      if (attempt !== answered) controller.abort();
  }
}
