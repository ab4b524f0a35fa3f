import { formatNumber } from "@/components/ui/format";
import type { AnswerField } from "@/lib/contracts/reviews";
import type { Value } from "@/lib/domain/scenario";
import { formatAgentName } from "@/lib/domain/scenario/agent-name";

/** Names of agents by id. */
export type AgentNames = Readonly<Record<string, string>>;

/** Formats one value of an answer; options by their label, agents by their name. */
export function formatValue(
  value: Value | undefined,
  { field, names = {} }: { field?: AnswerField | undefined; names?: AgentNames | undefined } = {},
): string {
  if (value === null || value === undefined) return "no answer";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return formatNumber(value, 6);
  if (typeof value === "string")
    return (
      field?.options?.find((option) => option.value === value)?.label ??
      (Object.hasOwn(names, value) ? formatAgentName(value, names[value]) : value)
    );
  return value.length === 0
    ? "none of them"
    : value.map((item) => formatValue(item, { field, names })).join(", ");
}

const MAX_PART_LENGTH = 60;

/**
 * Formats an answer as one line, in the order of its fields. Long texts are cut, so that none hides
 * what follows it.
 */
export function summariseAnswer(
  values: Readonly<Record<string, Value>> | null,
  names?: AgentNames,
): string {
  if (values === null) return "";
  const entries = Object.entries(values);
  if (entries.length === 1) return formatValue(entries[0]?.[1], { names });
  return entries
    .map(([name, value]) => `${name}: ${cut(formatValue(value, { names }))}`)
    .join(" · ");
}

const cut = (text: string): string =>
  text.length <= MAX_PART_LENGTH ? text : `${text.slice(0, MAX_PART_LENGTH - 1)}…`;
