import type { Attribute } from "@/lib/domain/scenario";
import { type Compiler, inside, type Place } from "../kit/compiler";
import { checkBounds, checkFieldName, checkOptions } from "../kit/declaration-checks";
import type { Declared } from "../base/schema";

/** Reports what is wrong with the declaration of an attribute, apart from its init. */
export function checkAttribute(
  name: string,
  attribute: Attribute,
  { kind, generated }: Declared,
  place: Place,
  compiler: Compiler,
): void {
  const at = (...path: readonly (string | number)[]): string => inside(place, ...path).pointer;
  checkFieldName(name, place.pointer, compiler);
  if (attribute.visible === "self" && kind !== "agents")
    compiler.problem(
      at("visible"),
      "Only agents read their own attributes: use `public` or `nobody` here.",
    );
  if ("min" in attribute) checkBounds(attribute, place, compiler);
  const [item, path] = attribute.type === "list" ? [attribute.of, ["of"]] : [attribute, []];
  if (item.type === "category")
    checkOptions(item.options, inside(place, ...path, "options"), compiler);
  if (item.type === "ref")
    compiler.known(
      at(...path, "to"),
      "table or agent type",
      item.to,
      Object.keys(compiler.schema.tables).filter((table) => table !== "world"),
    );
  if (generated && attribute.init === undefined && !attribute.dynamic)
    compiler.problem(
      place.pointer,
      `\`${name}\` would be the same for all and never change: give it an \`init\`, or make it \`dynamic\`.`,
    );
}
