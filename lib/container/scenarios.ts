// Entry point of the command line for scenario checks, which need no database.
export { checkScenarioDocument } from "@/lib/services/scenarios/check-scenario";
export { listTemplates, templateDocument } from "@/lib/services/scenarios/list-templates";
