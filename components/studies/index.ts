export { RunTable } from "./run-table";
export { StudyList } from "./study-list";
export { StudyView } from "./study-view";
export { ProjectBudgetCard } from "./project-budget-card";
