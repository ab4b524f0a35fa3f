import { checkScenario } from "@/lib/services/scenarios/check-task";
import {
  getTemplate,
  listTemplates,
  templateDocument,
} from "@/lib/services/scenarios/list-templates";
import type { Resources } from "../resources";
import { bind } from "./bind";

export const bindScenarios = ({ computation, members }: Resources) => ({
  templateDocument,
  listTemplates: bind(listTemplates, { members }),
  getTemplate: bind(getTemplate, { members }),
  checkScenario: bind(checkScenario, { computation, members }),
});
