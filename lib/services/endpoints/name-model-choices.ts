import type { ModelChoice, RunModels } from "@/lib/domain/run";
import type { EndpointStore } from "./ports";

type Ports = { readonly endpoints: Pick<EndpointStore, "get" | "list"> };

/**
 * Returns the name of each choice by group of the scenario: a group, or an endpoint, also one that
 * has been deleted.
 */
export async function nameModelChoices(
  ports: Ports,
  models: RunModels,
): Promise<ReadonlyMap<string, string>> {
  const availableEndpoints = await ports.endpoints.list();
  const nameOf = async (choice: ModelChoice): Promise<string> => {
    if ("group" in choice) return `group “${choice.group}”`;
    const endpoint =
      availableEndpoints.find(({ id }) => id === choice.endpointId) ??
      (await ports.endpoints.get(choice.endpointId));
    return endpoint?.name ?? "a deleted endpoint";
  };
  return new Map(
    await Promise.all(
      Object.entries(models).map(async ([group, choice]) => [group, await nameOf(choice)] as const),
    ),
  );
}
