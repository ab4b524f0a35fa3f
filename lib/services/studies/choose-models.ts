import { AppError, type Problem } from "@/lib/contracts/errors";
import {
  type ModelChoices,
  type ResolvedChoice,
  resolveChoice,
  type RunModels,
  defaultChoice,
} from "@/lib/domain/run";
import { DEFAULT_MODEL_GROUP, type ModelGroupUse, toJsonPointer } from "@/lib/domain/scenario";
import { nearest } from "@/lib/domain/text/nearest";
import type { StoredEndpoint } from "../endpoints/ports";

type ResolvedModel = Extract<ResolvedChoice<StoredEndpoint>, { ok: true }>;

/** The models of a run, and their names. */
export type ChosenModels = {
  readonly models: RunModels;
  /**
   * The first endpoint of the default group, or of the first group where the scenario has no
   * default one.
   */
  readonly endpoint: StoredEndpoint;
  /** The names of all models. */
  readonly model: string;
  /** Whether any of them is a demo model. */
  readonly isDemo: boolean;
};

export type RequestedModels = {
  /** For every group that `models` does not name. */
  readonly endpointId?: string | undefined;
  readonly models?: ModelChoices | undefined;
};

/**
 * Chooses the model of each group that a scenario names: the one chosen for it, else the endpoint
 * chosen for all, else `defaultChoice`. The demo model is never the default for one group where
 * others use language models.
 * @returns the choice, or its problems, at `/models/<group>` and `/endpointId`
 */
export function chooseModels(
  named: readonly ModelGroupUse[],
  availableEndpoints: readonly StoredEndpoint[],
  { endpointId, models = {} }: RequestedModels,
): ChosenModels | { readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const groups = named.map(({ group }) => group);
  for (const group of Object.keys(models).filter((name) => !groups.includes(name))) {
    const suggestion = nearest(group, groups);
    problems.push({
      pointer: toJsonPointer(["models", group]),
      message:
        `The scenario has no model group “${group}”. ` +
        `Its groups: ${groups.map((name) => `“${name}”`).join(", ")}.`,
      ...(suggestion !== undefined && { suggestion }),
    });
  }

  const chosen = new Map<string, ResolvedModel>();
  const assumed: string[] = [];
  const whole =
    endpointId === undefined ? undefined : resolveChoice({ endpointId }, availableEndpoints);
  if (whole?.ok === false) problems.push({ pointer: "/endpointId", message: whole.message });
  for (const group of groups) {
    const choice = Object.hasOwn(models, group) ? models[group] : undefined;
    const resolved = choice
      ? resolveChoice(choice, availableEndpoints)
      : (whole ?? defaultChoice(group, availableEndpoints));
    if (!choice && !whole) assumed.push(group);
    if (resolved?.ok) chosen.set(group, resolved);
    else if (choice && resolved)
      problems.push({ pointer: toJsonPointer(["models", group]), message: resolved.message });
    else if (!whole)
      problems.push({
        pointer: toJsonPointer(["models", group]),
        message: `Choose a model for “${group}”: the installation has no endpoint for it.`,
      });
  }

  const isAnsweredByModel = (name: string): boolean =>
    chosen.get(name)?.endpoints.some(({ isDemo }) => !isDemo) === true;
  for (const group of assumed) {
    if (!chosen.get(group)?.endpoints.some(({ isBuiltIn }) => isBuiltIn)) continue;
    if (groups.some((other) => other !== group && isAnsweredByModel(other))) {
      problems.push({
        pointer: toJsonPointer(["models", group]),
        message:
          `Choose a model for “${group}”: other groups use language models, ` +
          "so the demo model is not used by default.",
      });
    }
  }
  return problems.length > 0 ? { problems } : summarizeChoices(chosen);
}

/** Returns the error for a refused choice of models. */
export const invalidModelsError = (problems: readonly Problem[]): AppError =>
  new AppError(
    "invalid",
    problems.length === 1
      ? (problems[0]?.message ?? "")
      : "Some of the chosen models cannot be used.",
    problems,
  );

/**
 * Summarizes the models of a run.
 * @throws RangeError without any group, which a valid scenario never lacks
 */
function summarizeChoices(chosen: ReadonlyMap<string, ResolvedModel>): ChosenModels {
  const first = chosen.get(DEFAULT_MODEL_GROUP) ?? [...chosen.values()][0];
  if (!first) throw new RangeError("the scenario has no model group");
  return {
    models: Object.fromEntries(
      [...chosen].map(([group, { choice, model }]) => [group, { ...choice, model }]),
    ),
    endpoint: first.endpoints[0],
    model: [...new Set([...chosen.values()].map(({ model }) => model))].join(", "),
    isDemo: [...chosen.values()].some(({ endpoints }) => endpoints.some(({ isDemo }) => isDemo)),
  };
}
