import { SPEAKER_FIELD, turnInputs } from "@/lib/domain/answers";
import type { AnswerType } from "@/lib/domain/scenario";
import type { Attribute, Scenario } from "@/lib/domain/scenario";
import { type TableKind, TURN_FIELDS } from "@/lib/engine";
import type { FieldColumn, WorldRows } from "./ports";

/** What the rows of a file are: those of a kind of tables, or the turns of conversations. */
type WorldFileKind = TableKind | "conversation";

/** A file with rows of the world, round by round; `of` is the scenario's name for the table. */
export type WorldFile = WorldRows & {
  readonly name: string;
  readonly kind: WorldFileKind;
  readonly of: string;
};

/**
 * Lists the files with the rows of a scenario's world: its agents, its variables, and one for each
 * table, network and conversation, whose turns are a table. Derived from what the scenario
 * declares, so internal tables of the engine are left out.
 */
export function worldFiles(scenario: Scenario): WorldFile[] {
  const { world, tables, networks, conversations } = scenario;
  return [
    agentsFile(scenario),
    ...(Object.keys(world).length === 0 ? [] : [variablesFile(world)]),
    ...Object.entries(tables).map(([name, { attributes }]) =>
      tableFile("table", name, fieldTypes(attributes)),
    ),
    ...Object.entries(networks).map(([name, { attributes }]) =>
      tableFile("network", name, [...ENDS, ...fieldTypes(attributes)]),
    ),
    ...Object.entries(conversations).map(([name, conversation]) =>
      tableFile("conversation", name, [...TURN_COLUMNS, ...fieldTypes(turnInputs(conversation))]),
    ),
  ];
}

/** Returns one file with all agents; attributes of one name share a column. */
function agentsFile({ agents }: Pick<Scenario, "agents">): WorldFile {
  const types = new Map<string, AnswerType>();
  for (const { attributes } of Object.values(agents))
    for (const [name, type] of fieldTypes(attributes))
      types.set(name, types.has(name) && types.get(name) !== type ? "text" : type);
  const headers = { typeHeader: "agent_type", idHeader: "agent" };
  return {
    ...headers,
    name: "agents.csv",
    kind: "agents",
    of: "agents",
    tables: Object.keys(agents),
    columns: toColumns([...types], [...HEADERS, ...Object.values(headers)]),
  };
}

/** Returns the file with the single row of the world. */
function variablesFile(world: Scenario["world"]): WorldFile {
  return {
    name: "world.csv",
    kind: "world",
    of: "world",
    tables: ["world"],
    typeHeader: null,
    idHeader: null,
    columns: toColumns(fieldTypes(world), HEADERS),
  };
}

/** Headers present in every one of these files. */
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
 * Headers reserved per kind of file. `source` marks every row as simulated. Where ties have a
 * source too, both of their ends get another header: readers that take the columns `source` and
 * `target` for the ends by default would draw every tie from “simulated”.
 */
const RESERVED_HEADERS: Readonly<Record<DeclaredTableKind, readonly string[]>> = {
  table: [...HEADERS, "id"],
  network: [...HEADERS, "id", "target"],
  conversation: [...HEADERS, "id"],
};

/** Kinds with a file for each table that the scenario declares. */
type DeclaredTableKind = Exclude<WorldFileKind, "agents" | "world">;

function tableFile(kind: DeclaredTableKind, table: string, fields: Fields): WorldFile {
  const name = `${kind === "network" ? "network" : "table"}-${table}.csv`;
  return {
    typeHeader: null,
    idHeader: "id",
    name,
    kind,
    of: table,
    tables: [table],
    columns: toColumns(fields, RESERVED_HEADERS[kind]),
  };
}

type Fields = readonly (readonly [name: string, type: AnswerType])[];

const fieldTypes = (
  declared: Readonly<Record<string, { readonly type: Attribute["type"] }>>,
): Fields => Object.entries(declared).map(([name, { type }]) => [name, type]);

const ENDS: Fields = [
  ["source", "ref"],
  ["target", "ref"],
];

const TURN_COLUMNS: Fields = TURN_FIELDS.map((name) => [
  name,
  name === SPEAKER_FIELD ? "ref" : "integer",
]);

/** Returns a column per field; a field with the name of another column gets a prefix. */
function toColumns(fields: Fields, taken: readonly string[]): FieldColumn[] {
  return fields.map(([field, type]) => ({
    header: taken.includes(field) ? `attribute_${field}` : field,
    field,
    type,
  }));
}
