import type { GroupQueue, QueuedCall } from "./group-queue";

/** Calls that wait for their next attempt. A cancelled call is dropped when its time comes. */
export class DelayedCalls {
  /** Sorted by time, the latest first. */
  #calls: QueuedCall[] = [];

  add(call: QueuedCall, dueAt: number): void {
    call.state = "delayed";
    call.dueAt = dueAt;
    let at = this.#calls.length;
    while (at > 0 && (this.#calls[at - 1]?.dueAt ?? Infinity) < dueAt) at -= 1;
    this.#calls.splice(at, 0, call);
  }

  /** When the next call is due; Infinity without one. */
  get dueAt(): number {
    return this.#calls.at(-1)?.dueAt ?? Infinity;
  }

  /** Removes and returns the next call that is due. */
  take(now: number): QueuedCall | undefined {
    while (this.dueAt <= now) {
      const next = this.#calls.pop();
      if (next?.state === "delayed") return next;
    }
    return undefined;
  }

  /** Removes and returns all calls of a queue. */
  drain(queue: GroupQueue): QueuedCall[] {
    const all = this.#calls.filter((call) => call.queue === queue && call.state === "delayed");
    this.#calls = this.#calls.filter((call) => call.queue !== queue);
    return all;
  }

  /** When the longest-waiting call of a queue began to wait; Infinity without one. */
  oldestSince(queue: GroupQueue): number {
    return this.#calls.reduce(
      (since, call) =>
        call.queue === queue && call.state === "delayed"
          ? Math.min(since, call.waitingSince)
          : since,
      Infinity,
    );
  }
}
