import type { RunModels } from "@/lib/domain/run";
import type { EndpointStore } from "./ports";

type Ports = { readonly endpoints: Pick<EndpointStore, "get"> };

/**
 * Returns the name of each choice by group of the scenario: a group, or an endpoint, also one that
 * has been deleted.
 */
export async function nameModelChoices(
  ports: Ports,
  models: RunModels,
): Promise<ReadonlyMap<string, string>> {
  const ids = Object.values(models).flatMap((choice) =>
    "group" in choice ? [] : [choice.endpointId],
  );
  const names = new Map(
    await Promise.all(
      [...new Set(ids)].map(
        async (id) => [id, (await ports.endpoints.get(id))?.name ?? "a deleted endpoint"] as const,
      ),
    ),
  );
  return new Map(
    Object.entries(models).map(([group, choice]) => [
      group,
      "group" in choice
        ? `group “${choice.group}”`
        : (names.get(choice.endpointId) ?? "a deleted endpoint"),
    ]),
  );
}
