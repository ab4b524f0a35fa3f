import { canAnswer, type RunModels } from "@/lib/domain/run";
import type { EndpointStore, SecretBox, StoredEndpoint } from "../endpoints/ports";
import { groupOfOne } from "../models/group-of-one";
import { EndpointFailure, type ModelGroup } from "../models/ports";
import { toTarget } from "../endpoints/to-target";
import type { RunRecord } from "../runs/ports";

/** The models of a run. Keep them only for the work at hand: they hold secrets. */
export type ResolvedModels = {
  /**
   * Returns the endpoints of a group of the scenario, from a list that is at most a few seconds
   * old.
   * @throws EndpointFailure when the group has no endpoint now
   */
  forGroup(group: string): ModelGroup;
  /** Number of calls that all of them take at once; at least 1. */
  readonly concurrency: number;
};

export type ResolveModelsPorts = {
  readonly endpoints: Pick<EndpointStore, "get" | "list">;
  readonly secrets: Pick<SecretBox, "open">;
};
type Run = Pick<RunRecord, "endpointId" | "endpointName" | "models">;
type GroupResolution = { readonly group: ModelGroup } | { readonly failure: unknown };

/**
 * Maximum age of the list of endpoints while a shard makes its calls: endpoints added or switched
 * off since take effect then.
 */
const MAX_AGE_MS = 5_000;

/**
 * Resolves the models of a run.
 * @throws EndpointFailure when no group of the run has an endpoint; AppError when a key cannot be
 *   decrypted
 */
export async function resolveModels(ports: ResolveModelsPorts, run: Run): Promise<ResolvedModels> {
  let known = await resolveGroups(ports, run);
  let checked = performance.now();
  let checking = false;
  const refresh = (): void => {
    if (checking || performance.now() - checked < MAX_AGE_MS) return;
    checking = true;
    // While the database is unavailable, the list stays as it was.
    void resolveGroups(ports, run)
      .then(
        (now) => (known = now),
        () => undefined,
      )
      .finally(() => {
        checking = false;
        checked = performance.now();
      });
  };
  const failures = [...known.values()].flatMap((one) => ("failure" in one ? [one.failure] : []));
  if (failures.length === known.size) throw failures[0];
  const targets = [...known.values()].flatMap((one) => ("group" in one ? one.group.targets : []));
  const distinct = new Map(targets.map((target) => [target.endpointId, target.concurrency]));
  return {
    concurrency: [...distinct.values()].reduce((sum, calls) => sum + calls, 0),
    forGroup: (group) => {
      refresh();
      const answering = known.get(group) ?? known.get(ANY_GROUP);
      if (!answering)
        throw new EndpointFailure(
          "unreachable",
          `This run was started without a model for the group “${group}”. ` +
            "Fork it to choose one.",
        );
      if ("failure" in answering) throw answering.failure;
      return answering.group;
    },
  };
}

/** Stands for every group, in a run that was started before groups existed. */
const ANY_GROUP = "";

async function resolveGroups(
  ports: ResolveModelsPorts,
  run: Run,
): Promise<ReadonlyMap<string, GroupResolution>> {
  const pinned: RunModels = run.models;
  if (Object.keys(pinned).length === 0)
    return new Map([
      [
        ANY_GROUP,
        await captureFailure(() =>
          resolveEndpoint(ports, { endpointId: run.endpointId, model: undefined, run }),
        ),
      ],
    ]);
  const availableEndpoints = await ports.endpoints.list();
  const found = new Map<string, GroupResolution>();
  for (const [group, choice] of Object.entries(pinned)) {
    found.set(
      group,
      await captureFailure(() =>
        "group" in choice
          ? resolveEndpointGroup(ports, {
              name: choice.group,
              model: choice.model,
              availableEndpoints,
            })
          : resolveEndpoint(ports, { endpointId: choice.endpointId, model: choice.model, run }),
      ),
    );
  }
  return found;
}

async function captureFailure(
  look: () => ModelGroup | Promise<ModelGroup>,
): Promise<GroupResolution> {
  try {
    return { group: await look() };
  } catch (failure) {
    return { failure };
  }
}

function resolveEndpointGroup(
  ports: ResolveModelsPorts,
  {
    name,
    model,
    availableEndpoints,
  }: {
    readonly name: string;
    readonly model: string;
    readonly availableEndpoints: readonly StoredEndpoint[];
  },
): ModelGroup {
  const members = availableEndpoints.filter(({ group }) => group === name);
  const [first, ...others] = members.filter(
    (endpoint) => canAnswer(endpoint) && endpoint.model === model,
  );
  if (first)
    return {
      name,
      model,
      targets: [first, ...others].map((endpoint) => toTarget(endpoint, ports.secrets)),
    };
  const off = members.some((endpoint) => endpoint.model === model);
  throw new EndpointFailure(
    "unreachable",
    off
      ? `All endpoints of the group “${name}” that serve “${model}” are disabled. ` +
          "Enable one on the Models page."
      : `No endpoint of the group “${name}” serves “${model}” any more, ` +
          "the model this run was started with.",
  );
}

/**
 * Resolves one endpoint: a deleted one still answers for its runs, one that is switched off does
 * not.
 */
async function resolveEndpoint(
  ports: ResolveModelsPorts,
  {
    endpointId,
    model,
    run: { endpointName, endpointId: own },
  }: {
    readonly endpointId: string;
    readonly model: string | undefined;
    readonly run: Run;
  },
): Promise<ModelGroup> {
  const endpoint = await ports.endpoints.get(endpointId);
  if (!endpoint)
    throw new EndpointFailure(
      "unreachable",
      `The endpoint ${endpointId === own ? `“${endpointName}” ` : ""}of this run has been deleted.`,
    );
  if (!endpoint.enabled)
    throw new EndpointFailure(
      "unreachable",
      `“${endpoint.name}” is disabled. Enable it on the Models page.`,
    );
  if (model !== undefined && endpoint.model !== model) {
    throw new EndpointFailure(
      "noModel",
      `“${endpoint.name}” now serves “${endpoint.model}”, but this run was started with ` +
        `“${model}”. ` +
        "Change it back on the Models page, or fork the run with another model.",
    );
  }
  return groupOfOne(toTarget(endpoint, ports.secrets));
}
