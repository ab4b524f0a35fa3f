import { nearest } from "@/lib/domain/text/nearest";
import type { Computed } from "../expressions/contract";
import {
  orderedOptions,
  positionOf,
  unorderedMessage,
  unorderedOptions,
} from "../expressions/order";
import { describeType, isNullableType, withoutNull } from "../expressions/type-rules";
import { BOOLEAN, type Type, type Span } from "../base/types";
import { type Compilation, type Frame, type CompiledValue, UNKNOWN_VALUE } from "./compilation";
import { isList, isRow } from "../expressions/values";
import type { Comparison, ValueNode } from "./syntax";

type CompareValue = Extract<ValueNode, { kind: "compare" }>;

/** Truthiness in Liquid: everything but false and null, so 0, "" and empty lists are true. */
export const isTruthy = (value: Computed): boolean => value !== false && value !== null;

/** Reports conditions that are always true: Liquid accepts them, authors rarely mean them. */
export function compileCondition(
  piece: CompiledValue,
  span: Span,
  compilation: Compilation,
): CompiledValue {
  const type = piece.type;
  if (type.kind === "boolean" || isNullableType(type) || piece.constant !== undefined) return piece;
  const shown = compilation.text(span);
  const instead: Partial<Record<Type["kind"], string>> = {
    list: `${shown} != empty`,
    text: `${shown} != ""`,
    number: `${shown} > 0`,
  };
  const suggestion = instead[type.kind];
  compilation.problem(
    span,
    `\`${shown}\` is ${describeType(type)}, which always counts as true.`,
    suggestion,
  );
  return piece;
}

export function compileComparison(
  value: CompareValue,
  compilation: Compilation,
  compile: (value: ValueNode) => CompiledValue,
): CompiledValue {
  const { operator, left, right } = value;
  if (left.kind === "nothing" || right.kind === "nothing")
    return compileEmptiness(value, compilation, compile);
  const [first, second] = [compile(left), compile(right)];
  const scale = orderedOptions(first.type) ?? orderedOptions(second.type);
  const run =
    scale === undefined || !isOrder(operator)
      ? comparisonRun(operator, first, second)
      : scaleRun(operator, { left: first, right: second, scale });
  if (first.type.kind === "any" || second.type.kind === "any") return { type: BOOLEAN, run };
  if (operator === "==" || operator === "!=")
    checkEquality(value, { left: first.type, right: second.type, compilation });
  else if (operator === "contains")
    checkContains(value, {
      whole: withoutNull(first.type),
      part: withoutNull(second.type),
      compilation,
    });
  else if (scale !== undefined)
    checkScale(value, { left: first.type, right: second.type, scale, compilation });
  else
    checkOrder(value, {
      left: withoutNull(first.type),
      right: withoutNull(second.type),
      compilation,
    });
  return { type: BOOLEAN, run };
}

const isOrder = (operator: Comparison): boolean => ["<", "<=", ">", ">="].includes(operator);

/** Compares two options of an ordered category; false if either side is null. */
function scaleRun(
  operator: Comparison,
  {
    left,
    right,
    scale,
  }: {
    readonly left: CompiledValue;
    readonly right: CompiledValue;
    readonly scale: readonly string[];
  },
): (frame: Frame) => boolean {
  return (frame) =>
    ordered(
      operator,
      positionOf(scale, left.run(frame)) ?? null,
      positionOf(scale, right.run(frame)) ?? null,
    );
}

/** Reports a comparison with something that is not on the scale of an ordered category. */
function checkScale(
  value: CompareValue,
  {
    left,
    right,
    scale,
    compilation,
  }: {
    readonly left: Type;
    readonly right: Type;
    readonly scale: readonly string[];
    readonly compilation: Compilation;
  },
): void {
  for (const [side, declared] of [
    [value.left, left],
    [value.right, right],
  ] as const) {
    const type = withoutNull(declared);
    const other =
      type.kind === "text" ? type.options?.find((option) => !scale.includes(option)) : undefined;
    const differs =
      type.kind === "text" &&
      type.scale !== undefined &&
      type.options?.join("\0") !== scale.join("\0");
    if (type.kind === "text" && other === undefined && !differs) continue;
    const closest = other === undefined ? undefined : nearest(other, scale);
    compilation.problem(
      side,
      `\`${compilation.text(side)}\` is not on the scale of ${scale.join(", ")}, in this order.`,
      closest === undefined ? undefined : `"${closest}"`,
    );
  }
}

function comparisonRun(
  operator: Comparison,
  left: CompiledValue,
  right: CompiledValue,
): (frame: Frame) => boolean {
  const [a, b] = [left.run, right.run];
  switch (operator) {
    case "==":
      return (frame) => isEqual(a(frame), b(frame));
    case "!=":
      return (frame) => !isEqual(a(frame), b(frame));
    case "contains":
      return (frame) => contains(a(frame), b(frame));
    default:
      return (frame) => ordered(operator, a(frame), b(frame));
  }
}

/** Whether two values are equal: rows by id, lists by their elements. */
export function isEqual(left: Computed, right: Computed): boolean {
  if (left === right) return true;
  if (isList(left) && isList(right))
    return (
      left.length === right.length &&
      left.every((item, index) => isEqual(item, right[index] ?? null))
    );
  if (isRow(left)) return isRow(right) ? left.id === right.id : left.id === right;
  return isRow(right) && right.id === left;
}

