import type { ScenarioDocument } from "@/lib/domain/scenario";

/** The stored versions of scenarios, which are immutable. */
export interface ScenarioVersionStore {
  scenario(
    scenarioVersionId: string,
  ): Promise<{ document: ScenarioDocument; hash: string; number: number }>;
}
