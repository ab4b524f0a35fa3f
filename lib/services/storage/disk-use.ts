import type { DiskUse } from "@/lib/contracts/disk-use";
import type { Actor } from "@/lib/domain/access";
import type { MembershipStore } from "../access/ports";
import { hasPermission, isAdministrator, requirePermission } from "../access/require-permission";
import type { Clock } from "../environment/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import type { DiskMeasurement, DiskUseStore } from "./ports";

/** How old a measurement may be, at least. */
const MAX_AGE_MS = 60 * 60_000;
/** Measuring takes at most this share of the time. */
const MAX_SHARE = 1 / 20;

type ReadPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly disk: DiskUseStore;
};

const isRequested = ({ measuredAt, requestedAt }: DiskMeasurement): boolean =>
  requestedAt !== null && (measuredAt === null || requestedAt > measuredAt);

/**
 * Returns the disk use of the actor's project by study, run and table, as of the last measurement,
 * and of all projects that the actor can read.
 * @throws AppError notFound
 */
export async function getDiskUse(ports: ReadPorts, actor: Actor): Promise<DiskUse> {
  const { id: projectId } = await homeProject(ports, actor);
  const query = { actor, projectId } as const;
  await requirePermission(ports.members, { ...query, permission: "read", subject: "project" });
  const seesAll = await isAdministrator(ports.members, actor);
  const [last, projects, studies, tables, hiddenBytes, mayChange] = await Promise.all([
    ports.disk.lastMeasurement(),
    ports.disk.projects(seesAll || actor.kind !== "user" ? null : actor.userId),
    ports.disk.studies(projectId),
    ports.disk.tables(projectId),
    ports.disk.hiddenBytes(projectId),
    hasPermission(ports.members, { ...query, permission: "run" }),
  ]);
  return {
    measuredAt: last.measuredAt?.toISOString() ?? null,
    isMeasuring: last.measuredAt === null || isRequested(last),
    databaseBytes: last.databaseBytes,
    // A token belongs to one project.
    projects:
      actor.kind === "user" && actor.token
        ? projects.filter(({ id }) => id === projectId)
        : projects,
    ...{ studies, tables, hiddenBytes, mayChange },
  };
}

/**
 * Asks a worker to measure the disk use again.
 * @throws AppError notFound without the permission to delete
 */
export async function requestDiskMeasurement(
  ports: ReadPorts & { readonly clock: Clock },
  actor: Actor,
): Promise<void> {
  const { id: projectId } = await homeProject(ports, actor);
  await requirePermission(ports.members, {
    ...{ actor, projectId, permission: "run", subject: "project" },
  });
  await ports.disk.request(ports.clock.now());
}

/**
 * Measures the disk use of all runs and tables when the last measurement is old, or somebody asked
 * for another one. For workers.
 * @returns whether it was measured
 */
export async function measureDiskUse({
  disk,
  clock,
}: {
  readonly disk: DiskUseStore;
  readonly clock: Clock;
}): Promise<boolean> {
  const last = await disk.lastMeasurement();
  const maxAge = Math.max(MAX_AGE_MS, last.durationMs / MAX_SHARE);
  const age = last.measuredAt ? clock.now().getTime() - last.measuredAt.getTime() : Infinity;
  if (age < maxAge && !isRequested(last)) return false;
  return disk.measure(() => clock.now());
}
