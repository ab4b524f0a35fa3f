import { checkScenarioDocument } from "@/lib/services/scenarios/check-scenario";
import {
  getTemplate,
  listTemplates,
  templateDocument,
} from "@/lib/services/scenarios/list-templates";

/** Services that need no store. */
export const scenarioServices = {
  listTemplates,
  getTemplate,
  templateDocument,
  checkScenarioDocument,
};
