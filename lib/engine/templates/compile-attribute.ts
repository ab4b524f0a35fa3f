import type { Span } from "../base/types";
import { nearest } from "@/lib/domain/text/nearest";
import { type Compilation, type CompiledValue, resolveRow, UNKNOWN_VALUE } from "./compilation";

/** Compiles an attribute of rows of a table, also for filters that name an attribute. */
export function compileAttribute(
  owner: CompiledValue,
  {
    table,
    name,
    span,
    compilation,
  }: {
    readonly table: string;
    readonly name: string;
    readonly span: Span;
    readonly compilation: Compilation;
  },
): CompiledValue {
  const fields = compilation.fieldsOf(table);
  const type = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (fields === undefined || type === undefined) {
    const readable = Object.keys(fields ?? {}).filter((field) =>
      compilation.readable(table, field, owner.own === true),
    );
    compilation.problem(span, `${table} has no attribute \`${name}\`.`, nearest(name, readable));
    return UNKNOWN_VALUE;
  }
  if (!compilation.readable(table, name, owner.own === true)) {
    const reader =
      compilation.reader === "self" && owner.own !== true
        ? "to any other than itself"
        : "to those who read this";
    compilation.problem(span, `\`${name}\` of ${table} is not visible ${reader}.`);
    return UNKNOWN_VALUE;
  }
  const read = compilation.attributeReader(table, name, span);
  return {
    type,
    run: (frame) => {
      const row = resolveRow(owner.run(frame), table, frame);
      return row === null ? null : read(frame, row);
    },
  };
}
