import { z } from "zod";

/** Who answers: a group of endpoints that serve the same model, or one endpoint. */
export const modelChoice = z.union([
  z.strictObject({ group: z.string().min(1).max(60) }),
  z.strictObject({ endpointId: z.string() }),
]);
export type ModelChoice = z.infer<typeof modelChoice>;

/** The choice for each group that a scenario names. */
export const modelChoices = z.record(z.string().min(1).max(60), modelChoice);
export type ModelChoices = z.infer<typeof modelChoices>;

/** The choices of a run, each with the model as it was when the run began. */
export type RunModels = Readonly<Record<string, ModelChoice & { readonly model: string }>>;

/** What has to be known of an endpoint to choose it. */
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
 * A choice with the endpoints it stands for now (at least one) and the one model they serve; or why
 * it cannot be made.
 */
export type ResolvedChoice<Endpoint extends ChoosableEndpoint> =
  | {
      readonly ok: true;
      readonly choice: ModelChoice;
      readonly model: string;
      readonly endpoints: readonly [Endpoint, ...Endpoint[]];
    }
  | { readonly ok: false; readonly message: string };

/** An endpoint that nobody has tested is believed to answer. */
export const canChat = ({ capabilities }: Pick<ChoosableEndpoint, "capabilities">): boolean =>
  capabilities?.chat !== false;

/** Whether an endpoint may be asked to answer for agents. */
export const canAnswer = (endpoint: ChoosableEndpoint): boolean =>
  endpoint.enabled && canChat(endpoint);

/**
 * The endpoints that a choice stands for, among those of the installation.
 *
 * A group may be chosen only where its endpoints serve one model: which agent got which model would
 * depend on load otherwise.
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
      `“${endpoint.name}” is switched off on the Models page. Switch it on, or choose another.`,
    );
  if (!canChat(endpoint))
    return refuse(`“${endpoint.name}” makes embeddings only: it cannot answer for agents.`);
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
      `All endpoints of the group “${group}” are switched off on the Models page. Switch one ` +
        `on, or choose another.`,
    );
  const [first, ...others] = enabled.filter(canChat);
  if (!first)
    return refuse(`The group “${group}” makes embeddings only: it cannot answer for agents.`);
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
 * Who answers for a group where nobody chose: the endpoints of that name, where they can; else the
 * built-in demo model; else nobody.
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
