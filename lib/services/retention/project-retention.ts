import type {
  ChangeRetention,
  ProjectRetention,
  RetentionDue,
  RetentionSettings,
} from "@/lib/contracts/retention";
import { AppError } from "@/lib/contracts/errors";
import type { Actor, Permission } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { MembershipStore } from "../access/ports";
import { hasPermission, requirePermission } from "../access/require-permission";
import type { Clock } from "../environment/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import type { RetentionCutoffs, RetentionStore, Upcoming } from "./ports";

export type RetentionPorts = {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly retention: Pick<RetentionStore, "settings" | "change" | "countDue" | "upcoming">;
  readonly clock: Clock;
};

const DAY_MS = 24 * 60 * 60_000;

/**
 * Returns what the actor's project deletes by itself, and what it deletes next.
 * @throws AppError notFound
 */
export async function getProjectRetention(
  ports: Omit<RetentionPorts, "clock">,
  actor: Actor,
): Promise<ProjectRetention> {
  const projectId = await permittedProject(ports, actor, "read");
  const [settings, waiting, mayChange] = await Promise.all([
    ports.retention.settings(projectId),
    ports.retention.upcoming(projectId),
    hasPermission(ports.members, { actor, projectId, permission: "administer" }),
  ]);
  return {
    ...settings,
    next: {
      studies: toNext(waiting.studies, settings.archivedStudyDays),
      runs: toNext(waiting.runs, settings.promptDays),
    },
    mayChange,
  };
}

const toNext = (waiting: Upcoming, days: number | null): ProjectRetention["next"]["runs"] =>
  waiting === null || days === null
    ? null
    : {
        at: new Date(waiting.since.getTime() + days * DAY_MS).toISOString(),
        count: waiting.count,
      };

/**
 * Counts what other settings would delete at once.
 * @throws AppError notFound without the permission to administer
 */
export async function previewProjectRetention(
  ports: RetentionPorts,
  actor: Actor,
  settings: RetentionSettings,
): Promise<RetentionDue> {
  const projectId = await permittedProject(ports, actor, "administer");
  return ports.retention.countDue(projectId, cutoffsOf(settings, ports.clock.now()));
}

/**
 * Sets what the actor's project deletes by itself.
 * @throws AppError notFound without the permission to administer; conflict when it would delete
 *   something at once and that was not confirmed
 */
export async function changeProjectRetention(
  ports: RetentionPorts,
  actor: Actor,
  { confirmed, ...settings }: ChangeRetention,
): Promise<ProjectRetention> {
  const projectId = await permittedProject(ports, actor, "administer");
  const cutoffs = cutoffsOf(settings, ports.clock.now());
  const due = await ports.retention.countDue(projectId, cutoffs);
  if (!confirmed && due.studies + due.runs > 0)
    throw new AppError(
      "conflict",
      `This would at once delete ${count(due.studies, "archived study", "archived studies")}, ` +
        `and the prompts and raw answers of ${count(due.runs, "run", "runs")}. Confirm it to go ` +
        "on. Nothing was changed.",
    );
  await ports.retention.change(projectId, settings, (before) =>
    auditEntry(actor, "project.changeRetention", { projectId, before, after: settings }),
  );
  return getProjectRetention(ports, actor);
}

async function permittedProject(
  ports: Pick<RetentionPorts, "members" | "projects">,
  actor: Actor,
  permission: Permission,
): Promise<string> {
  const { id: projectId } = await homeProject(ports, actor);
  await requirePermission(ports.members, { actor, projectId, permission, subject: "project" });
  return projectId;
}

function cutoffsOf(settings: RetentionSettings, now: Date): RetentionCutoffs {
  const before = (days: number | null) =>
    days === null ? null : new Date(now.getTime() - days * DAY_MS);
  return { archived: before(settings.archivedStudyDays), finished: before(settings.promptDays) };
}

const count = (amount: number, one: string, many: string): string =>
  `${String(amount)} ${amount === 1 ? one : many}`;
