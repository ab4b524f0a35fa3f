import type { Computed } from "../expressions/contract";
import { describeType, withoutNull } from "../expressions/type-rules";
import { listOf, NUMBER } from "../base/types";
import { compileAttribute } from "./compile-attribute";
import { isEqual, isTruthy } from "./compare";
import { type Compilation, type Frame, type CompiledValue, UNKNOWN_VALUE } from "./compilation";
import { isList } from "../expressions/values";
import type { Filter } from "./syntax";

export const BY_ATTRIBUTE = ["map", "where", "sum"];

/**
 * Compiles `map: "name"` (an attribute of each row), `where: "party", "left"` (the rows with this
 * value; without a value, those where it is true) and `sum: "income"` (of rows; without an
 * attribute, of numbers). Reads only attributes that the viewer may read.
 */
export function compileAttributeFilter(
  input: CompiledValue,
  {
    filter,
    args,
    compilation,
  }: {
    readonly filter: Filter;
    readonly args: readonly CompiledValue[];
    readonly compilation: Compilation;
  },
): CompiledValue {
  const type = withoutNull(input.type);
  if (type.kind === "any") return UNKNOWN_VALUE;
  const element = type.kind === "list" ? withoutNull(type.of) : undefined;
  if (filter.name === "sum" && args.length === 0 && element?.kind === "number")
    return { type: NUMBER, run: (frame) => sum(toItems(input.run(frame))) };
  const attribute = args[0]?.constant;
  if (
    element?.kind !== "row" ||
    typeof attribute !== "string" ||
    args.length > (filter.name === "where" ? 2 : 1)
  ) {
    const form =
      filter.name === "where" ? '`where: "attribute", value`' : `\`${filter.name}: "attribute"\``;
    const got = element?.kind === "row" ? "" : `, and gets ${describeType(type)}`;
    compilation.problem(
      filter,
      `\`${filter.name}\` takes a list of rows and is written ${form}${got}.`,
    );
    return UNKNOWN_VALUE;
  }
  const slot = compilation.newSlot();
  const span = filter.args[0] ?? filter;
  const each = compileAttribute(
    { type: element, run: (frame) => frame.slots[slot] ?? null },
    { table: element.table, name: attribute, span, compilation },
  );
  if (each === UNKNOWN_VALUE) return UNKNOWN_VALUE;
  const read = (frame: Frame, row: Computed): Computed => {
    frame.slots[slot] = row;
    return each.run(frame);
  };
  if (filter.name === "map")
    return {
      type: listOf(each.type),
      run: (frame) => toItems(input.run(frame)).map((row) => read(frame, row)),
    };
  if (filter.name === "sum") {
    if (!["number", "any"].includes(withoutNull(each.type).kind))
      compilation.problem(
        span,
        `\`sum\` adds numbers, and \`${attribute}\` is ${describeType(each.type)}.`,
      );
    return {
      type: NUMBER,
      run: (frame) => sum(toItems(input.run(frame)).map((row) => read(frame, row))),
    };
  }
  const wanted = args[1]?.run;
  return {
    type,
    run: (frame) => {
      const value = wanted?.(frame);
      return toItems(input.run(frame)).filter((row) =>
        value === undefined ? isTruthy(read(frame, row)) : isEqual(read(frame, row), value),
      );
    },
  };
}

const toItems = (value: Computed): readonly Computed[] => (isList(value) ? value : []);

const sum = (values: readonly Computed[]): number =>
  values.reduce<number>((total, value) => (typeof value === "number" ? total + value : total), 0);
