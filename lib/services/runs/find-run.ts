import { notFound } from "@/lib/contracts/errors";
import type { Actor, Permission } from "@/lib/domain/access";
import { isUuid } from "../access/is-uuid";
import { requirePermission } from "../access/require-permission";
import type { FindRunPorts, RunRecord } from "./ports";

/**
 * Returns a run for which the actor has a permission.
 * @throws AppError notFound, alike for runs that do not exist and runs of others
 */
export async function findRun(
  ports: FindRunPorts,
  actor: Actor,
  runId: string,
  permission: Permission,
): Promise<RunRecord> {
  const run = isUuid(runId) ? await ports.runs.get(runId) : null;
  if (!run) throw notFound("run");
  await requirePermission(ports.members, {
    actor,
    projectId: run.projectId,
    permission,
    subject: "run",
  });
  return run;
}
