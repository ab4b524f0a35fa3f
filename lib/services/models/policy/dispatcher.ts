import type { EndpointStatus } from "../ports";
import { DelayedCalls } from "./delayed-calls";
import { type AttemptKind, type EndpointSettings, EndpointState } from "./endpoint-state";
import { groupFailure } from "./group-failure";
import {
  type Attempt,
  type CallDriver,
  type PooledEndpoint,
  GroupQueue,
  QueuedCall,
} from "./group-queue";
import type { CallFailure } from "./call-failure";
import { retryWindowMs, retryDelay } from "./retry-delay";
import type { PolicySettings } from "./settings";

/** How often calls in flight are checked for stragglers, in milliseconds. */
const HEDGE_INTERVAL_MS = 500;

const TRIAL_INTERVAL_MS = 100;

/** When no endpoint serves a group: returns one that a new call may try at once. */
const retryableEndpoint = (queue: GroupQueue): PooledEndpoint | undefined =>
  queue.isDown ? queue.endpoints.find(({ circuit }) => circuit.canRetryNow) : undefined;

/**
 * The failure of a call whose retries are used up. Where the endpoint answered others in between,
 * it is this call that the server fails on.
 */
function afterRetries(
  call: QueuedCall,
  endpoint: PooledEndpoint,
  failure: CallFailure,
): CallFailure {
  if (failure.overloaded || endpoint.answeredAt <= call.firstAttemptAt) return failure;
  if (failure.fault === "serverError")
    return { ...failure, scope: "request", reason: "serverError" };
  return failure.fault === "notOpenAi"
    ? { ...failure, scope: "request", reason: "unreadable" }
    : failure;
}

/** A call about which nothing is known. */
const UNKNOWN_CALL = { refusedBy: undefined, attempts: 0 };

/** Minimum number of answers before an endpoint's quantiles are used. */
const MIN_LATENCIES = 20;

export type TokenUsage = { readonly promptTokens: number; readonly completionTokens: number };

/**
 * Decides which call goes where and when: routing, limits, retries, circuits, hedges,
 * back-pressure. Uses no clock, timer or network: the driver passes the time, makes the attempts,
 * reports their ends, and calls `tick` at `wakeAt`. Times are monotonic milliseconds.
 */
export class Dispatcher {
  readonly #endpoints = new Map<string, PooledEndpoint>();
  readonly #queues = new Map<string, GroupQueue>();
  readonly #delayed = new DelayedCalls();
  #order = 0;
  #processes = 1;
  #hedgedAt = -Infinity;

  constructor(
    private readonly policy: PolicySettings,
    /** Uniform in [0, 1): spreads retries and trials. */
    private readonly random: () => number,
  ) {}

