import { checkScenario } from "@/lib/services/scenarios/check-task";
import {
  getTemplate,
  listTemplates,
  templateDocument,
} from "@/lib/services/scenarios/list-templates";
import type { Resources } from "../resources";
import { bind } from "./bind";

/** Services that need no store. */
export const bindScenarios = ({ computation }: Resources) => ({
  ...{ listTemplates, getTemplate, templateDocument },
  checkScenario: bind(checkScenario, { computation }),
});
