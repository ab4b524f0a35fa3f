// Entry point of the command line for scenario checks, which need no database.
export { checkScenarioDocument } from "@/lib/services/scenarios/check-scenario";
