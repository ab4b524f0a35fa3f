import type { GroupQueue, QueuedCall } from "./group-queue";

/**
 * Calls that wait for the time to try again. One that was cancelled is dropped when its time comes.
 */
export class DelayedCalls {
  /** The latest first. */
  #calls: QueuedCall[] = [];

  add(call: QueuedCall, dueAt: number): void {
    call.state = "delayed";
    call.dueAt = dueAt;
    let at = this.#calls.length;
    while (at > 0 && (this.#calls[at - 1]?.dueAt ?? Infinity) < dueAt) at -= 1;
    this.#calls.splice(at, 0, call);
  }

  /** When the next one is due; Infinity when none waits. */
  get dueAt(): number {
    return this.#calls.at(-1)?.dueAt ?? Infinity;
  }

  /** Takes out the next one that is due. */
  take(now: number): QueuedCall | undefined {
    while (this.dueAt <= now) {
      const next = this.#calls.pop();
      if (next?.state === "delayed") return next;
    }
    return undefined;
  }

  /** Takes out all of a queue. */
  drain(queue: GroupQueue): QueuedCall[] {
    const all = this.#calls.filter((call) => call.queue === queue && call.state === "delayed");
    this.#calls = this.#calls.filter((call) => call.queue !== queue);
    return all;
  }

  /** Since when the one of a queue waits that came first; Infinity when none does. */
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
