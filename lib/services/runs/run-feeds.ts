import type { RunEvent } from "@/lib/contracts/runs";
import { isSettled } from "@/lib/domain/run";
import type { Clock } from "../environment/ports";
import { loadMeasureSeries, type MeasurePorts } from "./list-measures";
import type { RunChanges } from "./ports";
import { toProgress } from "./to-progress";

type FeedPorts = Pick<MeasurePorts, "scenarios" | "measures"> & {
  readonly runs: Pick<MeasurePorts["runs"], "get">;
  readonly changes: RunChanges;
  readonly clock: Clock;
};

/** Minimum interval between two events in milliseconds: faster changes would not be perceived. */
const MIN_INTERVAL_MS = 300;
/**
 * Milliseconds more for each listener of a run: a thousand of them get an event every two seconds,
 * so that writing events leaves time for pages.
 */
const INTERVAL_PER_LISTENER_MS = 2;
/** Milliseconds after which progress is read without a notification, because one can be lost. */
const MAX_INTERVAL_MS = 2_000;

/**
 * What listeners of one run get: one reading of the database for all of them. The two events are
 * the same objects for every listener, so that they are also written only once.
 */
type Reading = {
  /** Counts readings from 1. */
  readonly number: number;
  readonly version: number;
  readonly brief: RunEvent;
  readonly whole: RunEvent;
};

/** Follows runs for all listeners of this process. */
export class RunFeeds {
  private readonly feeds = new Map<string, RunFeed>();

  constructor(private readonly ports: FeedPorts) {}

  /**
   * Yields the run's progress now and after every change, until the signal aborts or the run is
   * gone. Measures come with the first event and whenever a step was committed. A slow listener
   * misses events that newer ones replace.
   */
  async *listen(runId: string, signal: AbortSignal): AsyncGenerator<RunEvent> {
    const feed = this.join(runId);
    const wake = (): void => feed.wake();
    signal.addEventListener("abort", wake, { once: true });
    try {
      let [seen, version] = [0, -1];
      while (!signal.aborted) {
        const reading = await feed.after(seen, signal);
        if (!reading) return;
        const event = reading.version === version ? reading.brief : reading.whole;
        [seen, version] = [reading.number, reading.version];
        yield event;
      }
    } finally {
      signal.removeEventListener("abort", wake);
      if (feed.leave() === 0 && this.feeds.get(runId) === feed) this.feeds.delete(runId);
    }
  }

  private join(runId: string): RunFeed {
    const known = this.feeds.get(runId);
    const feed = known && !known.isOver ? known : new RunFeed(this.ports, runId);
    this.feeds.set(runId, feed);
    feed.join();
    return feed;
  }
}

/** One run, read for as long as somebody listens. */
class RunFeed {
  isOver = false;
  private listeners = 0;
  private latest: Reading | undefined;
  private failure: { readonly error: unknown } | undefined;
  private readonly waiting = new Set<() => void>();
  private readonly changed = new Notification();

  constructor(
    private readonly ports: FeedPorts,
    private readonly runId: string,
  ) {}

  join(): void {
    this.listeners += 1;
    if (this.listeners === 1) void this.follow();
  }

  /** Returns how many listeners are left. */
  leave(): number {
    this.listeners -= 1;
    if (this.listeners === 0) {
      this.isOver = true;
      this.changed.notify();
    }
    return this.listeners;
  }

  /** Makes listeners look whether they still want to wait. */
  wake(): void {
    for (const look of this.waiting) look();
  }

  /** Waits for a reading after number `seen`; undefined when there will be none. */
  async after(seen: number, signal: AbortSignal): Promise<Reading | undefined> {
    for (;;) {
      if (signal.aborted) return undefined;
      if (this.failure) throw this.failure.error;
      if (this.latest && this.latest.number > seen) return this.latest;
      if (this.isOver) return undefined;
      await new Promise<void>((resolve) => {
        const look = (): void => {
          this.waiting.delete(look);
          resolve();
        };
        this.waiting.add(look);
      });
    }
  }

  private async follow(): Promise<void> {
    const unsubscribe = this.ports.changes.subscribe(this.runId, () => this.changed.notify());
    try {
      while (!this.isOver) {
        const run = await this.ports.runs.get(this.runId);
        if (!run) return;
        const progress = toProgress(run, this.ports.clock.now());
        const known = this.latest?.version === run.version ? this.latest.whole.measures : undefined;
        const measures = known ?? (await loadMeasureSeries(this.ports, run));
        this.latest = {
          number: (this.latest?.number ?? 0) + 1,
          version: run.version,
          brief: { progress },
          whole: { progress, measures },
        };
        this.wake();
        await delay(Math.max(MIN_INTERVAL_MS, this.listeners * INTERVAL_PER_LISTENER_MS));
        await this.changed.wait(isSettled(run.status) ? MAX_INTERVAL_MS * 5 : MAX_INTERVAL_MS);
      }
    } catch (error) {
      this.failure = { error };
    } finally {
      this.isOver = true;
      unsubscribe();
      this.wake();
    }
  }
}

const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Remembers a notification until the next wait. */
class Notification {
  private isSet = false;
  private wake: (() => void) | undefined;

  notify(): void {
    this.isSet = true;
    this.wake?.();
  }

  async wait(atMost: number): Promise<void> {
    if (!this.isSet) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMost);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.wake = undefined;
    this.isSet = false;
  }
}
