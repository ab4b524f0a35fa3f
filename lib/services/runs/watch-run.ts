import type { RunEvent } from "@/lib/contracts/runs";
import { isSettled } from "@/lib/domain/run";
import type { Actor } from "@/lib/domain/access";
import { measureSeriesOf } from "./describe-run";
import { findRun } from "./find-run";
import type { ReadPorts } from "./read-ports";
import { toProgress } from "./to-progress";

/** Shortest time between two events, in milliseconds: what an eye can follow. */
const SHORTEST_GAP = 300;
/** A reading even when nobody called, because a notification can be lost. */
const LONGEST_GAP = 2_000;

/**
 * The run's progress now and after every change, until the listener leaves. Measures come with the first event and
 * whenever a step was committed.
 * @throws AppError notFound
 */
export async function* watchRun(
  ports: ReadPorts,
  actor: Actor,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  await findRun(ports, actor, runId, "read");
  const bell = new Bell();
  const unsubscribe = ports.changes.subscribe(runId, () => bell.ring());
  signal.addEventListener("abort", () => bell.ring(), { once: true });
  try {
    let seenVersion = -1;
    while (!signal.aborted) {
      const run = await findRun(ports, actor, runId, "read");
      const progress = toProgress(run, ports.clock.now());
      const moved = run.version !== seenVersion;
      seenVersion = run.version;
      yield moved ? { progress, measures: await measureSeriesOf(ports, run) } : { progress };
      await pause(SHORTEST_GAP);
      await bell.rung(isSettled(run.status) ? LONGEST_GAP * 5 : LONGEST_GAP);
    }
  } finally {
    unsubscribe();
  }
}

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Remembers a ring until somebody waits for it. */
class Bell {
  private hasRung = false;
  private wake: (() => void) | undefined;

  ring(): void {
    this.hasRung = true;
    this.wake?.();
  }

  async rung(atMost: number): Promise<void> {
    if (!this.hasRung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMost);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.wake = undefined;
    this.hasRung = false;
  }
}
