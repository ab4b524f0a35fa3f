import { AppError } from "@/lib/contracts/errors";
import type { RunModels } from "@/lib/domain/run";
import type { EndpointStore, StoredEndpoint } from "../endpoints/ports";
import { missingPriceMessage } from "./upper-bound";

type Run = {
  readonly endpointId: string;
  readonly embedderId: string | null;
  readonly models: RunModels;
};

/**
 * Requires a price of every endpoint that may answer calls of a run with a budget in US$.
 * @throws AppError invalid, naming the first endpoint without one
 */
export async function requirePrices(
  ports: { readonly endpoints: Pick<EndpointStore, "list" | "get"> },
  run: Run,
): Promise<void> {
  const availableEndpoints = await ports.endpoints.list();
  const byId = async (id: string): Promise<StoredEndpoint[]> => {
    const found =
      availableEndpoints.find((endpoint) => endpoint.id === id) ?? (await ports.endpoints.get(id));
    return found ? [found] : [];
  };
  const asked: StoredEndpoint[] = run.embedderId === null ? [] : await byId(run.embedderId);
  const choices = Object.values(run.models);
  if (choices.length === 0) asked.push(...(await byId(run.endpointId)));
  for (const choice of choices) {
    asked.push(
      ...("group" in choice
        ? availableEndpoints.filter(
            ({ group, model, enabled }) =>
              enabled && group === choice.group && model === choice.model,
          )
        : await byId(choice.endpointId)),
    );
  }
  const without = asked.find(({ priceIn, priceOut }) => priceIn === null && priceOut === null);
  if (without)
    throw new AppError("invalid", "The budget in US$ cannot be enforced.", [
      { pointer: "/budget/money", message: missingPriceMessage(without.name) },
    ]);
}
