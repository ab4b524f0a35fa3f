import { checkScenario } from "@/lib/services/scenarios/check-task";
import {
  getScenario,
  getScenarioDocument,
  listScenarios,
} from "@/lib/services/own-scenarios/list-scenarios";
import {
  getTemplate,
  listTemplates,
  templateDocument,
} from "@/lib/services/scenarios/list-templates";
import type { Resources } from "../resources";
import { bind } from "./bind";

export function bindScenarios(resources: Resources) {
  const { computation, members, projects, storedScenarios, runs, clock, hash } = resources;
  return {
    templateDocument,
    listTemplates: bind(listTemplates, { members }),
    getTemplate: bind(getTemplate, { members }),
    checkScenario: bind(checkScenario, { computation, members }),
    listScenarios: bind(listScenarios, { members, projects, storedScenarios, hash }),
    getScenario: bind(getScenario, { members, storedScenarios, runs, clock, hash }),
    getScenarioDocument: bind(getScenarioDocument, { members, storedScenarios }),
  };
}
