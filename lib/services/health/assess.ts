import type { HealthCheck, HealthSubject } from "@/lib/contracts/health";
import type { LiveEndpoint } from "@/lib/contracts/live-pool";
import type { DatabaseFacts, DiskFacts, MigrationFacts, QueueCounts } from "./ports";

/** What was read, or why it could not be read. */
export type Reading<Facts> = { readonly facts: Facts } | { readonly error: string };

type Judgement = Omit<HealthCheck, "subject">;

/** A share of connections above which others may be refused. */
const MANY_CONNECTIONS = 0.8;
const SLOW_MS = 500;
const MEGABYTE = 1_000_000;
const GIGABYTE = 1_000 * MEGABYTE;
/** Below this much or this share of the disk, it may be full within a night. */
const LITTLE_BYTES = 2 * GIGABYTE;
const LITTLE_SHARE = 0.05;
const DAY_MS = 24 * 60 * 60 * 1_000;
const OLD_BACKUP_DAYS = 30;

const ok = (finding: string): Judgement => ({ state: "ok", finding, advice: null });
const attention = (finding: string, advice: string): Judgement => ({
  state: "attention",
  finding,
  advice,
});

/** A check of what was read; what could not be read needs attention. */
export function judge<Facts>(
  subject: HealthSubject,
  reading: Reading<Facts>,
  {
    assess,
    unreadable,
  }: {
    readonly assess: (facts: Facts) => Judgement;
    /** What to do when it cannot be read. */
    readonly unreadable: string;
  },
): HealthCheck {
  const judgement =
    "facts" in reading
      ? assess(reading.facts)
      : attention(`It cannot be read: ${reading.error}`, unreadable);
  return { subject, ...judgement };
}

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

/** In GB, or in MB below one. */
const size = (bytes: number): string =>
  bytes < GIGABYTE
    ? `${Math.round(bytes / MEGABYTE)} MB`
    : `${(bytes / GIGABYTE).toLocaleString("en-US", { maximumFractionDigits: 1 })} GB`;

export function assessDatabase(facts: DatabaseFacts): Judgement {
  const { version, bytes, connections, maxConnections, latencyMs } = facts;
  const finding =
    `PostgreSQL ${version}, ${size(bytes)}, ${connections} of ${maxConnections} connections, ` +
    `answers in ${Math.round(latencyMs)} ms`;
  if (connections >= maxConnections * MANY_CONNECTIONS)
    return attention(
      finding,
      "Raise max_connections of the server, or run fewer workers: each process uses up to 20.",
    );
  if (latencyMs >= SLOW_MS)
    return attention(finding, "The server is overloaded, or far away. Look at its own load.");
  return ok(finding);
}

export function assessMigrations({ applied, pending, unknown }: MigrationFacts): Judgement {
  if (unknown.length > 0)
    return attention(
      `The database was updated by a newer version: ${unknown.join(", ")}`,
      "Update this program and restart it.",
    );
  if (pending.length > 0)
    return attention(
      `${plural(pending.length, "update")} of the database missing: ${pending.join(", ")}`,
      "Run `npm run --silent microcosm -- migrate`, then restart the app and the workers.",
    );
  return ok(`All ${applied} updates of the database are applied`);
}

const sumOf = (queues: QueueCounts, state: string): number =>
  Object.values(queues).reduce((sum, counts) => sum + (counts[state] ?? 0), 0);

export function assessQueue(queues: QueueCounts, workers: number): Judgement {
  const [waiting, active, failed] = ["waiting", "active", "failed"].map((state) =>
    sumOf(queues, state),
  ) as [number, number, number];
  const finding = `${waiting} waiting, ${active} in progress, ${failed} failed`;
  if (waiting > 0 && workers === 0)
    return attention(finding, "Start a worker: `npm run worker`. The jobs wait until then.");
  if (failed > 0)
    return attention(
      finding,
      "The run or poll of a failed job shows the reason, and can be resumed. Look at the log.",
    );
  return ok(finding);
}

export function assessWorkers({
  live,
  silent,
}: {
  readonly live: number;
  /** Hosts of workers that stopped reporting within a day. */
  readonly silent: readonly string[];
}): Judgement {
  const finding = `${plural(live, "worker")} running`;
  if (live === 0)
    return attention("No worker is running", "Start one: `npm run worker`. Runs wait until then.");
  if (silent.length > 0)
    return attention(
      `${finding}; ${plural(silent.length, "other")} ended without notice on ` +
        [...new Set(silent)].join(", "),
      "Their jobs were taken over. If they should run, start them again and look at their output.",
    );
  return ok(finding);
}

export function assessEndpoints(endpoints: readonly LiveEndpoint[]): Judgement {
  const used = endpoints.filter(({ health }) => health !== "off");
  const failing = used.filter(({ health }) => health === "failing");
  const slow = used.filter(({ health }) => health === "slow");
  const names = (all: readonly LiveEndpoint[]): string => all.map(({ name }) => name).join(", ");
  if (used.length === 0)
    return attention("No endpoint is enabled", "Add or enable one on the Models page.");
  if (failing.length > 0)
    return attention(
      `${failing.length} of ${plural(used.length, "endpoint")} failing: ${names(failing)}`,
      "The Models page shows the reason. Runs that need them wait and continue automatically.",
    );
  if (slow.length > 0)
    return attention(
      `${slow.length} of ${plural(used.length, "endpoint")} slow: ${names(slow)}`,
      "Lower their concurrency or raise their timeout on the Models page.",
    );
  const untried = used.filter(({ health }) => health === "untried").length;
  return ok(
    `${plural(used.length, "endpoint")} enabled` +
      (untried > 0 ? `, ${untried} of them not called lately` : ""),
  );
}

export function assessRuns(runs: Readonly<Record<string, number>>): Judgement {
  const count = (status: string): number => runs[status] ?? 0;
  const finding =
    `${count("running")} running, ${count("queued")} queued, ${count("paused")} paused, ` +
    `${count("failed")} failed, ${count("completed")} completed`;
  return count("failed") > 0
    ? attention(finding, "The page of a failed run says why; it can be resumed or cancelled.")
    : ok(finding);
}

export function assessDisk({ freeBytes, totalBytes }: DiskFacts): Judgement {
  const finding = `${size(freeBytes)} of ${size(totalBytes)} free where the data folder is`;
  return freeBytes < LITTLE_BYTES || freeBytes < totalBytes * LITTLE_SHARE
    ? attention(
        finding,
        "Free some space: when the disk is full, runs pause. Stored data stay safe.",
      )
    : ok(finding);
}

export function assessBackup(last: Date | null, now: Date): Judgement {
  const advice = "Make one; runs need not stop: `npm run --silent microcosm -- backup FILE`.";
  if (last === null) return attention("No backup was ever made", advice);
  const days = Math.floor((now.getTime() - last.getTime()) / DAY_MS);
  const finding = `The last backup was made ${days === 0 ? "today" : `${plural(days, "day")} ago`}`;
  return days > OLD_BACKUP_DAYS ? attention(finding, advice) : ok(finding);
}

export const assessVersion = (version: string): Judgement => ok(version);
