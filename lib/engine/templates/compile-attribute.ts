import { nearest } from "@/lib/domain/text/nearest";
import { type Compilation, type CompiledValue, resolveRow, UNKNOWN_VALUE } from "./compilation";
import type { Span } from "./syntax";

/** An attribute of rows of a table; also used for the attribute that a filter names. */
export function compileAttribute(
  owner: CompiledValue,
  table: string,
  name: string,
  span: Span,
  within: Compilation,
): CompiledValue {
  const fields = within.fieldsOf(table);
  const type = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (fields === undefined || type === undefined) {
    const readable = Object.keys(fields ?? {}).filter((field) =>
      within.readable(table, field, owner.own === true),
    );
    within.problem(span, `${table} has no attribute \`${name}\`.`, nearest(name, readable));
    return UNKNOWN_VALUE;
  }
  if (!within.readable(table, name, owner.own === true)) {
    const reader =
      within.reader === "self" && owner.own !== true
        ? "to any other than itself"
        : "to those who read this";
    within.problem(span, `\`${name}\` of ${table} is not visible ${reader}.`);
    return UNKNOWN_VALUE;
  }
  const read = within.attributeReader(table, name, span);
  return {
    type,
    run: (frame) => {
      const row = resolveRow(owner.run(frame), table, frame);
      return row === null ? null : read(frame, row);
    },
  };
}
