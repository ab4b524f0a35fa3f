import type { Attribute } from "@/lib/domain/scenario";
import { type Compiler, childLocation, type SourceLocation } from "../kit/compiler";
import { checkBounds, checkFieldName, checkOptions } from "../kit/declaration-checks";
import type { DeclaredTable } from "../base/schema";

/** Checks the declaration of an attribute, except its init. */
export function checkAttribute(
  name: string,
  {
    attribute,
    table: { kind, generated },
    location,
    compiler,
  }: {
    readonly attribute: Attribute;
    readonly table: DeclaredTable;
    readonly location: SourceLocation;
    readonly compiler: Compiler;
  },
): void {
  const at = (...path: readonly (string | number)[]): string =>
    childLocation(location, ...path).pointer;
  checkFieldName(name, location.pointer, compiler);
  if (attribute.visible === "self" && kind !== "agents")
    compiler.reportProblem(
      at("visible"),
      "Only agents read their own attributes: use `public` or `nobody` here.",
    );
  if ("min" in attribute) checkBounds(attribute, location, compiler);
  const [item, path] = attribute.type === "list" ? [attribute.of, ["of"]] : [attribute, []];
  if (item.type === "category")
    checkOptions(item.options, childLocation(location, ...path, "options"), compiler);
  if (item.type === "ref")
    compiler.checkKnown(at(...path, "to"), {
      what: "table or agent type",
      name: item.to,
      names: Object.keys(compiler.schema.tables).filter((table) => table !== "world"),
    });
  if (generated && attribute.init === undefined && !attribute.dynamic)
    compiler.reportProblem(
      location.pointer,
      `\`${name}\` would be the same for all and never change: give it an \`init\`, or make it ` +
        "`dynamic`.",
    );
}
