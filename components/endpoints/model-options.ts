import { formatCount } from "@/components/ui/format";
import type { SelectGroup, SelectOption } from "@/components/ui/select";
import type { Endpoint } from "@/lib/contracts/endpoints";
import { canChat, type ModelChoice, resolveChoice } from "@/lib/domain/run";
import { DEFAULT_MODEL_GROUP } from "@/lib/domain/scenario";

/** Encodes a choice as the value of an option. */
export const choiceKey = (choice: ModelChoice): string =>
  "group" in choice ? `group:${choice.group}` : `endpoint:${choice.endpointId}`;

export function parseChoiceKey(key: string): ModelChoice {
  const rest = key.slice(key.indexOf(":") + 1);
  return key.startsWith("group:") ? { group: rest } : { endpointId: rest };
}

/** The label of an endpoint in a list of models. */
const endpointLabel = ({
  name,
  model,
  isDemo,
}: Pick<Endpoint, "name" | "model" | "isDemo">): string =>
  isDemo ? `${name} (not an LLM)` : `${name} · ${model}`;

const DEMO_DESCRIPTION =
  "Answers by rules, immediately and without an API key. For trying out, not for findings.";

/**
 * Lists the selectable models: groups of endpoints that serve one model, and single endpoints.
 * Unavailable ones say why. `excludedKey` leaves out one that is listed elsewhere.
 */
export function modelOptions(
  endpoints: readonly Endpoint[],
  excludedKey?: string,
): readonly (SelectOption | SelectGroup)[] {
  const answering = endpoints.filter(canChat);
  const single = answering.map((endpoint): SelectOption => {
    const description = !endpoint.enabled
      ? "Disabled on the Models page."
      : endpoint.isDemo
        ? DEMO_DESCRIPTION
        : undefined;
    return {
      value: choiceKey({ endpointId: endpoint.id }),
      label: endpointLabel(endpoint),
      disabled: !endpoint.enabled,
      ...(description !== undefined && { description }),
    };
  });
  const others = (options: readonly SelectOption[]): SelectOption[] =>
    options.filter(({ value }) => value !== excludedKey);
  const sections = [
    { label: "Groups", options: others(groupOptions(answering)) },
    { label: "Single endpoints", options: others(single) },
  ].filter(({ options }) => options.length > 0);
  return sections.some(({ label }) => label === "Groups") ? sections : others(single);
}

/**
 * The default group collects ungrouped endpoints: list it only if several of them serve one model.
 */
function groupOptions(endpoints: readonly Endpoint[]): SelectOption[] {
  return [...new Set(endpoints.map(({ group }) => group))].flatMap((group): SelectOption[] => {
    const resolved = resolveChoice({ group }, endpoints);
    if (group === DEFAULT_MODEL_GROUP && (!resolved.ok || resolved.endpoints.length === 1))
      return [];
    const value = choiceKey({ group });
    if (!resolved.ok)
      return [{ value, label: group, disabled: true, description: resolved.message }];
    const notLlm = resolved.endpoints.some(({ isDemo }) => isDemo) ? " (not an LLM)" : "";
    return [
      {
        value,
        label:
          `${group}: ${formatCount(resolved.endpoints.length, "endpoint")}, ` +
          `${resolved.model}${notLlm}`,
      },
    ];
  });
}
