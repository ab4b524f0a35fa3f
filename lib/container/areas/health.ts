import { getHealth, isServing } from "@/lib/services/health/get-health";
import { ServingCheck } from "@/lib/services/health/serving-check";
import type { Resources } from "../resources";
import { bind } from "./bind";

export function bindHealth(resources: Resources) {
  const { members, projects, processes, endpoints, clock } = resources;
  const { healthSources: sources, wait } = resources;
  const serving = new ServingCheck(
    () => isServing({ sources, wait }),
    () => performance.now(),
  );
  return {
    getHealth: bind(getHealth, { members, projects, sources, processes, endpoints, clock, wait }),
    isServing: () => serving.isServing(),
  };
}
