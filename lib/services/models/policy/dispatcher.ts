import type { EndpointStatus } from "../ports";
import { DelayedCalls } from "./delayed-calls";
import { type AttemptKind, type EndpointSettings, EndpointState } from "./endpoint-state";
import { failureOfGroup } from "./failure-of-group";
import { type Attempt, type Caller, type Endpoint, GroupQueue, Ticket } from "./group-queue";
import type { CallFailure } from "./outcome";
import { patienceWith, retryDelay } from "./retry-delay";
import type { PolicySettings } from "./settings";

/** How often calls under way are looked over for stragglers, in milliseconds. */
const HEDGE_LOOK_MS = 500;

const TRIAL_LOOK_MS = 100;

/** Where nobody serves a group: an endpoint that a new call may try at once. */
const curable = (queue: GroupQueue): Endpoint | undefined =>
  queue.down ? queue.endpoints.find(({ circuit }) => circuit.curable) : undefined;

/** A call of which nothing is known. */
const ANY = { refusedBy: undefined, attempts: 0 };

/** Answers known of an endpoint before its quantiles mean anything. */
const KNOWN = 20;

export type Tokens = { readonly promptTokens: number; readonly completionTokens: number };

/**
 * Decides which call goes where and when: routing, limits, retries, circuits, hedges, back-pressure. Without clock, timer
 * or network: the driver says what time it is, makes the attempts, says how they ended, and calls `tick` at `wakeAt`.
 * Times are milliseconds that only grow.
 */
export class Dispatcher {
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #queues = new Map<string, GroupQueue>();
  readonly #delayed = new DelayedCalls();
  #order = 0;
  #processes = 1;
  #lookedAt = -Infinity;

  constructor(
    private readonly policy: PolicySettings,
    /** Uniform in [0, 1): spreads retries and trials. */
    private readonly random: () => number,
  ) {}

  /** The queue for calls to these endpoints. */
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

  #endpoint(settings: EndpointSettings, now: number): Endpoint {
    const known = this.#endpoints.get(settings.id);
    if (known !== undefined) {
      known.configure(settings);
      return known;
    }
    const endpoint = new EndpointState<GroupQueue>(settings, this.policy, now);
    endpoint.share(this.#processes);
    this.#endpoints.set(settings.id, endpoint);
    return endpoint;
  }

  get processes(): number {
    return this.#processes;
  }

  setShare(processes: number, now: number): void {
    this.#processes = Math.max(1, Math.floor(processes));
    for (const endpoint of this.#endpoints.values()) {
      endpoint.share(this.#processes);
      this.#serve(endpoint, now);
    }
  }

  /** A new call. Starts at once where there is room and nobody waits. */
  submit(queue: GroupQueue, affinity: number, caller: Caller, now: number): Ticket {
    const ticket = new Ticket(caller, queue, affinity, this.#order++, now);
    queue.retries.called();
    queue.hedges.called();
    this.#place(ticket, false, now);
    return ticket;
  }

  /** The call is no longer wanted. What is under way is the driver's to end, with `abandoned`. */
  cancel(ticket: Ticket): void {
    const { state } = ticket;
    ticket.state = "over";
    if (state === "waiting") ticket.queue.cancelled();
    else ticket.queue.running.delete(ticket);
  }

  /** @returns whether this is the call's first answer, which counts; what else is under way for it is to be ended */
  answered(attempt: Attempt, tokens: Tokens, now: number): boolean {
    const { ticket, endpoint } = attempt;
    endpoint.answered(attempt, tokens, now);
    const first = ticket.state === "running";
    if (first) this.#over(ticket);
    ticket.queue.downSince = undefined;
    this.#serve(endpoint, now);
    return first;
  }

  /** The attempt was ended by the driver. */
  abandoned(attempt: Attempt, now: number): void {
    attempt.endpoint.abandoned();
    if (attempt.kind !== "hedge") attempt.endpoint.circuit.untried(attempt.startedAt);
    this.#serve(attempt.endpoint, now);
  }

  failed(attempt: Attempt, failure: CallFailure, now: number): void {
    const { ticket, endpoint } = attempt;
    endpoint.failed(attempt, failure, now, this.random);
    if (ticket.state === "running") {
      ticket.running.splice(ticket.running.indexOf(attempt), 1);
      // Its other attempt may still be answered.
      if (ticket.running.length === 0) this.#afterFailure(ticket, endpoint, failure, now);
    }
    this.#serve(endpoint, now);
  }

  /** A call outside the queues found the endpoint well. */
  reached(id: string, now: number): void {
    const endpoint = this.#endpoints.get(id);
    if (endpoint === undefined) return;
    endpoint.reached(now);
    this.#serve(endpoint, now);
  }

  /** Why the endpoint must not be called yet, where it said so itself; for calls outside the queues. */
  sentAway(id: string, now: number): CallFailure | undefined {
    const circuit = this.#endpoints.get(id)?.circuit;
    return circuit?.bound && circuit.dueAt(false) > now ? circuit.failure : undefined;
  }

  #afterFailure(ticket: Ticket, endpoint: Endpoint, failure: CallFailure, now: number): void {
    ticket.queue.running.delete(ticket);
    ticket.failure = failure;
    ticket.avoids = endpoint;
    const { queue } = ticket;
    const others = queue.endpoints.some(
      (each) => each !== endpoint && each.circuit.state === "closed",
    );
    if (failure.scope === "request") {
      // Perhaps a server of another make takes it; a third would say the same.
      const second = others && ticket.refusedBy === undefined;
      ticket.refusedBy = endpoint;
      return second ? this.#place(ticket, true, now) : this.#fail(ticket, failure);
    }
    if (failure.scope === "endpoint")
      return others
        ? this.#place(ticket, true, now)
        : this.#fail(
            ticket,
            queue.endpoints.length > 1 && queue.down ? failureOfGroup(queue, failure) : failure,
          );
    const { attempts, attemptsRefused } = this.policy;
    const most = failure.fault === "rateLimited" ? attemptsRefused : attempts;
    // Its endpoint is gone: another takes over. That is no load on the one that is gone.
    if (
      others &&
      ticket.attempts < most &&
      (endpoint.circuit.state !== "closed" || failure.fault === "unreachable")
    )
      return this.#place(ticket, true, now);
    const { timeoutMs } = endpoint.settings;
    const elapsedMs = now - ticket.firstAt;
    const { retryAfterMs } = failure;
    const delay = retryDelay(
      this.policy,
      {
        attempt: ticket.attempts,
        attempts: most,
        elapsedMs,
        timeoutMs,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      },
      this.random,
    );
    if (delay === null) return this.#fail(ticket, failure);
    const covered = Math.max(delay, queue.retries.take(now));
    if (elapsedMs + covered > patienceWith(this.policy, timeoutMs))
      return this.#fail(ticket, failure);
    this.#delayed.add(ticket, now + covered);
  }

