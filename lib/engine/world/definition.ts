import type { Scenario } from "@/lib/domain/scenario";
import type { TableKind } from "../base/types";

/** The storage of one table of the world. */
export type TableDefinition = {
  readonly name: string;
  readonly kind: TableKind;
  /** Stored attributes in the order of rows, persistence and digests; without `id`. */
  readonly fields: readonly string[];
  /** Attributes that store the id of a row of another table. */
  readonly refs: readonly { readonly attribute: string; readonly to: string }[];
  readonly between?: readonly [string, string];
  readonly directed?: boolean;
};

/**
 * An engine attribute of agents of types with a phase of `activation: addressed`: whether the agent
 * received a message since its last decision.
 */
export const ADDRESSED = "addressed";

/**
 * An engine attribute of agents that reflect: the importance of their memories since the last
 * reflection; absent is 0. Scenarios cannot declare this name.
 */
export const UNREFLECTED_IMPORTANCE = "$gathered";

/**
 * The hidden table whose one row stores the position of the run, so that every replica, fork and
 * past world has it.
 */
export const POSITION_TABLE = "$step";

/** The hidden table of the round's decisions for measures: one row per action or questionnaire. */
export const DECISIONS_TABLE = "$decisions";

const DECISIONS_DEFINITION: TableDefinition = {
  name: DECISIONS_TABLE,
  kind: "table",
  fields: ["name", "round", "made"],
  refs: [],
};
const POSITION_DEFINITION: TableDefinition = {
  name: POSITION_TABLE,
  kind: "table",
  fields: ["round", "position", "stage", "state"],
  refs: [],
};

type Attributes = Scenario["world"];

const refFields = (attributes: Attributes): TableDefinition["refs"] =>
  Object.entries(attributes).flatMap(([attribute, { type, ...rest }]) =>
    type === "ref" && "to" in rest ? [{ attribute, to: rest.to }] : [],
  );

const defineTable = (
  name: string,
  kind: TableDefinition["kind"],
  attributes: Attributes,
): TableDefinition => ({
  name,
  kind,
  fields: Object.keys(attributes),
  refs: refFields(attributes),
});

/**
 * Whether agents with this memory reflect. Duplicates a fact of `memory/`, which depends on the
 * world; the test there compares the two.
 */
const reflects = ({ kind }: Scenario["agents"][string]["memory"]): boolean => kind === "reflection";

/** Returns the agent types with a phase that only recipients of messages take part in. */
function addressedTypes(scenario: Scenario): ReadonlySet<string> {
  return new Set(
    scenario.phases.flatMap((phase) =>
      "decide" in phase && phase.activation === "addressed" ? [phase.decide] : [],
    ),
  );
}

/**
 * Returns every table of the world in the order of creation, persistence and digests: ties after
 * their ends, the turns of conversations last.
 */
export function tableDefinitions(
  scenario: Scenario,
  turns: Readonly<Record<string, { readonly attributes: Attributes }>> = {},
): readonly TableDefinition[] {
  const addressed = addressedTypes(scenario);
  const tables = Object.entries(scenario.tables).map(([name, table]) =>
    defineTable(name, "table", table.attributes),
  );
  const agents = Object.entries(scenario.agents).map(([name, type]) => {
    const definition = defineTable(name, "agents", type.attributes);
    const memoryTypes = [
      ...(addressed.has(name) ? [ADDRESSED] : []),
      ...(reflects(type.memory) ? [UNREFLECTED_IMPORTANCE] : []),
    ];
    return memoryTypes.length > 0
      ? { ...definition, fields: [...definition.fields, ...memoryTypes] }
      : definition;
  });
  const networks = Object.entries(scenario.networks).map(([name, network]): TableDefinition => {
    const own = defineTable(name, "network", network.attributes);
    const [source, target] = network.between;
    return {
      ...own,
      fields: ["source", "target", ...own.fields],
      refs: [{ attribute: "source", to: source }, { attribute: "target", to: target }, ...own.refs],
      between: network.between,
      directed: network.directed,
    };
  });
  const turnTables = Object.entries(turns).map(([name, { attributes }]) =>
    defineTable(name, "table", attributes),
  );
  return [
    defineTable("world", "world", scenario.world),
    ...tables,
    ...agents,
    ...networks,
    ...turnTables,
    DECISIONS_DEFINITION,
    POSITION_DEFINITION,
  ];
}
