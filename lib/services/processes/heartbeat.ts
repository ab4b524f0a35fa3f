import type { EndpointStatus, ModelPool } from "../models/ports";
import type { Log } from "../environment/ports";
import {
  RETENTION_MS,
  CLEANUP_INTERVAL_MS,
  LIVE_WINDOW_MS,
  SIMULATION_ROLE,
  HEARTBEAT_INTERVAL_MS,
} from "./live-window";
import type { EndpointReport, ProcessIdentity, ProcessStore } from "./ports";
import { RecentActivity, type RecentCounts } from "./recent-counts";

export type HeartbeatPorts = {
  readonly processes: ProcessStore;
  readonly pool: Pick<ModelPool, "status" | "setShare">;
  /** Milliseconds of a monotonic clock, and of the calendar since 1970. */
  readonly elapsed: () => number;
  readonly now: () => Date;
  /** Resident memory in bytes. */
  readonly memory: () => number;
  readonly log: Log;
};

/**
 * Milliseconds that the end of a process waits for its row to be removed; without removal it
 * expires.
 */
const MAX_LEAVE_MS = 2_000;

/**
 * Reports every two seconds that this process is alive and how its endpoints do, in one statement,
 * and sets its share of each endpoint's concurrency by the number of live workers. Logs a database
 * failure once and never throws it.
 */
export class Heartbeat {
  private readonly recent: RecentActivity;
  private timer: ReturnType<typeof setInterval> | undefined;
  private reporting: Promise<void> | undefined;
  private hasLoggedFailure = false;
  private cleanedUpAt = -Infinity;

  constructor(
    private readonly ports: HeartbeatPorts,
    private readonly self: ProcessIdentity,
  ) {
    this.recent = new RecentActivity(ports.elapsed());
  }

  start(): void {
    if (this.timer !== undefined) return;
    this.timer = setInterval(() => void this.beat(), HEARTBEAT_INTERVAL_MS);
    void this.beat();
  }

  /** Reports once, unless the last report is still in flight. */
  beat(): Promise<void> {
    this.reporting ??= this.report().finally(() => {
      this.reporting = undefined;
    });
    return this.reporting;
  }

  /** Removes the row of this process, so that others see at once that it has ended. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    let timeout: ReturnType<typeof setTimeout> | undefined;
    const leaving = Promise.resolve(this.reporting)
      .then(() => this.ports.processes.remove(this.self.id))
      .catch(() => undefined);
    await Promise.race([
      leaving,
      new Promise((resolve) => (timeout = setTimeout(resolve, MAX_LEAVE_MS))),
    ]);
    clearTimeout(timeout);
  }

  private async report(): Promise<void> {
    const { processes, pool, memory, log } = this.ports;
    try {
      const workers = await processes.report(
        { ...this.self, memory: memory(), endpoints: this.endpoints() },
        SIMULATION_ROLE,
        LIVE_WINDOW_MS,
      );
      if (this.self.roles.includes(SIMULATION_ROLE)) pool.setShare(Math.max(1, workers));
      const elapsed = this.ports.elapsed();
      if (elapsed - this.cleanedUpAt >= CLEANUP_INTERVAL_MS) {
        this.cleanedUpAt = elapsed;
        await processes.removeSilent(RETENTION_MS);
      }
      if (this.hasLoggedFailure) log("state of this process is stored again", {});
      this.hasLoggedFailure = false;
    } catch (error) {
      if (!this.hasLoggedFailure)
        log("state of this process could not be stored", {
          error: error instanceof Error ? error.message : String(error),
        });
      this.hasLoggedFailure = true;
    }
  }

  private endpoints(): EndpointReport[] {
    const statuses = this.ports.pool.status();
    const recent = this.recent.add(this.ports.elapsed(), statuses);
    const now = this.ports.now().getTime();
    return statuses.flatMap((status) => {
      const counts = recent.get(status.endpointId);
      return counts ? [toReport(status, counts, now)] : [];
    });
  }
}

function toReport(
  {
    endpointId,
    active,
    limit,
    waiting,
    circuit,
    circuitReason,
    retryAt,
    ok,
    failed,
    latencyP50Ms,
    latencyP95Ms,
  }: EndpointStatus,
  recent: RecentCounts,
  now: number,
): EndpointReport {
  return {
    endpointId,
    active,
    limit,
    waiting,
    circuit,
    circuitReason,
    latencyP50Ms,
    latencyP95Ms,
    retryInMs: retryAt === null ? null : retryAt - now,
    tried: ok > 0 || Object.values(failed).some((count) => count > 0),
    answered: ok > 0,
    ...recent,
  };
}
