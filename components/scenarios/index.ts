export { draftModelChoice, EMPTY_DRAFT, valueOf, type StudyDraft } from "./draft";
export { DocumentCheck } from "./document-check";
export { draftKey, useDrafts } from "./draft-store";
export { Gallery } from "./gallery";
export { ImportView } from "./import-view";
export { ProblemList } from "./problem-list";
export { ScenarioOverview } from "./scenario-overview";
export { StudyForm } from "./study-form";
export { TemplateView } from "./template-view";
