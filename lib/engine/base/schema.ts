import {
  type Attribute,
  type AttributeItem,
  toJsonPointer,
  type Scenario,
} from "@/lib/domain/scenario";
import {
  BOOLEAN,
  listOf,
  NUMBER,
  nullableOf,
  rowOf,
  type Schema,
  TABLE_KINDS,
  type TableKind,
  type TableShape,
  TEXT,
  type Type,
} from "./types";

/**
 * The type of the values that may be given to an attribute; `beginsEmpty` says whether it may also
 * hold nothing.
 */
export function attributeValueType(attribute: Attribute): Type {
  const type = attribute.type === "list" ? listOf(itemType(attribute.of)) : itemType(attribute);
  return isNullable(attribute) ? nullableOf(type) : type;
}

function itemType(item: Exclude<Attribute, { type: "list" }> | AttributeItem): Type {
  switch (item.type) {
    case "number":
    case "integer":
      return NUMBER;
    case "boolean":
      return BOOLEAN;
    case "text":
      return TEXT;
    case "category":
      return { kind: "text", options: item.options };
    case "ref":
      return rowOf(item.to, true);
  }
}

/**
 * Whether an attribute begins without a value, as answers do that were not yet given: it may change
 * and has no init, or its init says so.
 */
const isNullable = ({ init, dynamic }: Pick<Attribute, "init" | "dynamic">): boolean =>
  init === undefined
    ? dynamic
    : typeof init === "object" &&
      ("constant" in init
        ? init.constant === null
        : "column" in init && isNullable({ init: init.otherwise, dynamic: false }));

/**
 * Whether the value of an attribute can only come from who adds the row: it never changes, and no
 * init says what it is. The column of a dataset says that only of rows that are made from one.
 */
export const requiresValue = ({ init, dynamic }: Attribute): boolean =>
  init === undefined
    ? !dynamic
    : typeof init === "object" && "column" in init && init.otherwise === undefined;

/** One table of the world as the scenario declares it. */
export type DeclaredTable = {
  readonly name: string;
  readonly kind: TableKind;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Of the attributes. */
  readonly pointer: string;
  /**
   * Rows are made at set-up by the inits alone, with or without a dataset, so that every attribute
   * needs one.
   */
  readonly generated: boolean;
  readonly hasDataset: boolean;
};

/**
 * Tables that a scenario has without declaring them as such: those of the turns of conversations.
 */
export type ImplicitTables = Readonly<
  Record<string, { readonly attributes: Readonly<Record<string, Attribute>> }>
>;

/**
 * Every table of a scenario in the order in which they are made: the world, tables, agents,
 * networks; then those that begin empty.
 */
export function declaredTables(
  { world, tables, agents, networks }: Scenario,
  turns: ImplicitTables = {},
): readonly DeclaredTable[] {
  const at = (section: string, name: string): string =>
    toJsonPointer([section, name, "attributes"]);
  return [
    {
      name: "world",
      kind: "world",
      attributes: world,
      pointer: "/world",
      generated: true,
      hasDataset: false,
    },
    ...Object.entries(tables).map(([name, { attributes, count, dataset }]): DeclaredTable => ({
      name,
      kind: "table",
      attributes,
      pointer: at("tables", name),
      generated: count !== undefined || dataset !== undefined,
      hasDataset: dataset !== undefined,
    })),
    ...Object.entries(agents).map(([name, { attributes, dataset }]): DeclaredTable => ({
      name,
      kind: "agents",
      attributes,
      pointer: at("agents", name),
      generated: true,
      hasDataset: dataset !== undefined,
    })),
    ...Object.entries(networks).map(([name, { attributes, generate, dataset }]): DeclaredTable => ({
      name,
      kind: "network",
      attributes,
      pointer: at("networks", name),
      generated: generate !== undefined || dataset !== undefined,
      hasDataset: dataset !== undefined,
    })),
    ...Object.entries(turns).map(([name, { attributes }]): DeclaredTable => ({
      name,
      kind: "table",
      attributes,
      pointer: toJsonPointer(["conversations", name, "inputs"]),
      generated: false,
      hasDataset: false,
    })),
  ];
}

/** What the declarations of a scenario make known to expressions and templates. */
export function deriveSchema(scenario: Scenario, turns: ImplicitTables = {}): Schema {
  const declared = declaredTables(scenario, turns);
  const tables = TABLE_KINDS.flatMap((kind) => declared.filter((table) => table.kind === kind)).map(
    ({ name, kind, attributes }): [string, TableShape] => {
      const fields = Object.fromEntries(
        Object.entries(attributes).map(([attribute, of]) => [attribute, attributeValueType(of)]),
      );
      const network = kind === "network" ? scenario.networks[name] : undefined;
      if (network === undefined) return [name, { kind, fields: { id: TEXT, ...fields } }];
      const { between, directed } = network;
      const ends = { source: rowOf(between[0]), target: rowOf(between[1]) };
      return [name, { kind, between, directed, fields: { id: TEXT, ...ends, ...fields } }];
    },
  );
  return { tables: Object.fromEntries(tables) };
}

/** The entry of a record, never something inherited. */
export const getOwn = <Entry>(
  record: Readonly<Record<string, Entry>>,
  name: string,
): Entry | undefined => (Object.hasOwn(record, name) ? record[name] : undefined);
