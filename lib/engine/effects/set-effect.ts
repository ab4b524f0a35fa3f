import { nearest } from "@/lib/domain/text/nearest";
import { describeType } from "../expressions";
import { subtractTaint, taintOf } from "../expressions/taint";
import { withoutNull } from "../expressions/type-rules";
import type { Row } from "../base/row";
import { type Compiler, childLocation } from "../kit/compiler";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import { toStoredValue } from "../population/row-operations";
import { attributeValueType, getOwn } from "../base/schema";
import { noteWrite } from "../kit/note-write";
import type { EffectKind } from "./contract";

/** Compiles `{ set: "self.opinion", to: "…" }`: assigns a new value to an attribute of a row. */
export const setEffect: EffectKind<"set"> = {
  key: "set",
  compile: ({ set: path, to }, location, { compiler, rows }) => {
    const split = path.lastIndexOf(".");
    const [owner, attribute] = [path.slice(0, split), path.slice(split + 1)];
    const here = childLocation(location, "set");
    const { type: declared, path: ownerPath, evaluate } = compiler.compileTyped(owner, here);
    const type = withoutNull(declared);
    if (type.kind === "any")
      compiler.reportUncertain(here.pointer, `The table of the row “${owner}” is unknown.`);
    else if (type.kind !== "row")
      compiler.reportProblem(
        here.pointer,
        `\`${owner}\` is ${describeType(type)}: only attributes of rows can be set.`,
      );
    const table = type.kind === "row" ? type.table : "";
    if (table !== "")
      checkSettable({ table, name: attribute, pointer: here.pointer, from: split + 1, compiler });
    const settable = getOwn(compiler.declaredTable(table)?.attributes ?? {}, attribute);
    const written = compiler.compileTyped(
      to,
      childLocation(location, "to"),
      settable && attributeValueType(settable),
    );
    // Whether a row is changed at all is not followed, and so not what it was chosen by either.
    noteWrite(compiler, {
      taint: subtractTaint(taintOf(written.type), taintOf(declared)),
      table,
      attribute,
      owner: ownerPath,
      pointer: childLocation(location, "to").pointer,
    });
    const value = written.evaluate;
    const store = rows.store(table, attribute);
    return (context) => {
      const row = evaluate(context) as Row | null;
      if (!row)
        throw new ScenarioRuntimeError(
          `${path} cannot be set: ${owner} is nothing.`,
          here.pointer,
          path,
        );
      if (context.world.get(table, row.id) !== row)
        throw new ScenarioRuntimeError(
          `${path} cannot be set: ${row.id} no longer exists.`,
          here.pointer,
          path,
        );
      const stored = store
        ? toStoredValue(store, value(context), context, `${location.pointer}/to`, String(to))
        : null;
      context.world.set(table, row, attribute, stored);
    };
  },
};

/**
 * Reports attributes that are unknown or not dynamic. `from` is the offset of the attribute in the
 * path.
 */
function checkSettable({
  table,
  name,
  pointer,
  from,
  compiler,
}: {
  readonly table: string;
  readonly name: string;
  readonly pointer: string;
  readonly from: number;
  readonly compiler: Compiler;
}): void {
  const attributes = compiler.declaredTable(table)?.attributes ?? {};
  const attribute = getOwn(attributes, name);
  if (attribute?.dynamic === true) return;
  const suggestion = attribute ? undefined : nearest(name, Object.keys(attributes));
  const message = attribute
    ? `\`${name}\` of ${table} never changes: declare it \`"dynamic": true\` to set it.`
    : ["id", "source", "target"].includes(name)
      ? `\`${name}\` never changes.`
      : `${table} has no attribute \`${name}\`.`;
  compiler.reportSourceProblems(pointer, [
    { message, from, length: name.length, ...(suggestion === undefined ? {} : { suggestion }) },
  ]);
}
