import type { RunEvent } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import { personOf } from "../computation/person-of";
import type { AdmissionLimit } from "../concurrency/admission-limit";
import type { Clock } from "../environment/ports";
import { findRun } from "./find-run";
import type { FindRunPorts } from "./ports";
import type { RunFeeds } from "./run-feeds";
import type { SharedChecks } from "./shared-checks";

export type WatchRunPorts = FindRunPorts & {
  readonly feeds: RunFeeds;
  readonly streams: AdmissionLimit;
  /** Shared by the pages that a person has open of one run. */
  readonly accessChecks: SharedChecks;
  readonly clock: Clock;
};

/** Milliseconds between two checks that the listener may still read the run. */
export const ACCESS_INTERVAL_MS = 5_000;

/**
 * Returns the run's progress now and after every change, until the listener leaves. Measures come
 * with the first event and whenever a step was committed.
 * @throws AppError notFound, also later, when access is lost; tooMany and unavailable when too many
 *   listen
 */
export async function watchRun(
  ports: WatchRunPorts,
  actor: Actor,
  runId: string,
  signal: AbortSignal,
): Promise<AsyncIterable<RunEvent>> {
  await findRun(ports, actor, runId, "read");
  signal.throwIfAborted();
  const leave = ports.streams.admit(actor);
  signal.addEventListener("abort", leave, { once: true });
  return events(ports, actor, runId, signal, leave);
}

async function* events(
  ports: WatchRunPorts,
  actor: Actor,
  runId: string,
  signal: AbortSignal,
  leave: () => void,
): AsyncGenerator<RunEvent> {
  const now = (): number => ports.clock.now().getTime();
  let checkedAt = now();
  try {
    for await (const event of ports.feeds.listen(runId, signal)) {
      if (now() - checkedAt > ACCESS_INTERVAL_MS) {
        await ports.accessChecks.run(`${personOf(actor)} ${runId}`, () =>
          findRun(ports, actor, runId, "read"),
        );
        checkedAt = now();
      }
      yield event;
    }
  } finally {
    signal.removeEventListener("abort", leave);
    leave();
  }
}
