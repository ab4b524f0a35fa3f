import {
  hasNames,
  ordinalOfRowId,
  type Scenario,
  tableOfRowId,
  toName,
} from "@/lib/domain/scenario";
import type { RowNames } from "./ports";

/** Names by the id of an agent, or of a row of a table; only of those that have one. */
export type AgentNames = Readonly<Record<string, string>>;

export type AgentNamePorts = { readonly population: RowNames };

/** Ordinals in the database have up to nine digits. */
const ID = /^[A-Za-z][A-Za-z0-9_]{0,59}-[1-9]\d{0,8}$/;

/** The tables of a scenario whose rows have names. */
function namedTables({ agents, tables }: Pick<Scenario, "agents" | "tables">): Set<string> {
  return new Set(
    Object.entries({ ...agents, ...tables })
      .filter(([, { attributes }]) => hasNames(attributes))
      .map(([table]) => table),
  );
}

/**
 * Returns the names of the agents among these texts, with one query, or none where the scenario
 * gives no names.
 */
export async function nameAgents(
  { population }: AgentNamePorts,
  {
    run,
    scenario,
    texts,
  }: {
    /** The run's key. */
    readonly run: number;
    readonly scenario: Pick<Scenario, "agents" | "tables">;
    /** Ids, and others: anything that may be one. */
    readonly texts: Iterable<string>;
  },
): Promise<AgentNames> {
  const named = namedTables(scenario);
  if (named.size === 0) return {};
  const ids = [...new Set(texts)].filter((text) => ID.test(text) && named.has(tableOfRowId(text)));
  if (ids.length === 0) return {};
  const found = await population.names(
    run,
    ids.map((id) => ({ table: tableOfRowId(id), ordinal: ordinalOfRowId(id) })),
  );
  return Object.fromEntries(
    found.flatMap(({ id, name }) => {
      const shown = toName(name);
      return shown === undefined ? [] : [[id, shown]];
    }),
  );
}

/** A decision or an answer to a poll: whose it is, and what was answered. */
type Answered = { readonly agent: string; readonly values: unknown };

/** The texts in an answer that may be ids: the agent, and all texts in its values. */
export function* textsOf({ agent, values }: Answered): Generator<string> {
  yield agent;
  yield* textsIn(values);
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const item of Object.values(value)) yield* textsIn(item);
}

/** Adds to each answer the names of the agents that occur in it. */
export async function withNames<Row extends Answered>(
  ports: AgentNamePorts,
  of: { readonly run: number; readonly scenario: Pick<Scenario, "agents" | "tables"> },
  rows: readonly Row[],
): Promise<(Row & { readonly names: AgentNames })[]> {
  const names = await nameAgents(ports, { ...of, texts: rows.flatMap((row) => [...textsOf(row)]) });
  const isEmpty = Object.keys(names).length === 0;
  return rows.map((row) => ({ ...row, names: isEmpty ? {} : pickNames(names, textsOf(row)) }));
}

const pickNames = (names: AgentNames, texts: Iterable<string>): Record<string, string> =>
  Object.fromEntries(
    [...texts].flatMap((text) => {
      const name = Object.hasOwn(names, text) ? names[text] : undefined;
      return name === undefined ? [] : [[text, name]];
    }),
  );
