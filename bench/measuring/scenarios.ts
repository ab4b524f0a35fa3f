import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import { PROJECT_ROOT } from "@/lib/config/project-root";

/** A scenario of bench/scenarios; the number of agents is its parameter `agents`. */
export const loadBenchScenario = (name: string): ScenarioDocument =>
  JSON.parse(
    readFileSync(join(PROJECT_ROOT, `bench/scenarios/${name}.json`), "utf8"),
  ) as ScenarioDocument;
