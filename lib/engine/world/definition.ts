import type { Scenario } from "@/lib/domain/scenario";
import type { TableKind } from "../base/types";

/** How one table of the world is stored. */
export type TableDefinition = {
  readonly name: string;
  readonly kind: TableKind;
  /**
   * Stored attributes in the order in which rows hold, persist and digest them; `id` is not one of
   * them.
   */
  readonly fields: readonly string[];
  /** Attributes that hold the id of a row of another table. */
  readonly refs: readonly { readonly attribute: string; readonly to: string }[];
  readonly between?: readonly [string, string];
  readonly directed?: boolean;
};

/**
 * Kept by the engine on agents of types with a phase of `activation: addressed`: told something
 * since they last decided.
 */
export const ADDRESSED = "addressed";

/**
 * Kept by the engine on agents that reflect: the importance of what they were told since they last
 * did; nothing is 0. No attribute can be called so.
 */
export const UNREFLECTED_IMPORTANCE = "$gathered";

/**
 * The hidden table whose one row says where the run stands, so that every replica, fork and past
 * world knows it.
 */
export const POSITION_TABLE = "$step";

/**
 * The hidden table of the round's decisions that measures look at: one row for each action or
 * questionnaire.
 */
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
 * Whether agents with this memory reflect. The world stays below `memory/`, whose test compares
 * this with its kinds.
 */
const reflects = ({ kind }: Scenario["agents"][string]["memory"]): boolean => kind === "reflection";

/** The agent types some phase of which asks only those that were told something. */
function addressedTypes(scenario: Scenario): ReadonlySet<string> {
  return new Set(
    scenario.phases.flatMap((phase) =>
      "decide" in phase && phase.activation === "addressed" ? [phase.decide] : [],
    ),
  );
}

/**
 * Every table of a scenario's world in the order in which they are made, persisted and digested;
 * ties come after their ends, the turns of conversations last.
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
