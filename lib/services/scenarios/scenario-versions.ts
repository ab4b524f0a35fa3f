import { parseScenario } from "@/lib/domain/scenario";
import { compileScenario, type CompiledScenario } from "@/lib/engine";
import { LruCache } from "../caching/lru-cache";
import type { ScenarioVersionStore } from "./ports";

/** Number of compiled versions cached in one process. */
const MAX_COMPILED = 50;

/** Scenario versions, compiled once: they are immutable. */
export class ScenarioVersions {
  private readonly compiled = new LruCache<CompiledScenario>({ maxSize: MAX_COMPILED });

  constructor(private readonly runs: ScenarioVersionStore) {}

  get(scenarioVersionId: string): Promise<CompiledScenario> {
    return this.compiled.getOrCreate(scenarioVersionId, () => this.compile(scenarioVersionId));
  }

  private async compile(scenarioVersionId: string): Promise<CompiledScenario> {
    const { document } = await this.runs.scenario(scenarioVersionId);
    const parsed = parseScenario(document);
    if (!parsed.ok)
      throw new Error(
        "the stored scenario no longer parses: " +
          parsed.problems.map((problem) => problem.message).join("; "),
      );
    return compileScenario(parsed.scenario);
  }
}
