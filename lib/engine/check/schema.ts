import type { Attribute, AttributeItem, Scenario } from "@/lib/domain/scenario";
import { BOOLEAN, listOf, NUMBER, nullableOf, rowOf, type Schema, type TableShape, TEXT, type Type } from "../types";

/** The type of the values an attribute holds, when it has one. */
export function attributeType(attribute: Attribute): Type {
  return attribute.type === "list" ? listOf(itemType(attribute.of)) : itemType(attribute);
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

/** Whether an attribute begins without a value, as answers that were not yet given do: `"init": { "constant": null }`. */
export const beginsEmpty = ({ init }: Attribute): boolean => typeof init === "object" && "constant" in init && init.constant === null;

/** Whether the value of an attribute can only come from who adds the row: it never changes, and no init says what it is. */
export const mustBeGiven = ({ init, dynamic }: Attribute): boolean => init === undefined && !dynamic;

const fieldsOf = (attributes: Readonly<Record<string, Attribute>>): Record<string, Type> =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const type = attributeType(attribute);
      return [name, beginsEmpty(attribute) ? nullableOf(type) : type];
    }),
  );

/** What the declarations of a scenario make known: agent types, tables, networks and the world. */
export function schemaOf(scenario: Pick<Scenario, "agents" | "tables" | "networks" | "world">): Schema {
  const tables: Record<string, TableShape> = {};
  for (const [name, type] of Object.entries(scenario.agents)) tables[name] = { kind: "agents", fields: { id: TEXT, ...fieldsOf(type.attributes) } };
  for (const [name, table] of Object.entries(scenario.tables)) tables[name] = { kind: "table", fields: { id: TEXT, ...fieldsOf(table.attributes) } };
  for (const [name, network] of Object.entries(scenario.networks)) {
    const [source, target] = network.between;
    const ends = { source: rowOf(source), target: rowOf(target) };
    tables[name] = { kind: "network", between: network.between, fields: { id: TEXT, ...ends, ...fieldsOf(network.attributes) } };
  }
  tables["world"] = { kind: "world", fields: { id: TEXT, ...fieldsOf(scenario.world) } };
  return { tables };
}

/** A row, its attributes and how they are declared, by the name of its table. */
export type Declared = { readonly kind: TableShape["kind"]; readonly attributes: Readonly<Record<string, Attribute>>; readonly path: readonly string[] };

/** The declaration behind a name, or undefined when nothing is called so. */
export function declaredTable(scenario: Scenario, name: string): Declared | undefined {
  if (name === "world") return { kind: "world", attributes: scenario.world, path: ["world"] };
  const [agents, table, network] = [own(scenario.agents, name), own(scenario.tables, name), own(scenario.networks, name)];
  if (agents !== undefined) return { kind: "agents", attributes: agents.attributes, path: ["agents", name, "attributes"] };
  if (table !== undefined) return { kind: "table", attributes: table.attributes, path: ["tables", name, "attributes"] };
  return network === undefined ? undefined : { kind: "network", attributes: network.attributes, path: ["networks", name, "attributes"] };
}

/** The entry of a record, never something inherited. */
export const own = <Entry>(record: Readonly<Record<string, Entry>>, name: string): Entry | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
