import { SPEAKER_FIELD, turnInputs } from "@/lib/domain/answers";
import type { AnswerType } from "@/lib/domain/scenario";
import type { Attribute, Scenario } from "@/lib/domain/scenario";
import { TURN_FIELDS } from "@/lib/engine";
import type { FieldColumn, WorldRows } from "./ports";

/** A file with rows of the world, round by round; `of` is what the scenario calls the table. */
export type WorldFile = WorldRows & {
  readonly name: string;
  readonly kind: "agents" | "world" | "table" | "network" | "conversation";
  readonly of: string;
};

/**
 * The files with the rows of a scenario's world: its agents, its variables, and one for each table, network and conversation,
 * whose turns are a table. Made from what the scenario declares, so that tables the engine keeps for itself are not among them.
 */
export function worldFiles(scenario: Scenario): WorldFile[] {
  const { world, tables, networks, conversations } = scenario;
  return [
    agentsFile(scenario),
    ...(Object.keys(world).length === 0 ? [] : [variablesFile(world)]),
    ...Object.entries(tables).map(([name, { attributes }]) =>
      fileOf("table", name, typesOf(attributes)),
    ),
    ...Object.entries(networks).map(([name, { attributes }]) =>
      fileOf("network", name, [...ENDS, ...typesOf(attributes)]),
    ),
    ...Object.entries(conversations).map(([name, conversation]) =>
      fileOf("conversation", name, [...OF_TURNS, ...typesOf(turnInputs(conversation))]),
    ),
  ];
}

/** All agents in one file; attributes of one name share a column. */
export function agentsFile({ agents }: Pick<Scenario, "agents">): WorldFile {
  const types = new Map<string, AnswerType>();
  for (const { attributes } of Object.values(agents))
    for (const [name, type] of typesOf(attributes))
      types.set(name, types.has(name) && types.get(name) !== type ? "text" : type);
  const headers = { typeHeader: "agent_type", idHeader: "agent" };
  return {
    ...headers,
    name: "agents.csv",
    kind: "agents",
    of: "agents",
    tables: Object.keys(agents),
    columns: columnsOf([...types], [...HEADERS, ...Object.values(headers)]),
  };
}

/** The one row of the world. */
function variablesFile(world: Scenario["world"]): WorldFile {
  return {
    name: "world.csv",
    kind: "world",
    of: "world",
    tables: ["world"],
    typeHeader: null,
    idHeader: null,
    columns: columnsOf(typesOf(world), HEADERS),
  };
}

/** Headers that every one of these files has anyway. */
const HEADERS = [
  "source",
  "model",
  "run",
  "condition",
  "replicate",
  "seed",
  "fork_of",
  "fork_round",
  "round",
];

/**
 * `source` says of every row that it is simulated. Where ties have a source, too, both of their ends get another header:
 * readers that take the columns `source` and `target` for the ends unasked would draw every tie from “simulated”.
 */
const TAKEN: Readonly<Record<"table" | "network" | "conversation", readonly string[]>> = {
  table: [...HEADERS, "id"],
  network: [...HEADERS, "id", "target"],
  conversation: [...HEADERS, "id"],
};

function fileOf(kind: keyof typeof TAKEN, table: string, fields: Fields): WorldFile {
  const name = `${kind === "network" ? "network" : "table"}-${table}.csv`;
  return {
    typeHeader: null,
    idHeader: "id",
    name,
    kind,
    of: table,
    tables: [table],
    columns: columnsOf(fields, TAKEN[kind]),
  };
}

type Fields = readonly (readonly [name: string, type: AnswerType])[];

const typesOf = (
  declared: Readonly<Record<string, { readonly type: Attribute["type"] }>>,
): Fields => Object.entries(declared).map(([name, { type }]) => [name, type]);

const ENDS: Fields = [
  ["source", "ref"],
  ["target", "ref"],
];

const OF_TURNS: Fields = TURN_FIELDS.map((name) => [
  name,
  name === SPEAKER_FIELD ? "ref" : "integer",
]);

/** A column per field; a field called like another column gets a prefix. */
function columnsOf(fields: Fields, taken: readonly string[]): FieldColumn[] {
  return fields.map(([field, type]) => ({
    header: taken.includes(field) ? `attribute_${field}` : field,
    field,
    type,
  }));
}
