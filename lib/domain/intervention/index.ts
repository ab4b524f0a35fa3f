import type { Effect, Value } from "../scenario";

/** Ids per effect: an expression has at most 4,000 characters. */
const IDS_PER_EFFECT = 100;

/**
 * Returns effects that tell a text to all agents of a type or to the given ids. The text is
 * literal: nothing in it is interpreted as a template.
 */
export function tellEffects(
  agentType: string,
  agents: readonly string[] | "all",
  text: string,
): Effect[] {
  const escaped = escapeTemplate(text);
  if (agents === "all") return [{ tell: agentType, text: escaped }];
  const effects: Effect[] = [];
  for (let start = 0; start < agents.length; start += IDS_PER_EFFECT) {
    const ids = agents.slice(start, start + IDS_PER_EFFECT).map((id) => JSON.stringify(id));
    effects.push({
      tell: `${agentType}.filter(agent, agent.id in [${ids.join(", ")}])`,
      text: escaped,
    });
  }
  return effects;
}

/**
 * Returns effects that set one attribute of one row; a ref is the id of a row of `refTo`.
 */
export function setEffects({
  table,
  id,
  attribute,
  value,
  refTo,
}: {
  readonly table: string;
  readonly id: string;
  readonly attribute: string;
  readonly value: Value;
  readonly refTo?: string | undefined;
}): Effect[] {
  const to =
    refTo !== undefined && typeof value === "string"
      ? `first(${rowsWithId(refTo, value)})`
      : toLiteral(value);
  return [
    { forEach: rowsWithId(table, id), as: "chosen", do: [{ set: `chosen.${attribute}`, to }] },
  ];
}

const rowsWithId = (table: string, id: string): string =>
  `${table}.filter(one, one.id == ${JSON.stringify(id)})`;

/** Formats a value as an expression that yields it. */
function toLiteral(value: Value): string {
  if (typeof value === "object" && value !== null) return `[${value.map(toLiteral).join(", ")}]`;
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** Returns a template that renders to exactly this text. */
export const escapeTemplate = (text: string): string =>
  text.replaceAll(/\{[{%]/g, (opening) => `{{ "${opening}" }}`);
