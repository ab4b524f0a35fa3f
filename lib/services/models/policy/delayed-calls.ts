import type { GroupQueue, Ticket } from "./group-queue";

/** Calls that wait for the time to try again. One that was cancelled is dropped when its time comes. */
export class DelayedCalls {
  /** The latest first. */
  #tickets: Ticket[] = [];

  add(ticket: Ticket, dueAt: number): void {
    ticket.state = "delayed";
    ticket.dueAt = dueAt;
    let at = this.#tickets.length;
    while (at > 0 && (this.#tickets[at - 1]?.dueAt ?? Infinity) < dueAt) at -= 1;
    this.#tickets.splice(at, 0, ticket);
  }

  /** When the next one is due; Infinity when none waits. */
  get dueAt(): number {
    return this.#tickets.at(-1)?.dueAt ?? Infinity;
  }

  /** Takes out the next one that is due. */
  take(now: number): Ticket | undefined {
    while (this.dueAt <= now) {
      const next = this.#tickets.pop();
      if (next?.state === "delayed") return next;
    }
    return undefined;
  }

  /** Takes out all of a queue. */
  drain(queue: GroupQueue): Ticket[] {
    const all = this.#tickets.filter(
      (ticket) => ticket.queue === queue && ticket.state === "delayed",
    );
    this.#tickets = this.#tickets.filter((ticket) => ticket.queue !== queue);
    return all;
  }

  /** Since when the one of a queue waits that came first; Infinity when none does. */
  oldestSince(queue: GroupQueue): number {
    return this.#tickets.reduce(
      (since, ticket) =>
        ticket.queue === queue && ticket.state === "delayed"
          ? Math.min(since, ticket.since)
          : since,
      Infinity,
    );
  }
}
