import { parseScenario, type Scenario } from "@/lib/domain/scenario";
import { compileScenario, type CompiledScenario } from "@/lib/engine";
import { LruCache } from "../caching/lru-cache";
import type { ScenarioVersionStore } from "./ports";

/** Number of versions cached in one process. */
const MAX_VERSIONS = 50;

/** A stored version, compiled when a world first needs it: pages do without. */
export class ScenarioVersion {
  private made: CompiledScenario | undefined;

  constructor(readonly scenario: Scenario) {}

  get compiled(): CompiledScenario {
    return (this.made ??= compileScenario(this.scenario));
  }
}

/** Scenario versions, read and compiled once: they are immutable. */
export class ScenarioVersions {
  private readonly versions = new LruCache<ScenarioVersion>({ maxSize: MAX_VERSIONS });

  constructor(private readonly runs: ScenarioVersionStore) {}

  get(scenarioVersionId: string): Promise<ScenarioVersion> {
    return this.versions.getOrCreate(scenarioVersionId, () => this.read(scenarioVersionId));
  }

  private async read(scenarioVersionId: string): Promise<ScenarioVersion> {
    const { document } = await this.runs.scenario(scenarioVersionId);
    const parsed = parseScenario(document);
    if (!parsed.ok)
      throw new Error(
        "the stored scenario no longer parses: " +
          parsed.problems.map((problem) => problem.message).join("; "),
      );
    return new ScenarioVersion(parsed.scenario);
  }
}
