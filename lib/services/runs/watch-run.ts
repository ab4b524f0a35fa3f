import type { RunEvent } from "@/lib/contracts/runs";
import { isSettled } from "@/lib/domain/run";
import type { Actor } from "@/lib/domain/access";
import type { Clock } from "../environment/ports";
import { findRun } from "./find-run";
import { loadMeasureSeries, type MeasurePorts } from "./list-measures";
import type { RunChanges } from "./ports";
import { toProgress } from "./to-progress";

export type WatchRunPorts = MeasurePorts & {
  readonly changes: RunChanges;
  readonly clock: Clock;
};

/** Minimum interval between two events in milliseconds: faster changes would not be perceived. */
const MIN_INTERVAL_MS = 300;
/** Milliseconds after which progress is read without a notification, because one can be lost. */
const MAX_INTERVAL_MS = 2_000;

/**
 * Yields the run's progress now and after every change, until the listener leaves. Measures come
 * with the first event and whenever a step was committed.
 * @throws AppError notFound
 */
export async function* watchRun(
  ports: WatchRunPorts,
  actor: Actor,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  await findRun(ports, actor, runId, "read");
  const changed = new Signal();
  const unsubscribe = ports.changes.subscribe(runId, () => changed.notify());
  signal.addEventListener("abort", () => changed.notify(), { once: true });
  try {
    let seenVersion = -1;
    while (!signal.aborted) {
      const run = await findRun(ports, actor, runId, "read");
      const progress = toProgress(run, ports.clock.now());
      const moved = run.version !== seenVersion;
      seenVersion = run.version;
      yield moved ? { progress, measures: await loadMeasureSeries(ports, run) } : { progress };
      await delay(MIN_INTERVAL_MS);
      await changed.wait(isSettled(run.status) ? MAX_INTERVAL_MS * 5 : MAX_INTERVAL_MS);
    }
  } finally {
    unsubscribe();
  }
}

const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Remembers a notification until the next wait. */
class Signal {
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
