import type { TokenUsage } from "@/lib/services/models/policy/dispatcher";
import type { Attempt, CallDriver, QueuedCall } from "@/lib/services/models/policy/group-queue";
import type { CallFailure } from "@/lib/services/models/policy/call-failure";
import { EndpointFailure, type ModelTarget } from "@/lib/services/models/ports";
import { onAbort } from "./abort-hub";
import { adaptedCall, type Work } from "./adapted-call";
import { describeFailure } from "./describe-failure";
import { isInstant } from "./instant-model";
import { offerSentence } from "./model-list";
import type { PoolDriver } from "./pool-driver";
import { toCallFailure } from "./to-call-failure";

/** A kind of call, whole: also who answers where there is no server, and what an answer took. */
export type PooledWork<Reply> = Work<Reply> & {
  instead(target: ModelTarget): Promise<Reply>;
  tokensOf(reply: Reply): TokenUsage;
};

/** One call through the pool: makes the attempts that the policy decides on. */
export class PooledCall<Reply> implements CallDriver {
  #over = false;
  #queuedCall: QueuedCall | undefined;
  #forget: (() => void) | undefined;
  /** Of attempts under way that may have to be ended. */
  #ends: { readonly attempt: Attempt; readonly controller: AbortController }[] | undefined;

  private constructor(
    private readonly driver: PoolDriver,
    private readonly targets: readonly ModelTarget[],
    private readonly work: PooledWork<Reply>,
    private readonly endable: boolean,
    private readonly resolve: (reply: Reply) => void,
    private readonly reject: (reason: unknown) => void,
  ) {}

  /** Resolves with the first answer; rejects with an `EndpointFailure`, or the signal's reason. */
  static make<Reply>(
    driver: PoolDriver,
    group: Parameters<PoolDriver["queueOf"]>[0],
    affinity: number,
    work: PooledWork<Reply>,
    signal: AbortSignal | undefined,
  ): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const { targets } = group;
      const call = new PooledCall(
        driver,
        targets,
        work,
        signal !== undefined || targets.length > 1,
        resolve,
        reject,
      );
      const queue = driver.queueOf(group);
      const now = driver.now();
      call.#queuedCall = driver.dispatcher.submit(queue, affinity, call, now);
      if (call.#over) return;
      if (signal !== undefined) call.#forget = onAbort(signal, (reason) => call.#cancel(reason));
      if (
        targets.length > 1 ? driver.asleep || queue.hasUnavailable(now) : queue.hasUnavailable(now)
      )
        driver.arm();
    });
  }

  attempt(attempt: Attempt): void {
    const target = this.#targetOf(attempt);
    const made = isInstant(target.baseUrl)
      ? this.work.instead(target).then((reply) => this.#answered(attempt, reply))
      : this.#attempt(attempt, target);
    made.catch((error: unknown) => this.#lost(attempt, error));
  }

  fail({ fault, message }: CallFailure): void {
    this.#end();
    this.reject(new EndpointFailure(fault, message));
  }

  #targetOf({ endpoint }: Attempt): ModelTarget {
    const target = this.targets.find(({ endpointId }) => endpointId === endpoint.id);
    if (target === undefined) throw new RangeError("an endpoint of another group");
    return target;
  }

  async #attempt(attempt: Attempt, target: ModelTarget): Promise<void> {
    const controller = this.endable ? new AbortController() : undefined;
    if (controller !== undefined) (this.#ends ??= []).push({ attempt, controller });
    const ways = this.driver.waysTo(target);
    const way = ways.enter(target);
    try {
      this.#answered(attempt, await adaptedCall(this.work, target, way, controller?.signal));
    } catch (error) {
      const failure = this.#over ? null : describeFailure(error, target, target.timeoutMs);
      if (failure === null) return this.#lost(attempt, error);
      const offer = failure.fault === "noModel" ? offerSentence(await way.offer()) : "";
      this.driver.dispatcher.failed(
        attempt,
        toCallFailure({ ...failure, message: failure.message + offer }, way.hasAnswered),
        this.driver.now(),
      );
      this.driver.arm();
    } finally {
      ways.leave(way);
    }
  }

  #answered(attempt: Attempt, reply: Reply): void {
    const first = this.driver.dispatcher.answered(
      attempt,
      this.work.tokensOf(reply),
      this.driver.now(),
    );
    if (!first) return;
    this.#end(attempt);
    this.resolve(reply);
  }

  /** An attempt that was ended, or went wrong for a reason of this program. */
  #lost(attempt: Attempt, error: unknown): void {
    this.driver.dispatcher.abandoned(attempt, this.driver.now());
    if (!this.#over) this.#cancel(error);
    this.driver.arm();
  }

  #cancel(reason: unknown): void {
    if (this.#over || this.#queuedCall === undefined) return;
    this.driver.dispatcher.cancel(this.#queuedCall);
    this.#end();
    this.reject(reason);
  }

  #end(answered?: Attempt): void {
    this.#over = true;
    this.#forget?.();
    if (this.#ends === undefined) return;
    for (const { attempt, controller } of this.#ends) if (attempt !== answered) controller.abort();
  }
}
