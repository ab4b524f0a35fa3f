import { tableOfRowId } from "@/lib/domain/scenario/row-id";

/**
 * Parses a list of agent ids separated by spaces, commas or lines. A number alone means an agent of
 * `type`. Removes duplicates.
 */
export function parseAgentIds(text: string, type: string): string[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  return [...new Set(words.map((word) => (/^[1-9]\d*$/.test(word) ? `${type}-${word}` : word)))];
}

/**
 * Returns what is wrong with a list of ids of one agent type. Only the server knows whether they
 * exist.
 */
export function agentIdsProblem(ids: readonly string[], type: string): string | undefined {
  if (ids.length === 0) return `Enter at least one ID, for example ${type}-3`;
  const wrong = ids.find((id) => tableOfRowId(id) !== type || !/-[1-9]\d{0,9}$/.test(id));
  return wrong === undefined
    ? undefined
    : `“${wrong}” is not an ID of a ${type}, which looks like ${type}-3`;
}
