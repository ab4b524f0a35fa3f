import type { Expression } from "@/lib/domain/scenario";
import { type Compiler, childLocation, type SourceLocation } from "../kit/compiler";
import { attributeValueType, type DeclaredTable, requiresValue, getOwn } from "../base/schema";
import { taintOf } from "../expressions/taint";
import { noteWrite } from "../kit/note-write";
import type { EffectKind } from "./contract";
import { compileEnds } from "./compile-ends";

/**
 * Compiles `{ insert: "Post", row: { … } }`, and for ties `{ insert: "Friends", between: [a, b] }`.
 * Omitted attributes get the value of their `init`.
 */
export const insertEffect: EffectKind<"insert"> = {
  key: "insert",
  compile: (effect, location, { compiler, rows }) => {
    const table = effect.insert;
    const given = effect.row ?? {};
    const { tables, networks, agents } = compiler.scenario;
    const known = compiler.checkKnown(childLocation(location, "insert").pointer, {
      what: "table",
      name: table,
      names: [...Object.keys(tables), ...Object.keys(networks), ...Object.keys(agents)],
    });
    const declared = known ? compiler.declaredTable(table) : undefined;
    const cells = Object.entries(given).map(([name, cell]) => ({
      attribute: name,
      evaluate: compileCell({ name, cell, declared, location, compiler }),
    }));
    if ("between" in effect && known) {
      const [source, target] = compileEnds({
        network: table,
        between: effect.between,
        location,
        compiler,
      });
      cells.unshift(
        { attribute: "source", evaluate: source },
        { attribute: "target", evaluate: target },
      );
    } else if (declared?.kind === "network") {
      compiler.reportProblem(
        location.pointer,
        `A tie of ${table} needs \`between\`: the two rows it ties.`,
      );
    }
    for (const [name, attribute] of Object.entries(declared?.attributes ?? {}))
      if (requiresValue(attribute) && !Object.hasOwn(given, name))
        compiler.reportProblem(
          childLocation(location, "row").pointer,
          `\`${name}\` of ${table} is missing, and has no \`init\`.`,
        );
    const insert = rows.compileInsert(
      table,
      cells.map(({ attribute }) => attribute),
      location.pointer,
    );
    return (context) => {
      insert(
        context,
        cells.map(({ evaluate }) => evaluate(context)),
      );
    };
  },
};

function compileCell({
  name,
  cell,
  declared,
  location,
  compiler,
}: {
  readonly name: string;
  readonly cell: Expression;
  readonly declared: DeclaredTable | undefined;
  readonly location: SourceLocation;
  readonly compiler: Compiler;
}) {
  const here = childLocation(location, "row", name);
  const attribute = declared && getOwn(declared.attributes, name);
  if (declared && !attribute)
    compiler.checkKnown(here.pointer, {
      what: `attribute of ${declared.name}`,
      name,
      names: Object.keys(declared.attributes),
    });
  const { type, evaluate } = compiler.compileTyped(
    cell,
    here,
    attribute && attributeValueType(attribute),
  );
  noteWrite(compiler, {
    taint: taintOf(type),
    table: declared?.name ?? "",
    attribute: name,
    owner: undefined,
    pointer: here.pointer,
  });
  return evaluate;
}
