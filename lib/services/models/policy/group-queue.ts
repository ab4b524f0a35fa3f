import { Deque } from "./deque";
import type { AttemptKind, EndpointState } from "./endpoint-state";
import { HedgeBudget } from "./hedge-budget";
import type { CallFailure } from "./call-failure";
import { preference } from "./rendezvous";
import { RetryBudget } from "./retry-budget";
import type { PolicySettings } from "./settings";

export type PooledEndpoint = EndpointState<GroupQueue>;

/** One attempt of a call at an endpoint. */
export type Attempt = {
  readonly call: QueuedCall;
  readonly endpoint: PooledEndpoint;
  readonly kind: AttemptKind;
  readonly startedAt: number;
  /** Calls in flight at the endpoint when it began, itself included. */
  readonly startedWith: number;
};

/** What the driver does with a call. */
export interface CallDriver {
  /** Makes one attempt and reports how it ended. */
  attempt(attempt: Attempt): void;
  /** The call has failed for good. */
  fail(failure: CallFailure): void;
}

/** A call within the policy. */
export class QueuedCall {
  /** Waiting for a place, waiting for the next attempt, in flight, or ended. */
  state: "waiting" | "delayed" | "running" | "over" = "waiting";
  readonly running: Attempt[] = [];
  /** Number of attempts begun, without hedges. */
  attempts = 0;
  firstAttemptAt = -1;
  dueAt = 0;
  /** Where it has just failed; it is sent elsewhere if possible. */
  avoidedEndpoint: PooledEndpoint | undefined;
  /** Endpoints that refuse this call, though they serve others. */
  refusedBy: PooledEndpoint | undefined;
  failure: CallFailure | undefined;

  readonly caller: CallDriver;
  readonly queue: GroupQueue;
  readonly affinity: number;
  /** Number of the call in order of arrival. */
  readonly order: number;
  waitingSince: number;

  constructor(call: Pick<QueuedCall, "caller" | "queue" | "affinity" | "order" | "waitingSince">) {
    this.caller = call.caller;
    this.queue = call.queue;
    this.affinity = call.affinity;
    this.order = call.order;
    this.waitingSince = call.waitingSince;
  }
}

/**
 * The calls that wait for one set of endpoints, in one queue: an endpoint with a free place takes
 * the next call. It takes a waiting call that prefers it first, unless another has waited much
 * longer.
 */
