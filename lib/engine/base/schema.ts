import {
  type Attribute,
  type AttributeItem,
  type DefinedType,
  toJsonPointer,
  type Scenario,
} from "@/lib/domain/scenario";
import {
  BOOLEAN,
  type Definition,
  listOf,
  NUMBER,
  nullableOf,
  type PrivateSource,
  rowOf,
  type Schema,
  TABLE_KINDS,
  type TableKind,
  type TableShape,
  TEXT,
  type Type,
} from "./types";

/**
 * Returns the type of an attribute's values, nullable when the attribute may begin without a value.
 */
export function attributeValueType(attribute: Attribute): Type {
  const type = attribute.type === "list" ? listOf(itemType(attribute.of)) : itemType(attribute);
  return isNullable(attribute) ? nullableOf(type) : type;
}

/** Whether comparisons of a category follow the order of its options. */
export const categoryScale = ({ ordered }: { readonly ordered?: boolean | undefined }) =>
  ordered === true ? "ordered" : "unordered";

function itemType(item: Exclude<Attribute | DefinedType, { type: "list" }> | AttributeItem): Type {
  switch (item.type) {
    case "number":
    case "integer":
      return NUMBER;
    case "boolean":
      return BOOLEAN;
    case "text":
      return TEXT;
    case "category":
      return { kind: "text", options: item.options, scale: categoryScale(item) };
    case "ref":
      return rowOf(item.to, true);
  }
}

/**
 * Whether an attribute may begin without a value: it is dynamic and has no init, or its init allows
 * null.
 */
const isNullable = ({ init, dynamic }: Pick<Attribute, "init" | "dynamic">): boolean =>
  init === undefined
    ? dynamic
    : typeof init === "object" &&
      ("constant" in init
        ? init.constant === null
        : "column" in init && isNullable({ init: init.otherwise, dynamic: false }));

/**
 * Whether a new row must be given the value of an attribute: the attribute is static and has no
 * init, or only a dataset column, which applies only to rows made from a dataset.
 */
export const requiresValue = ({ init, dynamic }: Attribute): boolean =>
  init === undefined
    ? !dynamic
    : typeof init === "object" && "column" in init && init.otherwise === undefined;

/** A table of the world as declared by the scenario. */
export type DeclaredTable = {
  readonly name: string;
  readonly kind: TableKind;
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** JSON pointer of the attributes. */
  readonly pointer: string;
  /**
   * Whether the setup creates rows from the inits alone, with or without a dataset; every attribute
   * then needs one.
   */
  readonly generated: boolean;
  readonly hasDataset: boolean;
};

/** Tables that a scenario has implicitly: the turns of its conversations. */
export type ImplicitTables = Readonly<
  Record<string, { readonly attributes: Readonly<Record<string, Attribute>> }>
>;

/**
 * Returns every table of a scenario in creation order: the world, tables, agents, networks, then
 * the tables that begin empty.
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

/** Returns the schema that expressions and templates are compiled against. */
export function deriveSchema(scenario: Scenario, turns: ImplicitTables = {}): Schema {
  const declared = declaredTables(scenario, turns);
  const tables = TABLE_KINDS.flatMap((kind) => declared.filter((table) => table.kind === kind)).map(
    ({ name, kind, attributes }): [string, TableShape] => {
      const fields = Object.fromEntries(
        Object.entries(attributes).map(([attribute, of]) => [attribute, attributeValueType(of)]),
      );
      const hidden = hiddenAttributes(kind, attributes);
      const count = literalCount(scenario, name, kind);
      const network = kind === "network" ? scenario.networks[name] : undefined;
      if (network === undefined)
        return [name, { kind, hidden, fields: { id: TEXT, ...fields }, ...count }];
      const { between, directed } = network;
      const ends = { source: rowOf(between[0]), target: rowOf(between[1]) };
      return [name, { kind, hidden, between, directed, fields: { id: TEXT, ...ends, ...fields } }];
    },
  );
  return { tables: Object.fromEntries(tables), definitions: deriveDefinitions(scenario) };
}

const deriveDefinitions = ({ define = {} }: Scenario): Readonly<Record<string, Definition>> =>
  Object.fromEntries(
    Object.entries(define).map(([name, { params, returns, value }]) => [
      name,
      {
        params: Object.entries(params).map(([param, type]) => ({
          name: param,
          type: definedType(type),
        })),
        returns: returns === undefined ? undefined : definedType(returns),
        source: String(value),
      },
    ]),
  );

/** Returns the type of a parameter or result of a definition or procedure. */
export function definedType(declared: DefinedType): Type {
  const type =
    declared.type === "list"
      ? listOf(itemType(declared.of))
      : declared.type === "ref"
        ? rowOf(declared.to)
        : itemType(declared);
  return declared.optional === true ? nullableOf(type) : type;
}

/** The number of rows that a run generates at least, where it is a number and no expression. */
function literalCount(
  { agents, tables }: Scenario,
  name: string,
  kind: TableKind,
): Pick<TableShape, "count"> {
  const declared =
    kind === "agents" ? agents[name] : kind === "table" ? getOwn(tables, name) : undefined;
  return typeof declared?.count === "number" ? { count: declared.count } : {};
}

/**
 * The attributes of a table that are not public; only agents can know what is visible to `self`.
 */
function hiddenAttributes(
  kind: TableKind,
  attributes: Readonly<Record<string, Attribute>>,
): Readonly<Record<string, PrivateSource["visible"]>> {
  const byDefault = kind === "agents" ? "self" : "public";
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, { visible = byDefault }]) =>
      visible === "public" ? [] : [[name, kind === "agents" ? visible : "nobody"] as const],
    ),
  );
}

/** Returns an own property of a record; never an inherited one such as `constructor`. */
export const getOwn = <Entry>(
  record: Readonly<Record<string, Entry>>,
  name: string,
): Entry | undefined => (Object.hasOwn(record, name) ? record[name] : undefined);
