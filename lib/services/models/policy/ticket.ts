import type { AttemptKind, EndpointState } from "./endpoint-state";
import type { GroupQueue } from "./group-queue";
import type { CallFailure } from "./outcome";

/** One attempt of a call at an endpoint. */
export type Attempt = {
  readonly ticket: Ticket;
  readonly endpoint: EndpointState;
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
  avoids: EndpointState | undefined;
  /** Endpoints that do not take this call, though they serve others. */
  refusedBy: EndpointState | undefined;
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
