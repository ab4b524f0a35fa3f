import { Deque } from "./deque";
import type { AttemptKind, EndpointState } from "./endpoint-state";
import { HedgeBudget } from "./hedge-budget";
import type { CallFailure } from "./outcome";
import { preference } from "./rendezvous";
import { RetryBudget } from "./retry-budget";
import type { PolicySettings } from "./settings";

export type Endpoint = EndpointState<GroupQueue>;

/** One attempt of a call at an endpoint. */
export type Attempt = {
  readonly ticket: Ticket;
  readonly endpoint: Endpoint;
  readonly kind: AttemptKind;
  readonly startedAt: number;
  /** Calls under way at the endpoint when it began, itself included. */
  readonly startedWith: number;
};

/** What the driver does with a call. */
export interface Caller {
  /** Makes one attempt and reports how it ended. */
  attempt(attempt: Attempt): void;
  /** The call has failed for good. */
  fail(failure: CallFailure): void;
}

/** A call within the policy. */
export class Ticket {
  /** Waiting for a place, waiting to try again, under way, or ended. */
  state: "waiting" | "delayed" | "running" | "over" = "waiting";
  readonly running: Attempt[] = [];
  /** Attempts that have begun, hedges left out. */
  attempts = 0;
  firstAt = -1;
  dueAt = 0;
  /** Where it has just failed: it goes elsewhere if it can. */
  avoids: Endpoint | undefined;
  /** Endpoints that do not take this call, though they serve others. */
  refusedBy: Endpoint | undefined;
  failure: CallFailure | undefined;

  constructor(
    readonly caller: Caller,
    readonly queue: GroupQueue,
    readonly affinity: number,
    /** Calls are numbered as they come. */
    readonly order: number,
    public since: number,
  ) {}
}

/**
 * The calls that wait for one set of endpoints. One queue: an endpoint with a free place takes the next call. Among those
 * that wait it takes one that prefers it, unless another has waited much longer.
 */
export class GroupQueue {
  readonly retries: RetryBudget;
  readonly hedges: HedgeBudget;
  readonly running = new Set<Ticket>();
  downSince: number | undefined;
  readonly #waiting: readonly { readonly endpoint: Endpoint; readonly tickets: Deque<Ticket> }[];
  #length = 0;

  constructor(
    readonly endpoints: readonly Endpoint[],
    private readonly policy: PolicySettings,
  ) {
    this.#waiting = endpoints.map((endpoint) => ({ endpoint, tickets: new Deque<Ticket>() }));
    this.retries = new RetryBudget(policy);
    this.hedges = new HedgeBudget(policy.hedgeShare);
  }

  /** Calls that wait for a place. */
  get length(): number {
    return this.#length;
  }

  /** Whether no endpoint takes calls as usual. */
  get down(): boolean {
    for (const { circuit } of this.endpoints) if (circuit.state === "closed") return false;
    return true;
  }

  /** Whether some endpoint does not take calls for the moment, for another reason than being full. */
  troubled(now: number): boolean {
    for (const { circuit, heldUntil } of this.endpoints)
      if (circuit.state !== "closed" || heldUntil > now) return true;
    return false;
  }

