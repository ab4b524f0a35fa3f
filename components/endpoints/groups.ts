import type { Endpoint } from "@/lib/contracts/endpoints";
import { resolveChoice } from "@/lib/domain/run";
import { DEFAULT_MODEL_GROUP } from "@/lib/domain/scenario/model";

export const EMBEDDINGS_GROUP = "embeddings";

/** Names for groups that scenarios often use, to be picked from. */
const USUAL = [DEFAULT_MODEL_GROUP, "small", "large", "judge", EMBEDDINGS_GROUP];

export interface EndpointGroup {
  readonly name: string;
  readonly endpoints: readonly Endpoint[];
  /** What the group is for, where its name says so. */
  readonly purpose: string | null;
  /** Why it cannot be chosen as a group; null where it can. */
  readonly refusal: string | null;
}

const PURPOSES: Readonly<Record<string, string>> = {
  [DEFAULT_MODEL_GROUP]: "Answers where a scenario names no group.",
  demo: "Answers by rules, for trying out.",
  [EMBEDDINGS_GROUP]: "Embeds what agents with long memory remember, whoever answers for them.",
};

/** Endpoints by group: `default` first, `embeddings` and the demo model last, the others by name. */
export function groupsOf(endpoints: readonly Endpoint[]): EndpointGroup[] {
  const rank = (name: string): number => (name === DEFAULT_MODEL_GROUP ? 0 : name === EMBEDDINGS_GROUP ? 2 : name === "demo" ? 3 : 1);
  const names = [...new Set(endpoints.map(({ group }) => group))].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
  return names.map((name) => {
    const choice = resolveChoice({ group: name }, endpoints);
    return { name, endpoints: endpoints.filter(({ group }) => group === name), purpose: PURPOSES[name] ?? null, refusal: choice.ok || name === EMBEDDINGS_GROUP ? null : choice.message };
  });
}

/** Names to offer for a group: those in use, then usual ones. */
export const groupNames = (endpoints: readonly Endpoint[]): string[] => [...new Set([...endpoints.map(({ group }) => group), ...USUAL])];

/** What putting a model into a group would break: the models that are in it already. */
export function otherModelsIn(group: string, endpoints: readonly Endpoint[], own: { readonly id: string | undefined; readonly model: string }): string[] {
  if (group === EMBEDDINGS_GROUP || own.model.trim() === "") return [];
  const others = endpoints.filter(({ id, enabled, isBuiltIn, capabilities, ...rest }) => rest.group === group.trim() && id !== own.id && enabled && !isBuiltIn && capabilities?.chat !== false);
  return [...new Set(others.map(({ model }) => model))].filter((model) => model !== own.model.trim());
}
