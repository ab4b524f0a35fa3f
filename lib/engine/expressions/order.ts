import { NUMBER, type Type } from "../base/types";
import type { Computed } from "./contract";
import type { ExpressionNode } from "./syntax";
import { describeType, isAssignable, withoutNull } from "./type-rules";
import { combine, type Bindings, type Elaborator, type Typed } from "./typed";
import { nameKind } from "./values";

/** Returns the options of a category whose options are in order; undefined for all other types. */
export function orderedOptions(type: Type): readonly string[] | undefined {
  const plain = withoutNull(type);
  return plain.kind === "text" && plain.scale === "ordered" ? plain.options : undefined;
}

/** Returns the options of a category without an order; undefined for all other types. */
export function unorderedOptions(type: Type): readonly string[] | undefined {
  const plain = withoutNull(type);
  return plain.kind === "text" && plain.scale === "unordered" ? plain.options : undefined;
}

/** The message for an order that a category does not have. */
export const unorderedMessage = (shown: string, options: readonly string[]): string =>
  `\`${shown}\` is a category whose options have no order: declare it \`"ordered": true\` to ` +
  `compare by their order (${shorten(options)}). Until then they are compared as texts, letter ` +
  "by letter.";

const shorten = (options: readonly string[]): string =>
  options.length <= 6 ? options.join(" < ") : `${options.slice(0, 5).join(" < ")} < …`;

/** Returns the position of an option, from 0; undefined for anything else. */
export function positionOf(options: readonly string[], value: Computed): number | undefined {
  const position = typeof value === "string" ? options.indexOf(value) : -1;
  return position < 0 ? undefined : position;
}

/** Converts an ordered category to the position of its option, a number from 0. */
function toPosition(typed: Typed, node: ExpressionNode, elaborator: Elaborator): Typed {
  const options = orderedOptions(typed.type);
  if (options === undefined) return typed;
  const fail = elaborator.failure(node);
  const { run } = typed;
  return combine([typed], {
    type: NUMBER,
    run: (scope, locals) => {
      const value = run(scope, locals);
      return (
        positionOf(options, value) ??
        fail(`One of ${options.join(", ")} is needed here, and this is ${shown(value)}.`)
      );
    },
  });
}

const shown = (value: Computed): string =>
  typeof value === "string" ? `\`${value}\`` : nameKind(value);

/**
 * Elaborates what elements are sorted or chosen by: a number, or an ordered category, which counts
 * as the position of its option.
 */
export function elaborateSortKey(
  node: ExpressionNode,
  bindings: Bindings,
  { role, elaborator }: { readonly role: string; readonly elaborator: Elaborator },
): Typed {
  const typed = elaborator.elaborate(node, bindings);
  if (orderedOptions(typed.type) !== undefined) return toPosition(typed, node, elaborator);
  const unordered = unorderedOptions(typed.type);
  if (unordered !== undefined) elaborator.problem(node, orderNeeded(role, unordered));
  else if (!isAssignable(typed.type, NUMBER))
    elaborator.problem(
      node,
      `${role} must be a number or an ordered category, and \`${elaborator.text(node)}\` is ` +
        `${describeType(typed.type)}.`,
    );
  return typed;
}

const orderNeeded = (role: string, options: readonly string[]): string =>
  `${role} must be a number or an ordered category: declare this one \`"ordered": true\` if ` +
  `${shorten(options)}.`;
