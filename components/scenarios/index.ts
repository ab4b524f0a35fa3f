export { Gallery } from "./gallery";
export { ImportView } from "./import-view";
export { ProblemList } from "./problem-list";
export { TemplateView } from "./template-view";