  /** Returns the queue for calls to these endpoints. */
  queue(settings: readonly EndpointSettings[], now: number): GroupQueue {
    const endpoints = settings
      .map((each) => this.#endpoint(each, now))
      .sort((one, other) => (one.id < other.id ? -1 : 1));
    const key = endpoints.map(({ id }) => id).join("\n");
    let queue = this.#queues.get(key);
    if (queue === undefined) {
      queue = new GroupQueue(endpoints, this.policy);
      this.#queues.set(key, queue);
    }
    return queue;
  }

  #endpoint(settings: EndpointSettings, now: number): PooledEndpoint {
    const known = this.#endpoints.get(settings.id);
    if (known !== undefined) {
      known.configure(settings);
      return known;
    }
    const endpoint = new EndpointState<GroupQueue>(settings, this.policy, now);
    endpoint.setProcesses(this.#processes);
    this.#endpoints.set(settings.id, endpoint);
    return endpoint;
  }

  get processes(): number {
    return this.#processes;
  }

  setShare(processes: number, now: number): void {
    this.#processes = Math.max(1, Math.floor(processes));
    for (const endpoint of this.#endpoints.values()) {
      endpoint.setProcesses(this.#processes);
      this.#startWaiting(endpoint, now);
    }
  }

  /** Submits a new call. It starts at once where an endpoint has room and no call waits. */
  submit(queue: GroupQueue, affinity: number, caller: CallDriver, now: number): QueuedCall {
    const call = new QueuedCall({
      caller,
      queue,
      affinity,
      order: this.#order++,
      waitingSince: now,
    });
    queue.retries.recordCall();
    queue.hedges.recordCall();
    this.#startOrQueue(call, false, now);
    return call;
  }

  /** Cancels a call. The driver ends its attempts in flight, with `abandoned`. */
  cancel(call: QueuedCall): void {
    const { state } = call;
    call.state = "over";
    if (state === "waiting") call.queue.cancelled();
    else call.queue.running.delete(call);
  }

  /**
   * @returns whether this is the call's first answer, which counts; the driver ends its other
   *   attempts
   */
  answered(attempt: Attempt, tokens: TokenUsage, now: number): boolean {
    const { call, endpoint } = attempt;
    endpoint.answered(attempt, tokens, now);
    const first = call.state === "running";
    if (first) this.#finish(call);
    call.queue.downSince = undefined;
    this.#startWaiting(endpoint, now);
    return first;
  }

  /** The driver ended the attempt. */
  abandoned(attempt: Attempt, now: number): void {
    attempt.endpoint.abandoned();
    if (attempt.kind !== "hedge") attempt.endpoint.circuit.abandonTrial(attempt.startedAt);
    this.#startWaiting(attempt.endpoint, now);
  }

  failed(attempt: Attempt, failure: CallFailure, now: number): void {
    const { call, endpoint } = attempt;
    endpoint.failed(attempt, failure, now, this.random);
    if (call.state === "running") {
      call.running.splice(call.running.indexOf(attempt), 1);
      // Its other attempt may still be answered.
      if (call.running.length === 0) this.#afterFailure(call, endpoint, failure, now);
    }
    this.#startWaiting(endpoint, now);
  }

  /** A call outside the queues succeeded. */
  responded(id: string, now: number): void {
    const endpoint = this.#endpoints.get(id);
    if (endpoint === undefined) return;
    endpoint.responded(now);
    this.#startWaiting(endpoint, now);
  }

  /**
   * Returns why the endpoint must not be called yet, where the server set the time; for calls
   * outside the queues.
   */
  rejected(id: string, now: number): CallFailure | undefined {
    const circuit = this.#endpoints.get(id)?.circuit;
    return circuit?.isServerImposed && circuit.nextTrialAt(false) > now
      ? circuit.failure
      : undefined;
  }

  #afterFailure(
    call: QueuedCall,
    endpoint: PooledEndpoint,
    failure: CallFailure,
    now: number,
  ): void {
    call.queue.running.delete(call);
    call.failure = failure;
    call.avoidedEndpoint = endpoint;
    const { queue } = call;
    const others = queue.endpoints.some(
      (each) => each !== endpoint && each.circuit.state === "closed",
    );
    if (failure.scope === "request") {
      // Another make of server may accept it; a third would refuse likewise.
      const second = others && call.refusedBy === undefined;
      call.refusedBy = endpoint;
      return second ? this.#startOrQueue(call, true, now) : this.#fail(call, failure);
    }
    if (failure.scope === "endpoint")
      return others
        ? this.#startOrQueue(call, true, now)
        : this.#fail(
            call,
            queue.endpoints.length > 1 && queue.isDown ? groupFailure(queue, failure) : failure,
          );
    const { attempts, attemptsRefused } = this.policy;
    const most = failure.fault === "rateLimited" ? attemptsRefused : attempts;
    // Another endpoint takes over at once: that is no load on the one that failed.
    if (
      others &&
      call.attempts < most &&
      (endpoint.circuit.state !== "closed" || failure.fault === "unreachable")
    )
      return this.#startOrQueue(call, true, now);
    const { timeoutMs } = endpoint.settings;
    const elapsedMs = now - call.firstAttemptAt;
    const { retryAfterMs } = failure;
    const delay = retryDelay(
      this.policy,
      {
        attempt: call.attempts,
        attempts: most,
        elapsedMs,
        timeoutMs,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      },
      this.random,
    );
    if (delay === null) return this.#fail(call, afterRetries(call, endpoint, failure));
    const covered = Math.max(delay, queue.retries.take(now));
    if (elapsedMs + covered > retryWindowMs(this.policy, timeoutMs))
      return this.#fail(call, afterRetries(call, endpoint, failure));
    this.#delayed.add(call, now + covered);
  }

