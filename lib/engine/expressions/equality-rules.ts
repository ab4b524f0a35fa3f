import { nearest } from "@/lib/domain/text/nearest";
import type { Type, Span } from "../base/types";
import type { ExpressionNode } from "./syntax";
import { describeType, withoutNull } from "./type-rules";
import type { Elaborator } from "./typed";

/**
 * Reports a comparison that is never true: of different kinds, or with a text that is not an
 * option.
 */
export function equalityProblem(
  node: Span & { readonly left: ExpressionNode; readonly right: ExpressionNode },
  {
    left,
    right,
    elaborator,
  }: { readonly left: Type; readonly right: Type; readonly elaborator: Elaborator },
): void {
  const [first, second] = [withoutNull(left), withoutNull(right)];
  if (!comparable(first, second)) {
    elaborator.problem(
      node,
      `\`${elaborator.text(node.left)}\` is ${describeType(left)} and ` +
        `\`${elaborator.text(node.right)}\` is ${describeType(right)}: they are never equal.`,
    );
    return;
  }
  if (
    first.kind !== "text" ||
    second.kind !== "text" ||
    first.options === undefined ||
    second.options === undefined
  )
    return;
  const [known, other] = [first.options, second.options];
  if (known.some((option) => other.includes(option))) return;
  if (node.right.kind === "literal")
    missingOption(node.right, {
      attribute: node.left,
      text: other[0] ?? "",
      options: known,
      elaborator,
    });
  else if (node.left.kind === "literal")
    missingOption(node.left, {
      attribute: node.right,
      text: known[0] ?? "",
      options: other,
      elaborator,
    });
  else
    elaborator.problem(
      node,
      `\`${elaborator.text(node.left)}\` and \`${elaborator.text(node.right)}\` have no option ` +
        "in common: they are never equal.",
    );
}

function missingOption(
  literal: ExpressionNode,
  {
    attribute,
    text,
    options,
    elaborator,
  }: {
    readonly attribute: ExpressionNode;
    readonly text: string;
    readonly options: readonly string[];
    readonly elaborator: Elaborator;
  },
): void {
  const listed = options.length <= 8 ? `: it can be ${options.join(", ")}` : "";
  const closest = nearest(text, options);
  elaborator.problem(
    literal,
    `\`${elaborator.text(attribute)}\` is never \`${text}\`${listed}.`,
    closest === undefined ? undefined : `'${closest}'`,
  );
}

function comparable(left: Type, right: Type): boolean {
  if (left.kind === "any" || right.kind === "any" || left.kind === "null" || right.kind === "null")
    return true;
  if (left.kind === "row" && right.kind === "row") return left.table === right.table;
  if (left.kind === "list" && right.kind === "list")
    return comparable(withoutNull(left.of), withoutNull(right.of));
  return left.kind === right.kind;
}