export class GroupQueue {
  readonly retries: RetryBudget;
  readonly hedges: HedgeBudget;
  readonly running = new Set<QueuedCall>();
  downSince: number | undefined;
  readonly #waiting: readonly {
    readonly endpoint: PooledEndpoint;
    readonly calls: Deque<QueuedCall>;
  }[];
  #length = 0;

  constructor(
    readonly endpoints: readonly PooledEndpoint[],
    private readonly policy: PolicySettings,
  ) {
    this.#waiting = endpoints.map((endpoint) => ({ endpoint, calls: new Deque<QueuedCall>() }));
    this.retries = new RetryBudget(policy);
    this.hedges = new HedgeBudget(policy.hedgeShare);
  }

  /** Number of calls that wait for a place. */
  get length(): number {
    return this.#length;
  }

  /** Whether no endpoint takes regular calls. */
  get isDown(): boolean {
    for (const { circuit } of this.endpoints) if (circuit.state === "closed") return false;
    return true;
  }

  /** Whether an endpoint takes no calls at present, for another reason than being full. */
  hasUnavailable(now: number): boolean {
    for (const { circuit, heldUntil } of this.endpoints)
      if (circuit.state !== "closed" || heldUntil > now) return true;
    return false;
  }

  /**
   * Returns the endpoint that this call prefers among those that serve; among all when none does.
   */
  preferredEndpoint(
    call: Pick<QueuedCall, "affinity" | "avoidedEndpoint" | "refusedBy">,
  ): PooledEndpoint | undefined {
    if (this.endpoints.length === 1) return this.endpoints[0];
    return (
      this.#best(
        call.affinity,
        (endpoint) =>
          endpoint.circuit.state === "closed" &&
          endpoint !== call.avoidedEndpoint &&
          endpoint !== call.refusedBy,
      ) ??
      this.#best(
        call.affinity,
        (endpoint) => endpoint.circuit.state === "closed" && endpoint !== call.refusedBy,
      ) ??
      this.#best(call.affinity, (endpoint) => endpoint !== call.refusedBy)
    );
  }

  /**
   * Returns where a call may start at once: at the first in its order of preference that has a free
   * place and is not much busier than the others (consistent hashing with bounded loads: Mirrokni,
   * Thorup and Zadimoghaddam 2018).
   */
  pickEndpoint(
    call: Pick<QueuedCall, "affinity" | "avoidedEndpoint" | "refusedBy">,
    now: number,
  ): PooledEndpoint | undefined {
    const [only] = this.endpoints;
    if (this.endpoints.length === 1)
      return only !== undefined && only !== call.refusedBy && only.hasRoom(now) ? only : undefined;
    let active = 1;
    let places = 0;
    for (const endpoint of this.endpoints) {
      if (endpoint.circuit.state !== "closed" || endpoint.heldUntil > now) continue;
      active += endpoint.active;
      places += endpoint.limit;
    }
    const bound = (this.policy.loadFactor * active) / places;
    const may = (endpoint: PooledEndpoint): boolean =>
      endpoint.hasRoom(now) &&
      endpoint.active + 1 <= Math.ceil(bound * endpoint.limit) &&
      !this.#isExcluded(call, endpoint);
    return this.#best(call.affinity, may);
  }

  push(call: QueuedCall, first: boolean): void {
    const preferredEndpoint = this.preferredEndpoint(call);
    const place =
      this.#waiting.find(({ endpoint }) => endpoint === preferredEndpoint) ?? this.#waiting[0];
    if (first) place?.calls.pushFront(call);
    else place?.calls.push(call);
    if (this.#length === 0) for (const endpoint of this.endpoints) endpoint.queues.add(this);
    this.#length += 1;
  }

  /** Number of the next call; decides which queue is served first. */
  get oldest(): number {
    let oldest = Infinity;
    for (const { calls } of this.#waiting) {
      const head = this.#head(calls);
      if (head !== undefined && head.order < oldest) oldest = head.order;
    }
    return oldest;
  }

  /** When the longest-waiting call began to wait; Infinity without one. */
  get oldestSince(): number {
    let since = Infinity;
    for (const { calls } of this.#waiting)
      since = Math.min(since, this.#head(calls)?.waitingSince ?? Infinity);
    return since;
  }

  /** Removes and returns the next call for an endpoint with a free place. */
  take(endpoint: PooledEndpoint): QueuedCall | undefined {
    let own: Deque<QueuedCall> | undefined;
    let next: Deque<QueuedCall> | undefined;
    let nextHead: QueuedCall | undefined;
    for (const { endpoint: each, calls } of this.#waiting) {
      const head = this.#head(calls);
      if (head === undefined || this.#isExcluded(head, endpoint)) continue;
      if (each === endpoint) own = calls;
      if (nextHead === undefined || head.order < nextHead.order) {
        next = calls;
        nextHead = head;
      }
    }
    const ownHead = own?.first;
    const fair =
      ownHead !== undefined &&
      nextHead !== undefined &&
      ownHead.waitingSince - nextHead.waitingSince <= this.policy.fairnessMs;
    const call = (fair ? own : next)?.shift();
    if (call !== undefined) this.#removed();
    return call;
  }

  /** A waiting call was cancelled; it is dropped at its turn. */
  cancelled(): void {
    this.#removed();
  }

  /** Removes and returns all waiting calls. */
  drain(): QueuedCall[] {
    const all = this.#waiting
      .flatMap(({ calls }) => calls.drain())
      .filter(({ state }) => state === "waiting");
    this.#length = 0;
    this.#unregister();
    return all.sort((one, other) => one.order - other.order);
  }

  /**
   * Whether a call must not be sent to an endpoint: the endpoint refuses it, or has just failed
   * while others serve.
   */
  #isExcluded(
    { refusedBy, avoidedEndpoint: avoids }: Pick<QueuedCall, "avoidedEndpoint" | "refusedBy">,
    endpoint: PooledEndpoint,
  ): boolean {
    if (refusedBy === endpoint) return true;
    if (avoids !== endpoint) return false;
    for (const each of this.endpoints)
      if (each !== endpoint && each.circuit.state === "closed") return true;
    return false;
  }

  #removed(): void {
    this.#length -= 1;
    if (this.#length === 0) this.#unregister();
  }

  #unregister(): void {
    for (const endpoint of this.endpoints) endpoint.queues.delete(this);
  }

  /** Returns the first call that still waits. */
  #head(calls: Deque<QueuedCall>): QueuedCall | undefined {
    for (;;) {
      const first = calls.first;
      if (first === undefined || first.state === "waiting") return first;
      calls.shift();
    }
  }

  #best(affinity: number, may: (endpoint: PooledEndpoint) => boolean): PooledEndpoint | undefined {
    let best: PooledEndpoint | undefined;
    let most = -1;
    for (const endpoint of this.endpoints) {
      if (!may(endpoint)) continue;
      const wanted = preference(affinity, endpoint.hash);
      if (wanted <= most) continue;
      best = endpoint;
      most = wanted;
    }
    return best;
  }
}
