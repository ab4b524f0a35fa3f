import { z } from "zod";

/** A group of endpoints that serve the same model, or one endpoint. */
export const modelChoice = z.union([
  z.strictObject({ group: z.string().min(1).max(60) }),
  z.strictObject({ endpointId: z.string() }),
]);
export type ModelChoice = z.infer<typeof modelChoice>;

/** The choice for each group that a scenario names. */
export const modelChoices = z.record(z.string().min(1).max(60), modelChoice);
export type ModelChoices = z.infer<typeof modelChoices>;

/** The choices of a run, each with the model pinned when the run began. */
export type RunModels = Readonly<Record<string, ModelChoice & { readonly model: string }>>;

/** What a choice needs to know of an endpoint. */
export type ChoosableEndpoint = {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly model: string;
  readonly enabled: boolean;
  readonly isBuiltIn: boolean;
  readonly capabilities: { readonly chat: boolean } | null;
};

/**
 * A choice with its current endpoints (at least one) and their model, or why it is not available.
 */
export type ResolvedChoice<Endpoint extends ChoosableEndpoint> =
  | {
      readonly ok: true;
      readonly choice: ModelChoice;
      readonly model: string;
      readonly endpoints: readonly [Endpoint, ...Endpoint[]];
    }
  | { readonly ok: false; readonly message: string };

/** Whether an endpoint can serve chat completions; assumed until a test finds otherwise. */
export const canChat = ({ capabilities }: Pick<ChoosableEndpoint, "capabilities">): boolean =>
  capabilities?.chat !== false;

/** Whether an endpoint may answer for agents. */
export const canAnswer = (endpoint: ChoosableEndpoint): boolean =>
  endpoint.enabled && canChat(endpoint);

/**
 * Resolves a choice to endpoints of the installation.
 *
 * The endpoints of a group must serve one model: otherwise load would decide which model answers
 * for which agent.
 */
export function resolveChoice<Endpoint extends ChoosableEndpoint>(
  choice: ModelChoice,
  endpoints: readonly Endpoint[],
): ResolvedChoice<Endpoint> {
  return "group" in choice
    ? resolveGroup(choice.group, endpoints)
    : resolveEndpoint(choice.endpointId, endpoints);
}

function resolveEndpoint<Endpoint extends ChoosableEndpoint>(
  endpointId: string,
  endpoints: readonly Endpoint[],
): ResolvedChoice<Endpoint> {
  const endpoint = endpoints.find(({ id }) => id === endpointId);
  const refuse = (message: string) => ({ ok: false, message }) as const;
  if (!endpoint)
    return refuse("The chosen endpoint no longer exists. Choose another on the Models page.");
  if (!endpoint.enabled)
    return refuse(
      `“${endpoint.name}” is disabled. Enable it on the Models page, or choose another.`,
    );
  if (!canChat(endpoint))
    return refuse(`“${endpoint.name}” only serves embeddings, so it cannot answer for agents.`);
  return { ok: true, choice: { endpointId }, model: endpoint.model, endpoints: [endpoint] };
}

function resolveGroup<Endpoint extends ChoosableEndpoint>(
  group: string,
  endpoints: readonly Endpoint[],
): ResolvedChoice<Endpoint> {
  const members = endpoints.filter((endpoint) => endpoint.group === group);
  const refuse = (message: string) => ({ ok: false, message }) as const;
  if (members.length === 0)
    return refuse(
      `No endpoint is in the group “${group}”. Put one into it on the Models page, or choose ` +
        `another.`,
    );
  const enabled = members.filter((endpoint) => endpoint.enabled);
  if (enabled.length === 0)
    return refuse(
      `All endpoints of the group “${group}” are disabled. Enable one on the Models page, or ` +
        `choose another group.`,
    );
  const [first, ...others] = enabled.filter(canChat);
  if (!first)
    return refuse(`The group “${group}” only serves embeddings, so it cannot answer for agents.`);
  const models = [...new Set([first, ...others].map(({ model }) => model))];
  if (models.length > 1) {
    return refuse(
      `The group “${group}” serves several models: ${models.join(", ")}. Put each into a group ` +
        `of its own, and let the scenario mix them by share; or choose one endpoint.`,
    );
  }
  return { ok: true, choice: { group }, model: first.model, endpoints: [first, ...others] };
}

/**
 * Returns the default choice for a group: the endpoints of that name, else the built-in demo model,
 * else undefined.
 */
export function defaultChoice<Endpoint extends ChoosableEndpoint>(
  group: string,
  endpoints: readonly Endpoint[],
): Extract<ResolvedChoice<Endpoint>, { ok: true }> | undefined {
  const builtIn = endpoints.find(({ isBuiltIn }) => isBuiltIn);
  const candidates: readonly ModelChoice[] = [
    { group },
    ...(builtIn ? [{ endpointId: builtIn.id }] : []),
  ];
  for (const candidate of candidates) {
    const resolved = resolveChoice(candidate, endpoints);
    if (resolved.ok) return resolved;
  }
  return undefined;
}
