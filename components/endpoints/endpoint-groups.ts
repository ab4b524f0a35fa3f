import type { Endpoint } from "@/lib/contracts/endpoints";
import { resolveChoice } from "@/lib/domain/run";
import { DEFAULT_MODEL_GROUP } from "@/lib/domain/scenario/model";

const EMBEDDINGS_GROUP = "embeddings";

/** Group names to suggest: those that scenarios often use. */
const SUGGESTED_GROUPS = [DEFAULT_MODEL_GROUP, "small", "large", "judge", EMBEDDINGS_GROUP];

export interface EndpointGroup {
  readonly name: string;
  readonly endpoints: readonly Endpoint[];
  /** What the group is for, where its name implies it. */
  readonly purpose: string | null;
  /**
   * Why the group cannot be selected; null where it can, and for `default`, which collects
   * ungrouped endpoints.
   */
  readonly problem: string | null;
  /** The consequence for endpoints in `default`. */
  readonly note: string | null;
}

const PURPOSES: Readonly<Record<string, string>> = {
  [DEFAULT_MODEL_GROUP]: "Default group.",
  [EMBEDDINGS_GROUP]:
    "Embeds the memories of agents with long-term memory, whichever model answers for them.",
};

const SINGLE_CHOICE_NOTE =
  "It contains several models, so endpoints are selected individually when a study starts. " +
  "Use separate groups for scenarios that name groups, and for replicas that share calls.";

/** Groups endpoints: `default` first, `embeddings` last, all others by name. */
export function groupEndpoints(endpoints: readonly Endpoint[]): EndpointGroup[] {
  const rank = (name: string): number =>
    name === DEFAULT_MODEL_GROUP ? 0 : name === EMBEDDINGS_GROUP ? 2 : 1;
  const names = [...new Set(endpoints.map(({ group }) => group))].sort(
    (a, b) => rank(a) - rank(b) || a.localeCompare(b),
  );
  return names.map((name) => {
    const choice = resolveChoice({ group: name }, endpoints);
    const ungrouped = name === DEFAULT_MODEL_GROUP;
    return {
      name,
      note: ungrouped && !choice.ok ? SINGLE_CHOICE_NOTE : null,
      endpoints: endpoints.filter(({ group }) => group === name),
      purpose: PURPOSES[name] ?? null,
      problem: choice.ok || ungrouped || name === EMBEDDINGS_GROUP ? null : choice.message,
    };
  });
}

/** Suggests names for a group: existing ones, then common ones. */
export const suggestGroupNames = (endpoints: readonly Endpoint[]): string[] => [
  ...new Set([...endpoints.map(({ group }) => group), ...SUGGESTED_GROUPS]),
];

/** Returns the other models of a group, which must serve one model to be selectable. */
export function conflictingModels(
  group: string,
  endpoints: readonly Endpoint[],
  own: { readonly id: string | undefined; readonly model: string },
): string[] {
  if (group === EMBEDDINGS_GROUP || own.model.trim() === "") return [];
  const others = endpoints.filter(
    ({ id, enabled, isBuiltIn, capabilities, ...rest }) =>
      rest.group === group.trim() &&
      id !== own.id &&
      enabled &&
      !isBuiltIn &&
      capabilities?.chat !== false,
  );
  return [...new Set(others.map(({ model }) => model))].filter(
    (model) => model !== own.model.trim(),
  );
}
