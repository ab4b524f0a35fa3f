import type { ModelChoice, ModelChoices, RunModels } from "@/lib/domain/run";
import { modelGroups, type Scenario } from "@/lib/domain/scenario";
import type { EndpointStore } from "../endpoints/ports";
import type { RunRecord } from "../runs/ports";
import { chooseModels, invalidModelsError } from "../studies/choose-models";
import type { NewFork } from "./ports";

type Ports = { readonly endpoints: Pick<EndpointStore, "get" | "list"> };
type RequestedModels = {
  readonly endpointId?: string | undefined;
  readonly models?: ModelChoices | undefined;
};
type ResolvedForkModels = Pick<NewFork, "endpointId" | "model" | "isDemo" | "models">;

/**
 * Resolves the models of a fork: for each group that of the run, except where another one is
 * chosen.
 * @throws AppError invalid with problems at `/models/<group>` or `/endpointId`
 */
export async function resolveForkModels(
  ports: Ports,
  {
    run,
    scenario,
    requested: { endpointId, models = {} },
  }: {
    readonly run: RunRecord;
    readonly scenario: Scenario;
    readonly requested: RequestedModels;
  },
): Promise<ResolvedForkModels> {
  if (endpointId === undefined && Object.keys(models).length === 0)
    return { models: run.models, endpointId: run.endpointId, model: run.model, isDemo: run.isDemo };
  const named = modelGroups(scenario);
  // A choice for one group is checked against all groups of the scenario, but leaves the others as
  // they are.
  const inherited =
    endpointId === undefined
      ? inheritedModels(
          run,
          named.map(({ group }) => group).filter((group) => !Object.hasOwn(models, group)),
        )
      : {};
  const replaced = named.filter(({ group }) => !Object.hasOwn(inherited, group));
  const chosen = chooseModels(replaced, await ports.endpoints.list(), { endpointId, models });
  if ("problems" in chosen) throw invalidModelsError(chosen.problems);
  const all = { ...inherited, ...chosen.models };
  const stays = Object.values(inherited).some((choice) => namesEndpoint(choice, run.endpointId));
  return {
    models: all,
    endpointId: stays ? run.endpointId : chosen.endpoint.id,
    model: [...new Set(Object.values(all).map(({ model }) => model))].join(", "),
    isDemo: chosen.isDemo || (await includesDemo(ports, inherited)),
  };
}

/** A run that was started before groups existed had one endpoint for all. */
const inheritedModels = (
  { models, endpointId, model }: RunRecord,
  groups: readonly string[],
): RunModels =>
  Object.fromEntries(groups.map((group) => [group, models[group] ?? { endpointId, model }]));

const namesEndpoint = (choice: ModelChoice, endpointId: string): boolean =>
  "endpointId" in choice && choice.endpointId === endpointId;

async function includesDemo(ports: Ports, models: RunModels): Promise<boolean> {
  const availableEndpoints = await ports.endpoints.list();
  for (const choice of Object.values(models)) {
    const endpoints =
      "group" in choice
        ? availableEndpoints.filter(
            ({ group, model }) => group === choice.group && model === choice.model,
          )
        : [await ports.endpoints.get(choice.endpointId)];
    if (endpoints.some((endpoint) => endpoint?.isDemo)) return true;
  }
  return false;
}
