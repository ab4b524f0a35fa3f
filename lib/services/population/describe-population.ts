import type { Population, PopulationAttribute } from "@/lib/contracts/population";
import type { Actor } from "@/lib/domain/access";
import type { Attribute } from "@/lib/domain/scenario";
import { findRun } from "../runs/find-run";
import type { RunScenarioPorts } from "../runs/ports";

/**
 * Returns the agent types of a run with their attributes, and the questionnaires of its scenario.
 * @throws AppError notFound
 */
export async function describePopulation(
  ports: RunScenarioPorts,
  actor: Actor,
  runId: string,
): Promise<Population> {
  const run = await findRun(ports, actor, runId, "read");
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  return {
    types: Object.entries(scenario.agents).map(([name, type]) => ({
      name,
      label: type.label ?? name,
      attributes: Object.entries(type.attributes).map(([attribute, declared]) =>
        toAttribute(attribute, declared),
      ),
    })),
    questionnaires: Object.entries(scenario.questionnaires).map(([name, { label, items }]) => ({
      name,
      label: label ?? name,
      items: Object.entries(items).map(([item, asked]) => ({
        name: item,
        label: asked.label ?? item,
      })),
    })),
  };
}

const toAttribute = (name: string, declared: Attribute): PopulationAttribute => ({
  name,
  label: declared.label ?? name,
  type: declared.type,
  unit: declared.unit ?? null,
  options: declared.type === "category" ? declared.options : null,
  to: declared.type === "ref" ? declared.to : null,
  min: "min" in declared ? (declared.min ?? null) : null,
  max: "max" in declared ? (declared.max ?? null) : null,
  dynamic: declared.dynamic,
});
