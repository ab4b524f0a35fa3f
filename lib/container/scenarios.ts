// What can be done with scenarios without a database: the door for the command line.
export { checkScenarioDocument } from "@/lib/services/scenarios/check-scenario";
export { listTemplates, templateDocument } from "@/lib/services/scenarios/list-templates";