  /** Starts a call, or has it wait; at the front where it has waited before. */
  #place(ticket: Ticket, first: boolean, now: number): void {
    const { queue } = ticket;
    ticket.state = "waiting";
    if (first || queue.length === 0) {
      const endpoint =
        this.#trial(queue, ticket, now) ??
        queue.free(ticket, now) ??
        (first ? undefined : curable(queue));
      if (endpoint !== undefined)
        return this.#begin(ticket, endpoint, ticket.attempts === 0 ? "first" : "retry", now);
    }
    if (queue.down) {
      queue.downSince ??= now;
      if (queue.endpoints.every(({ circuit }) => circuit.hopeless) && this.#trialAt(queue) > now) {
        return this.#fail(ticket, failureOfGroup(queue, ticket.failure));
      }
    }
    if (!first) ticket.since = now;
    queue.push(ticket, first);
    if (!first) for (const endpoint of queue.endpoints) this.#serve(endpoint, now);
  }

  /** An endpoint whose circuit has been open for long enough: one call tries it. */
  #trial(
    queue: GroupQueue,
    ticket: Pick<Ticket, "refusedBy" | "attempts">,
    now: number,
  ): Endpoint | undefined {
    let alone: boolean | undefined;
    // Where others serve, a call that has failed before is not risked again.
    if (ticket.attempts > 0 && !queue.down) return undefined;
    for (const endpoint of queue.endpoints) {
      if (endpoint.circuit.state !== "open" || endpoint === ticket.refusedBy) continue;
      alone ??= queue.down;
      if (endpoint.circuit.dueAt(alone) <= now) return endpoint;
    }
    return undefined;
  }

  #trialAt(queue: GroupQueue): number {
    const alone = queue.down;
    return Math.min(...queue.endpoints.map(({ circuit }) => circuit.dueAt(alone)));
  }

  #begin(ticket: Ticket, endpoint: Endpoint, kind: AttemptKind, now: number): void {
    const { queue } = ticket;
    if (endpoint.circuit.state === "open") endpoint.circuit.tries(now);
    endpoint.begins(kind, now);
    const attempt: Attempt = {
      ticket,
      endpoint,
      kind,
      startedAt: now,
      startedWith: endpoint.active,
    };
    if (kind !== "hedge") {
      ticket.attempts += 1;
      if (ticket.firstAt < 0) ticket.firstAt = now;
      ticket.state = "running";
    }
    ticket.running.push(attempt);
    if (queue.endpoints.length > 1) queue.running.add(ticket);
    ticket.caller.attempt(attempt);
  }

  /** Hands waiting calls to an endpoint as long as it has room. */
  #serve(endpoint: Endpoint, now: number): void {
    while (endpoint.queues.size > 0 && endpoint.free(now)) {
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
      const ticket = queue?.take(endpoint);
      if (ticket === undefined) return;
      this.#begin(ticket, endpoint, ticket.attempts === 0 ? "first" : "retry", now);
    }
  }

  #over(ticket: Ticket): void {
    ticket.state = "over";
    ticket.queue.running.delete(ticket);
  }

  #fail(ticket: Ticket, failure: CallFailure): void {
    this.#over(ticket);
    const tries = ticket.attempts > 1 ? ` Tried ${ticket.attempts} times.` : "";
    ticket.caller.fail({ ...failure, message: failure.message + tries });
  }

  /** Does what has become due. */
  tick(now: number): void {
    for (let next = this.#delayed.take(now); next !== undefined; next = this.#delayed.take(now))
      this.#place(next, true, now);
    for (const endpoint of this.#endpoints.values())
      if (endpoint.queues.size > 0) this.#serve(endpoint, now);
    const look = now >= this.#lookedAt + HEDGE_LOOK_MS;
    if (look) this.#lookedAt = now;
    for (const queue of this.#queues.values()) {
      if (queue.length > 0) this.#tryAgain(queue, now);
      if (queue.down) this.#loseHope(queue, now);
      else queue.downSince = undefined;
      if (look && queue.running.size > 0) this.#hedge(queue, now);
    }
  }

  #tryAgain(queue: GroupQueue, now: number): void {
    for (;;) {
      const endpoint = this.#trial(queue, ANY, now);
      const ticket = endpoint && queue.take(endpoint);
      if (!endpoint || !ticket) return;
      this.#begin(ticket, endpoint, ticket.attempts === 0 ? "first" : "retry", now);
    }
  }

  /** The group is down as a whole: who has waited for long enough fails, with what each endpoint said. */
  #loseHope(queue: GroupQueue, now: number): void {
    const until = this.#hopeUntil(queue, now);
    if (until === undefined || until > now) return;
    const waiting = queue.drain();
    // Who came while the first were waiting has waited less, and would learn nothing more.
    for (const ticket of [...this.#delayed.drain(queue), ...waiting])
      this.#fail(ticket, failureOfGroup(queue, ticket.failure));
  }

  /** When calls that wait for a group that is down give up; undefined when none waits. */
  #hopeUntil(queue: GroupQueue, now: number): number | undefined {
    const since = Math.min(queue.oldestSince, this.#delayed.oldestSince(queue));
    if (since === Infinity) return undefined;
    queue.downSince ??= now;
    if (queue.endpoints.every(({ circuit }) => circuit.hopeless)) return now;
    const tried = queue.endpoints.some(({ circuit }) => circuit.state === "halfOpen");
    return (
      Math.max(queue.downSince, since) +
      (tried ? this.policy.trialPatienceMs : this.policy.patienceMs)
    );
  }

  /** Repeats stragglers elsewhere, where there is room at once. */
  #hedge(queue: GroupQueue, now: number): void {
    const { hedgeFloorMs, hedgeFactor } = this.policy;
    const patience = new Map<Endpoint, number>();
    for (const ticket of queue.running) {
      if (!queue.hedges.some) return;
      const [attempt, another] = ticket.running;
      if (attempt === undefined || another !== undefined) continue;
      const age = now - attempt.startedAt;
      // In the order in which they began, but for a few.
      if (age < hedgeFloorMs) return;
      const { endpoint } = attempt;
      let known = patience.get(endpoint);
      if (known === undefined) {
        const p95 = endpoint.latency.count < KNOWN ? null : endpoint.latency.quantile(0.95);
        known = Math.max(
          hedgeFloorMs,
          p95 === null ? endpoint.settings.timeoutMs / 2 : hedgeFactor * p95,
        );
        patience.set(endpoint, known);
      }
      if (age < known) continue;
      const elsewhere = queue.free(
        { affinity: ticket.affinity, avoids: endpoint, refusedBy: endpoint },
        now,
      );
      if (elsewhere === undefined) continue;
      queue.hedges.take();
      this.#begin(ticket, elsewhere, "hedge", now);
    }
  }

  /** When `tick` has something to do; Infinity while nothing waits for a time. */
  wakeAt(now: number): number {
    let at = this.#delayed.dueAt;
    for (const queue of this.#queues.values()) {
      if (queue.running.size > 0) at = Math.min(at, Math.max(now, this.#lookedAt + HEDGE_LOOK_MS));
      if (queue.length > 0) {
        const trialAt = this.#trialAt(queue);
        // Due and not made: those that wait are to go elsewhere.
        at = Math.min(at, trialAt > now ? trialAt : now + TRIAL_LOOK_MS);
        for (const endpoint of queue.endpoints)
          if (endpoint.heldUntil > now) at = Math.min(at, endpoint.heldUntil);
      }
      if (queue.down) at = Math.min(at, this.#hopeUntil(queue, now) ?? Infinity);
    }
    return at;
  }

  /** `epoch`: milliseconds since 1970 at time 0. */
  status(now: number, epoch: number): EndpointStatus[] {
    return [...this.#endpoints.values()].map((endpoint) => endpoint.status(now, epoch));
  }
}
