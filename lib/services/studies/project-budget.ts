import type { ChangeBudget, ProjectBudget } from "@/lib/contracts/budget";
import type { Actor } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { isSettled } from "@/lib/domain/run";
import { hasPermission, requirePermission } from "../access/require-permission";
import type { BudgetStore } from "../budget/ports";
import { requirePrices } from "../budget/require-prices";
import type { EndpointStore } from "../endpoints/ports";
import { commandRun, type CommandPorts } from "../runs/command-run";
import type { RunRecord, RunStore } from "../runs/ports";
import { requireAllowedChange, toBudgetUse } from "./change-budget";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";

type ReadPorts = {
  readonly members: CommandPorts["members"];
  readonly projects: ProjectStore;
  readonly runs: Pick<RunStore, "listForProject">;
  readonly budgets: Pick<BudgetStore, "projectState">;
};

type ChangePorts = ReadPorts &
  CommandPorts & {
    readonly runs: Pick<RunStore, "listForProject">;
    readonly budgets: Pick<BudgetStore, "projectState" | "changeProject">;
    readonly endpoints: Pick<EndpointStore, "list" | "get">;
  };

const waits = ({ status, pauseCause }: RunRecord): boolean =>
  status === "paused" && pauseCause === "budget";

/**
 * Returns the budget of the actor's project and its use by all its studies.
 * @throws AppError notFound
 */
export async function getProjectBudget(ports: ReadPorts, actor: Actor): Promise<ProjectBudget> {
  const { id: projectId } = await homeProject(ports, actor);
  const query = { actor, projectId } as const;
  await requirePermission(ports.members, { ...query, permission: "read", subject: "project" });
  const [state, runs, mayChange] = await Promise.all([
    ports.budgets.projectState(projectId),
    ports.runs.listForProject(projectId),
    hasPermission(ports.members, { ...query, permission: "administer" }),
  ]);
  return { ...toBudgetUse(state), waitingRuns: runs.filter(waits).length, mayChange };
}

/**
 * Sets the budget that all studies of the actor's project share, and optionally resumes the runs
 * paused by a budget. It may be raised at any time, and lowered or introduced while no run of the
 * project is active, as that of a study.
 * @throws AppError notFound without the permission to administer; invalid below what is spent, or
 *   in US$ while a run that is not over uses an endpoint without a price; conflict while runs are
 *   active
 */
export async function changeProjectBudget(
  ports: ChangePorts,
  actor: Actor,
  { budget, resume }: ChangeBudget,
): Promise<ProjectBudget> {
  const { id: projectId } = await homeProject(ports, actor);
  await requirePermission(ports.members, {
    ...{ actor, projectId, permission: "administer", subject: "project" },
  });
  const runs = await ports.runs.listForProject(projectId);
  if (budget.money !== null)
    for (const run of runs)
      if (run.record !== "only" && run.status !== "completed" && run.status !== "cancelled")
        await requirePrices(ports, run);
  const active = runs.some(({ status }) => !isSettled(status));
  await ports.budgets.changeProject(projectId, (state) => {
    requireAllowedChange(budget, state, { active, of: "project" });
    return {
      budget,
      audit: auditEntry(actor, "project.changeBudget", {
        projectId,
        before: state.budget,
        after: budget,
      }),
    };
  });
  if (resume)
    for (const run of runs) if (waits(run)) await commandRun(ports, actor, run.id, "resume");
  return getProjectBudget(ports, actor);
}
