export { BudgetUse, formatTokens, isNear, type Use } from "./budget-use";
export { NearAlert, ProjectBudgetNote, useProjectBudget } from "./project-budget";
