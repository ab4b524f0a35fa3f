import type { z } from "zod";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import { AppError } from "@/lib/contracts/errors";
import type { budgetUse, ChangeBudget, StudyBudget } from "@/lib/contracts/budget";
import type { Actor } from "@/lib/domain/access";
import { type Budget, isSettled } from "@/lib/domain/run";
import type { EndpointStore } from "../endpoints/ports";
import { type CommandPorts, commandRun } from "../runs/command-run";
import type { RunStore } from "../runs/ports";
import { findStudy } from "./find-study";
import type { FindStudyPorts } from "./ports";
import { covers, add } from "../budget/amount";
import { formatBudgetDollars } from "../budget/budget-exhausted";
import { toLimit } from "../budget/grant";
import type { BudgetState, BudgetStore, BudgetUse } from "../budget/ports";
import { requirePrices } from "../budget/require-prices";

export type ReadBudgetPorts = FindStudyPorts & { readonly budgets: Pick<BudgetStore, "state"> };

export type ChangeBudgetPorts = FindStudyPorts &
  CommandPorts & {
    readonly runs: Pick<RunStore, "listForStudy">;
    readonly budgets: Pick<BudgetStore, "state" | "change">;
    readonly endpoints: Pick<EndpointStore, "list" | "get">;
  };

/**
 * Sets the budget of a study and optionally resumes the runs paused by it. It may be raised at any
 * time, and lowered or introduced while no run is active: calls are checked against the budget
 * known when they began.
 * @throws AppError notFound; invalid below what is spent, or in US$ with an endpoint that has no
 *   price; conflict while runs are active
 */
export async function changeBudget(
  ports: ChangeBudgetPorts,
  actor: Actor,
  studyId: string,
  { budget, resume }: ChangeBudget,
): Promise<StudyBudget> {
  const study = await findStudy(ports, actor, studyId, "run");
  const runs = await ports.runs.listForStudy(studyId);
  if (budget.money !== null && study.record !== "only")
    for (const run of runs) await requirePrices(ports, run);
  const active = runs.some(({ status }) => !isSettled(status));
  await ports.budgets.change(studyId, (state) => {
    requireAllowedChange(budget, state, { active, of: "study" });
    return {
      budget,
      audit: auditEntry(actor, "study.changeBudget", {
        projectId: study.projectId,
        before: state.budget,
        after: budget,
      }),
    };
  });
  if (resume) {
    for (const run of runs)
      if (run.status === "paused" && run.pauseCause === "budget")
        await commandRun(ports, actor, run.id, "resume");
  }
  return toStudyBudget(await ports.budgets.state(studyId));
}

/**
 * Refuses a budget that calls in progress could already exceed.
 * @throws AppError conflict while runs are active, and invalid below what is spent, unless it is
 *   raised
 */
export function requireAllowedChange(
  budget: Budget,
  state: BudgetUse,
  { active, of }: { readonly active: boolean; readonly of: "study" | "project" },
): void {
  if (covers(toLimit(budget), toLimit(state.budget))) return;
  if (active)
    throw new AppError(
      "conflict",
      `A budget can only be lowered or introduced while no run of the ${of} is active. ` +
        "Pause its runs first.",
    );
  if (!covers(toLimit(budget), add(state.spent, state.reserved)))
    throw new AppError("invalid", tooLowMessage(budget, state), [
      { pointer: "/budget", message: "less than already spent" },
    ]);
}

function tooLowMessage({ tokens }: Budget, { spent, reserved }: BudgetUse): string {
  const used = add(spent, reserved);
  if (tokens !== null && used.tokens > tokens)
    return `${used.tokens.toLocaleString("en-US")} tokens are already spent or reserved for calls.`;
  return `${formatBudgetDollars(used.money)} are already spent or reserved for calls.`;
}

/**
 * Returns the budget of a study and its use.
 * @throws AppError notFound
 */
export async function getBudget(
  ports: ReadBudgetPorts,
  actor: Actor,
  studyId: string,
): Promise<StudyBudget> {
  await findStudy(ports, actor, studyId, "read");
  return toStudyBudget(await ports.budgets.state(studyId));
}

export const toBudgetUse = ({
  budget,
  spent,
  reserved,
}: BudgetUse): z.output<typeof budgetUse> => ({
  ...budget,
  spentTokens: spent.tokens,
  spentMoney: spent.money,
  heldTokens: reserved.tokens,
  heldMoney: reserved.money,
});

export const toStudyBudget = ({ project, ...study }: BudgetState): StudyBudget => ({
  ...toBudgetUse(study),
  project: project ? toBudgetUse(project) : null,
});