  /** The endpoint that this call prefers among those that serve; among all when none does. */
  preferred(ticket: Pick<Ticket, "affinity" | "avoids" | "refusedBy">): Endpoint | undefined {
    if (this.endpoints.length === 1) return this.endpoints[0];
    return (
      this.#best(
        ticket.affinity,
        (endpoint) =>
          endpoint.circuit.state === "closed" &&
          endpoint !== ticket.avoids &&
          endpoint !== ticket.refusedBy,
      ) ??
      this.#best(
        ticket.affinity,
        (endpoint) => endpoint.circuit.state === "closed" && endpoint !== ticket.refusedBy,
      ) ??
      this.#best(ticket.affinity, (endpoint) => endpoint !== ticket.refusedBy)
    );
  }

  /**
   * Where a call may start at once: at the first in its order of preference that has a free place and is not much busier
   * than the others (consistent hashing with bounded loads: Mirrokni, Thorup and Zadimoghaddam 2018).
   */
  free(
    ticket: Pick<Ticket, "affinity" | "avoids" | "refusedBy">,
    now: number,
  ): Endpoint | undefined {
    const [only] = this.endpoints;
    if (this.endpoints.length === 1)
      return only !== undefined && only !== ticket.refusedBy && only.free(now) ? only : undefined;
    let active = 1;
    let places = 0;
    for (const endpoint of this.endpoints) {
      if (endpoint.circuit.state !== "closed" || endpoint.heldUntil > now) continue;
      active += endpoint.active;
      places += endpoint.limit;
    }
    const bound = (this.policy.loadFactor * active) / places;
    const may = (endpoint: Endpoint): boolean =>
      endpoint.free(now) &&
      endpoint.active + 1 <= Math.ceil(bound * endpoint.limit) &&
      !this.#keptFrom(ticket, endpoint);
    return this.#best(ticket.affinity, may);
  }

  push(ticket: Ticket, first: boolean): void {
    const preferred = this.preferred(ticket);
    const place = this.#waiting.find(({ endpoint }) => endpoint === preferred) ?? this.#waiting[0];
    if (first) place?.tickets.pushFront(ticket);
    else place?.tickets.push(ticket);
    if (this.#length === 0) for (const endpoint of this.endpoints) endpoint.queues.add(this);
    this.#length += 1;
  }

  /** The number of the call that would be taken next, for telling which queue is served first. */
  get oldest(): number {
    let oldest = Infinity;
    for (const { tickets } of this.#waiting) {
      const head = this.#head(tickets);
      if (head !== undefined && head.order < oldest) oldest = head.order;
    }
    return oldest;
  }

  /** Since when the one waits that came first; Infinity when none does. */
  get oldestSince(): number {
    let since = Infinity;
    for (const { tickets } of this.#waiting)
      since = Math.min(since, this.#head(tickets)?.since ?? Infinity);
    return since;
  }

  /** Takes out the next call for an endpoint with a free place. */
  take(endpoint: Endpoint): Ticket | undefined {
    let own: Deque<Ticket> | undefined;
    let next: Deque<Ticket> | undefined;
    let nextHead: Ticket | undefined;
    for (const { endpoint: each, tickets } of this.#waiting) {
      const head = this.#head(tickets);
      if (head === undefined || this.#keptFrom(head, endpoint)) continue;
      if (each === endpoint) own = tickets;
      if (nextHead === undefined || head.order < nextHead.order) {
        next = tickets;
        nextHead = head;
      }
    }
    const ownHead = own?.first;
    const fair =
      ownHead !== undefined &&
      nextHead !== undefined &&
      ownHead.since - nextHead.since <= this.policy.unfairMs;
    const ticket = (fair ? own : next)?.shift();
    if (ticket !== undefined) this.#left();
    return ticket;
  }

  /** One that waits was cancelled; it is dropped when its turn comes. */
  cancelled(): void {
    this.#left();
  }

  /** Takes out all that wait. */
  drain(): Ticket[] {
    const all = this.#waiting
      .flatMap(({ tickets }) => tickets.drain())
      .filter(({ state }) => state === "waiting");
    this.#length = 0;
    this.#forget();
    return all.sort((one, other) => one.order - other.order);
  }

  /** Whether a call must not go to an endpoint: it does not take it, or has just failed while others serve. */
  #keptFrom(
    { refusedBy, avoids }: Pick<Ticket, "avoids" | "refusedBy">,
    endpoint: Endpoint,
  ): boolean {
    if (refusedBy === endpoint) return true;
    if (avoids !== endpoint) return false;
    for (const each of this.endpoints)
      if (each !== endpoint && each.circuit.state === "closed") return true;
    return false;
  }

  #left(): void {
    this.#length -= 1;
    if (this.#length === 0) this.#forget();
  }

  #forget(): void {
    for (const endpoint of this.endpoints) endpoint.queues.delete(this);
  }

  /** The first that still waits. */
  #head(tickets: Deque<Ticket>): Ticket | undefined {
    for (;;) {
      const first = tickets.first;
      if (first === undefined || first.state === "waiting") return first;
      tickets.shift();
    }
  }

  #best(affinity: number, may: (endpoint: Endpoint) => boolean): Endpoint | undefined {
    let best: Endpoint | undefined;
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
