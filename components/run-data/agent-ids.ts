import { tableOfRowId } from "@/lib/domain/scenario/row-id";

/** Ids as a person lists them: apart by spaces, commas or lines; a number alone means an agent of `type`. Each once, in their order. */
export function parseAgentIds(text: string, type: string): string[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== "");
  return [...new Set(words.map((word) => (/^[1-9]\d*$/.test(word) ? `${type}-${word}` : word)))];
}

/** What is wrong with ids that are to be agents of a type; whether they exist, only the server knows. */
export function agentIdsProblem(ids: readonly string[], type: string): string | undefined {
  if (ids.length === 0) return `Name at least one, as ${type}-3`;
  const wrong = ids.find((id) => tableOfRowId(id) !== type || !/-[1-9]\d{0,9}$/.test(id));
  return wrong === undefined
    ? undefined
    : `“${wrong}” is not the id of a ${type}: they read ${type}-3`;
}
