import type { HealthReport } from "@/lib/contracts/health";
import type { Actor } from "@/lib/domain/access";
import type { MembershipStore } from "../access/ports";
import { requirePermission } from "../access/require-permission";
import type { EndpointStore } from "../endpoints/ports";
import type { Clock } from "../environment/ports";
import { getLivePool, toLiveProcess } from "../processes/get-live-pool";
import { LIVE_WINDOW_MS, RETENTION_MS, SIMULATION_ROLE } from "../processes/live-window";
import type { ProcessStore } from "../processes/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import {
  assessBackup,
  assessDatabase,
  assessDisk,
  assessEndpoints,
  assessMigrations,
  assessQueue,
  assessRuns,
  assessVersion,
  assessWorkers,
  judge,
  type Reading,
} from "./assess";
import type { HealthSources } from "./ports";

export type HealthPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly sources: HealthSources;
  readonly processes: Pick<ProcessStore, "live">;
  readonly endpoints: Pick<EndpointStore, "list">;
  readonly clock: Clock;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
};

/** What does not answer within this time counts as unreachable. */
const TIMEOUT_MS = 5_000;

const DATABASE_ADVICE = "Look at the server of the database and its log.";

/**
 * Looks at everything that the installation stands on, and says what to do where something needs
 * attention. Without secrets.
 * @throws AppError notFound for everyone but owners of the current project and administrators
 */
export async function getHealth(ports: HealthPorts, actor: Actor): Promise<HealthReport> {
  await requireOwner(ports, actor);
  const { sources, clock } = ports;
  const read = <Facts>(reading: () => Promise<Facts>) => readWithin(ports, reading);
  const [database, migrations, queues, processes, pool, runs, disk, backup] = await Promise.all([
    read(() => sources.database()),
    read(() => sources.migrations()),
    read(() => sources.queues()),
    read(() => ports.processes.live(RETENTION_MS)),
    read(() => getLivePool(ports, actor)),
    read(() => sources.runs()),
    read(() => sources.disk()),
    read(() => sources.lastBackup()),
  ]);
  const known = "facts" in processes ? processes.facts : [];
  const workers = known.filter(({ roles }) => roles.includes(SIMULATION_ROLE));
  const isLive = ({ silentMs }: { readonly silentMs: number }): boolean =>
    silentMs <= LIVE_WINDOW_MS;
  const live = workers.filter(isLive).length;
  const now = clock.now();
  return {
    checkedAt: now.toISOString(),
    checks: [
      judge("database", database, { assess: assessDatabase, unreadable: DATABASE_ADVICE }),
      judge("migrations", migrations, { assess: assessMigrations, unreadable: DATABASE_ADVICE }),
      judge("queue", queues, {
        assess: (facts) => assessQueue(facts, live),
        unreadable:
          "Look at the server of the queue (REDIS_URL, or the database). Jobs wait there.",
      }),
      judge("workers", processes, {
        assess: () =>
          assessWorkers({
            live,
            silent: workers.filter((worker) => !isLive(worker)).map(({ host }) => host),
          }),
        unreadable: DATABASE_ADVICE,
      }),
      judge("endpoints", pool, {
        assess: ({ endpoints }) => assessEndpoints(endpoints),
        unreadable: DATABASE_ADVICE,
      }),
      judge("runs", runs, { assess: assessRuns, unreadable: DATABASE_ADVICE }),
      judge("disk", disk, {
        assess: assessDisk,
        unreadable: "Check that the data folder (DATA_DIR) exists and can be read.",
      }),
      judge("backup", backup, {
        assess: (last) => assessBackup(last, now),
        unreadable: DATABASE_ADVICE,
      }),
      { subject: "version", ...assessVersion(sources.version()) },
    ],
    queues: Object.entries("facts" in queues ? queues.facts : {}).map(([name, counts]) => ({
      name,
      waiting: counts.waiting ?? 0,
      active: counts.active ?? 0,
      delayed: counts.delayed ?? 0,
      failed: counts.failed ?? 0,
    })),
    processes: known.map((process) => toLiveProcess(process, now)),
  };
}

/** Whether the app can serve people: for monitors, without a person. */
export async function isServing(
  ports: Pick<HealthPorts, "wait"> & {
    readonly sources: Pick<HealthSources, "migrations" | "queues">;
  },
): Promise<boolean> {
  const [migrations, queues] = await Promise.all([
    readWithin(ports, () => ports.sources.migrations()),
    readWithin(ports, () => ports.sources.queues()),
  ]);
  return "facts" in migrations && migrations.facts.pending.length === 0 && "facts" in queues;
}

async function requireOwner(
  ports: Pick<HealthPorts, "members" | "projects">,
  actor: Actor,
): Promise<void> {
  if (actor.kind === "system" || (await ports.members.isAdministrator(actor.userId))) return;
  const project = await homeProject(ports, actor);
  await requirePermission(ports.members, {
    actor,
    projectId: project.id,
    permission: "administer",
    subject: "page",
  });
}

async function readWithin<Facts>(
  { wait }: Pick<HealthPorts, "wait">,
  reading: () => Promise<Facts>,
): Promise<Reading<Facts>> {
  try {
    return await Promise.race([
      reading().then((facts) => ({ facts })),
      wait(TIMEOUT_MS).then(() => ({ error: `no answer within ${TIMEOUT_MS / 1_000} s` })),
    ]);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
