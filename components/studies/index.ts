export { StudyList } from "./study-list";
export { StudyView } from "./study-view";
export { ProjectBudgetCard } from "./project-budget-card";