function contains(whole: Computed, part: Computed): boolean {
  if (isList(whole)) return whole.some((item) => isEqual(item, part));
  return (
    typeof whole === "string" &&
    part !== null &&
    typeof part !== "object" &&
    whole.includes(String(part))
  );
}

/** Compares by order; false if either side is null. */
function ordered(operator: Comparison, left: Computed, right: Computed): boolean {
  if (left === null || right === null || typeof left !== typeof right || typeof left === "object")
    return false;
  if (operator === "<") return left < right;
  if (operator === "<=") return left <= right;
  return operator === ">" ? left > right : left >= right;
}

function compileEmptiness(
  value: CompareValue,
  compilation: Compilation,
  compile: (value: ValueNode) => CompiledValue,
): CompiledValue {
  const { operator, left, right } = value;
  const other = left.kind === "nothing" ? right : left;
  if (other.kind === "nothing" || (operator !== "==" && operator !== "!=")) {
    compilation.problem(
      value,
      "`empty` and `blank` are compared with a list or a text, by == or !=.",
    );
    return UNKNOWN_VALUE;
  }
  const piece = compile(other);
  const type = withoutNull(piece.type);
  if (!["list", "text", "any"].includes(type.kind))
    compilation.problem(
      other,
      `\`${compilation.text(other)}\` is ${describeType(type)} and never empty.`,
    );
  const blank = compilation.text(left.kind === "nothing" ? left : right) === "blank";
  const isEmpty = (content: Computed): boolean => {
    if (typeof content === "string") return (blank ? content.trim() : content) === "";
    return isList(content) ? content.length === 0 : content === null && blank;
  };
  return { type: BOOLEAN, run: (frame) => isEmpty(piece.run(frame)) === (operator === "==") };
}

function checkEquality(
  value: CompareValue,
  {
    left,
    right,
    compilation,
  }: { readonly left: Type; readonly right: Type; readonly compilation: Compilation },
): void {
  if (left.kind === "null" || right.kind === "null") return;
  const [first, second] = [withoutNull(left), withoutNull(right)];
  if (
    first.kind !== second.kind ||
    (first.kind === "row" && second.kind === "row" && first.table !== second.table)
  ) {
    compilation.problem(
      value,
      `\`${compilation.text(value.left)}\` is ${describeType(left)} and ` +
        `\`${compilation.text(value.right)}\` is ${describeType(right)}: they are never equal.`,
    );
  } else if (first.kind === "text" && second.kind === "text")
    checkOptions(value, { left: first.options, right: second.options, compilation });
}

function checkOptions(
  value: CompareValue,
  {
    left,
    right,
    compilation,
  }: {
    readonly left: readonly string[] | undefined;
    readonly right: readonly string[] | undefined;
    readonly compilation: Compilation;
  },
): void {
  if (left === undefined || right === undefined || left.some((option) => right.includes(option)))
    return;
  const [literal, known, tested] =
    value.right.kind === "literal"
      ? [value.right, left, value.left]
      : [value.left, right, value.right];
  if (literal.kind !== "literal") {
    compilation.problem(
      value,
      `\`${compilation.text(value.left)}\` and \`${compilation.text(value.right)}\` have no ` +
        "option in common: they are never equal.",
    );
    return;
  }
  const meant = nearest(String(literal.value), known);
  compilation.problem(
    literal,
    `\`${compilation.text(tested)}\` is never \`${String(literal.value)}\`: it can be ` +
      `${known.join(", ")}.`,
    meant === undefined ? undefined : `"${meant}"`,
  );
}

function checkContains(
  value: CompareValue,
  {
    whole,
    part,
    compilation,
  }: { readonly whole: Type; readonly part: Type; readonly compilation: Compilation },
): void {
  if (whole.kind === "text" && (part.kind === "text" || part.kind === "number")) return;
  if (whole.kind === "list") {
    const of = withoutNull(whole.of);
    if (of.kind === "any" || of.kind === part.kind) return;
  }
  compilation.problem(
    value,
    `\`${compilation.text(value.left)}\` is ${describeType(whole)} and cannot contain ` +
      `${describeType(part)}.`,
  );
}

function checkOrder(
  value: CompareValue,
  {
    left,
    right,
    compilation,
  }: { readonly left: Type; readonly right: Type; readonly compilation: Compilation },
): void {
  const orderable = (type: Type): boolean => type.kind === "number" || type.kind === "text";
  for (const [side, type] of [
    [value.left, left],
    [value.right, right],
  ] as const) {
    const options = unorderedOptions(type);
    if (options !== undefined && options.length > 1)
      compilation.deprecation(value, unorderedMessage(compilation.text(side), options));
  }
  if (left.kind === right.kind && orderable(left)) return;
  compilation.problem(
    value,
    `\`${compilation.text(value.left)}\` is ${describeType(left)} and ` +
      `\`${compilation.text(value.right)}\` is ${describeType(right)}: only two numbers or two ` +
      "texts have an order.",
  );
}
