import type { ModelChoice, RunModels } from "@/lib/domain/run";
import type { EndpointStore } from "./ports";

type Ports = { readonly endpoints: Pick<EndpointStore, "get" | "list"> };

/**
 * What people call each choice: the group, or the endpoint, also one that was deleted since. By
 * group of the scenario.
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