  /** Starts a call or queues it; at the front if it has waited before. */
  #startOrQueue(call: QueuedCall, first: boolean, now: number): void {
    const { queue } = call;
    call.state = "waiting";
    if (first || queue.length === 0) {
      const endpoint =
        this.#trialEndpoint(queue, call, now) ??
        queue.pickEndpoint(call, now) ??
        (first ? undefined : retryableEndpoint(queue));
      if (endpoint !== undefined)
        return this.#startAttempt(call, endpoint, call.attempts === 0 ? "first" : "retry", now);
    }
    if (queue.isDown) {
      queue.downSince ??= now;
      if (
        queue.endpoints.every(({ circuit }) => circuit.isPermanent) &&
        this.#trialAt(queue) > now
      ) {
        return this.#fail(call, groupFailure(queue, call.failure));
      }
    }
    if (!first) call.waitingSince = now;
    queue.push(call, first);
    if (!first) for (const endpoint of queue.endpoints) this.#startWaiting(endpoint, now);
  }

  /** Returns an endpoint whose circuit has been open long enough for one trial call. */
  #trialEndpoint(
    queue: GroupQueue,
    call: Pick<QueuedCall, "refusedBy" | "attempts">,
    now: number,
  ): PooledEndpoint | undefined {
    let alone: boolean | undefined;
    // Where others serve, a call that has failed before is not risked again.
    if (call.attempts > 0 && !queue.isDown) return undefined;
    for (const endpoint of queue.endpoints) {
      if (endpoint.circuit.state !== "open" || endpoint === call.refusedBy) continue;
      alone ??= queue.isDown;
      if (endpoint.circuit.nextTrialAt(alone) <= now) return endpoint;
    }
    return undefined;
  }

  #trialAt(queue: GroupQueue): number {
    const alone = queue.isDown;
    return Math.min(...queue.endpoints.map(({ circuit }) => circuit.nextTrialAt(alone)));
  }

  #startAttempt(call: QueuedCall, endpoint: PooledEndpoint, kind: AttemptKind, now: number): void {
    const { queue } = call;
    if (endpoint.circuit.state === "open") endpoint.circuit.startTrial(now);
    endpoint.begin(kind, now);
    const attempt: Attempt = {
      call,
      endpoint,
      kind,
      startedAt: now,
      startedWith: endpoint.active,
    };
    if (kind !== "hedge") {
      call.attempts += 1;
      if (call.firstAttemptAt < 0) call.firstAttemptAt = now;
      call.state = "running";
    }
    call.running.push(attempt);
    if (queue.endpoints.length > 1) queue.running.add(call);
    call.caller.attempt(attempt);
  }

  /** Starts waiting calls at an endpoint as long as it has room. */
  #startWaiting(endpoint: PooledEndpoint, now: number): void {
    while (endpoint.queues.size > 0 && endpoint.hasRoom(now)) {
      let queue: GroupQueue | undefined;
      let oldest = Infinity;
      if (endpoint.queues.size === 1) [queue] = endpoint.queues;
      else {
        for (const each of endpoint.queues) {
          if (each.oldest >= oldest) continue;
          oldest = each.oldest;
          queue = each;
        }
      }
      const call = queue?.take(endpoint);
      if (call === undefined) return;
      this.#startAttempt(call, endpoint, call.attempts === 0 ? "first" : "retry", now);
    }
  }

  #finish(call: QueuedCall): void {
    call.state = "over";
    call.queue.running.delete(call);
  }

  #fail(call: QueuedCall, failure: CallFailure): void {
    this.#finish(call);
    const tries = call.attempts > 1 ? ` Tried ${call.attempts} times.` : "";
    call.caller.fail({ ...failure, message: failure.message + tries });
  }

  /** Does everything that is due. */
  tick(now: number): void {
    for (let next = this.#delayed.take(now); next !== undefined; next = this.#delayed.take(now))
      this.#startOrQueue(next, true, now);
    for (const endpoint of this.#endpoints.values())
      if (endpoint.queues.size > 0) this.#startWaiting(endpoint, now);
    const look = now >= this.#hedgedAt + HEDGE_INTERVAL_MS;
    if (look) this.#hedgedAt = now;
    for (const queue of this.#queues.values()) {
      if (queue.length > 0) this.#startTrials(queue, now);
      if (queue.isDown) this.#failQueue(queue, now);
      else queue.downSince = undefined;
      if (look && queue.running.size > 0) this.#hedge(queue, now);
    }
  }

  #startTrials(queue: GroupQueue, now: number): void {
    for (;;) {
      const endpoint = this.#trialEndpoint(queue, UNKNOWN_CALL, now);
      const call = endpoint && queue.take(endpoint);
      if (!endpoint || !call) return;
      this.#startAttempt(call, endpoint, call.attempts === 0 ? "first" : "retry", now);
    }
  }

  /**
   * Fails the calls of a group without a serving endpoint that have waited long enough, with each
   * endpoint's failure.
   */
  #failQueue(queue: GroupQueue, now: number): void {
    const until = this.#deadlineOf(queue, now);
    if (until === undefined || until > now) return;
    const waiting = queue.drain();
    // Later calls have waited less, but would learn nothing more.
    for (const call of [...this.#delayed.drain(queue), ...waiting])
      this.#fail(call, groupFailure(queue, call.failure));
  }

  /** When calls that wait for a group that is down time out; undefined without any. */
  #deadlineOf(queue: GroupQueue, now: number): number | undefined {
    const since = Math.min(queue.oldestSince, this.#delayed.oldestSince(queue));
    if (since === Infinity) return undefined;
    queue.downSince ??= now;
    if (queue.endpoints.every(({ circuit }) => circuit.isPermanent)) return now;
    const tried = queue.endpoints.some(({ circuit }) => circuit.state === "halfOpen");
    return (
      Math.max(queue.downSince, since) +
      (tried ? this.policy.trialTimeoutMs : this.policy.downTimeoutMs)
    );
  }

  /** Repeats stragglers at another endpoint with room. */
  #hedge(queue: GroupQueue, now: number): void {
    const { hedgeFloorMs, hedgeFactor } = this.policy;
    const maxWaits = new Map<PooledEndpoint, number>();
    for (const call of queue.running) {
      if (!queue.hedges.isAvailable) return;
      const [attempt, another] = call.running;
      if (attempt === undefined || another !== undefined) continue;
      const age = now - attempt.startedAt;
      // Roughly in the order in which they began.
      if (age < hedgeFloorMs) return;
      const { endpoint } = attempt;
      let known = maxWaits.get(endpoint);
      if (known === undefined) {
        const p95 = endpoint.latency.count < MIN_LATENCIES ? null : endpoint.latency.quantile(0.95);
        known = Math.max(
          hedgeFloorMs,
          p95 === null ? endpoint.settings.timeoutMs / 2 : hedgeFactor * p95,
        );
        maxWaits.set(endpoint, known);
      }
      if (age < known) continue;
      const otherEndpoint = queue.pickEndpoint(
        { affinity: call.affinity, avoidedEndpoint: endpoint, refusedBy: endpoint },
        now,
      );
      if (otherEndpoint === undefined) continue;
      queue.hedges.take();
      this.#startAttempt(call, otherEndpoint, "hedge", now);
    }
  }

  /** When `tick` is due next; Infinity while nothing is scheduled. */
  wakeAt(now: number): number {
    let at = this.#delayed.dueAt;
    for (const queue of this.#queues.values()) {
      if (queue.running.size > 0)
        at = Math.min(at, Math.max(now, this.#hedgedAt + HEDGE_INTERVAL_MS));
      if (queue.length > 0) {
        const trialAt = this.#trialAt(queue);
        // Overdue trials: the waiting calls are to be tried elsewhere.
        at = Math.min(at, trialAt > now ? trialAt : now + TRIAL_INTERVAL_MS);
        for (const endpoint of queue.endpoints)
          if (endpoint.heldUntil > now) at = Math.min(at, endpoint.heldUntil);
      }
      if (queue.isDown) at = Math.min(at, this.#deadlineOf(queue, now) ?? Infinity);
    }
    return at;
  }

  /** Returns the status of all endpoints. `epoch`: milliseconds since 1970 at time 0. */
  status(now: number, epoch: number): EndpointStatus[] {
    return [...this.#endpoints.values()].map((endpoint) => endpoint.status(now, epoch));
  }
}
