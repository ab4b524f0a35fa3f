import type { Attribute, Scenario, Visibility } from "@/lib/domain/scenario";
import type { MayRead } from "../templates/contract";

/**
 * Compiles visibility rules: the environment (no viewer) reads everything; an agent reads its own
 * attributes unless they are visible to no one, and public attributes of other rows. Ids and the
 * ends of ties are public.
 */
export function compileVisibility(scenario: Scenario): MayRead {
  const visible = new Map<string, ReadonlyMap<string, Visibility>>();
  const add = (
    table: string,
    attributes: Readonly<Record<string, Attribute>>,
    byDefault: Visibility,
  ) => {
    visible.set(
      table,
      new Map(
        Object.entries(attributes).map(([name, attribute]) => [
          name,
          attribute.visible ?? byDefault,
        ]),
      ),
    );
  };
  for (const [name, type] of Object.entries(scenario.agents)) add(name, type.attributes, "self");
  for (const [name, table] of Object.entries(scenario.tables))
    add(name, table.attributes, "public");
  for (const [name, network] of Object.entries(scenario.networks))
    add(name, network.attributes, "public");
  add("world", scenario.world, "public");
  return (table, attribute, rowId, viewer) => {
    if (viewer === undefined) return true;
    const visibility = visible.get(table)?.get(attribute) ?? "public";
    return visibility === "public" || (visibility === "self" && rowId === viewer.id);
  };
}
