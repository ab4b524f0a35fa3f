import { nearest } from "@/lib/domain/text/nearest";
import { BOOLEAN, type Type } from "../base/types";
import { positionOf } from "./order";
import type { BinaryNode, ExpressionNode } from "./syntax";
import { describeType, withoutNull } from "./type-rules";
import { combine, type Elaborator, type Evaluator, type Fail, type Typed } from "./typed";
import { nameKind } from "./values";

/** Compares two options of an ordered category, of which one may be a text in quotes. */
export function elaborateScaleOrder(
  node: BinaryNode,
  {
    left,
    right,
    order,
    scale,
    elaborator,
  }: {
    readonly left: Typed;
    readonly right: Typed;
    readonly order: { readonly numbers: (left: number, right: number) => boolean };
    readonly scale: readonly string[];
    readonly elaborator: Elaborator;
  },
): Typed {
  for (const [side, { type }] of [
    [node.left, left],
    [node.right, right],
  ] as const)
    checkOnScale(node, side, { type, scale, elaborator });
  const [failLeft, failRight] = [elaborator.failure(node.left), elaborator.failure(node.right)];
  const toNumber = (typed: Typed, fail: Fail): Evaluator => {
    const { run } = typed;
    return (scope, locals) => {
      const value = run(scope, locals);
      return (
        positionOf(scale, value) ??
        fail(
          `One of ${scale.join(", ")} is needed here, and this is ` +
            `${typeof value === "string" ? `\`${value}\`` : nameKind(value)}.`,
        )
      );
    };
  };
  const [runLeft, runRight] = [toNumber(left, failLeft), toNumber(right, failRight)];
  return combine([left, right], {
    type: BOOLEAN,
    run: (scope, locals) =>
      order.numbers(Number(runLeft(scope, locals)), Number(runRight(scope, locals))),
  });
}

/** Reports a side of a comparison that is not on the scale of the other. */
function checkOnScale(
  node: BinaryNode,
  side: ExpressionNode,
  {
    type,
    scale,
    elaborator,
  }: {
    readonly type: Type;
    readonly scale: readonly string[];
    readonly elaborator: Elaborator;
  },
): void {
  const plain = withoutNull(type);
  if (plain.kind === "any") return;
  const among = `${scale.join(", ")}, in this order`;
  if (plain.kind !== "text") {
    elaborator.problem(
      node,
      `\`${node.op}\` compares with one of ${among}, and \`${elaborator.text(side)}\` is ` +
        `${describeType(type)}.`,
    );
    return;
  }
  const other = plain.options?.find((option) => !scale.includes(option));
  const differs =
    plain.scale !== undefined && plain.options?.join("\0") !== scale.join("\0") && !other;
  if (other !== undefined || differs) {
    const closest = other === undefined ? undefined : nearest(other, scale);
    elaborator.problem(
      side,
      other === undefined
        ? `\`${elaborator.text(side)}\` has the options ${plain.options?.join(", ") ?? ""}, ` +
            `which is another scale than ${among}.`
        : `\`${other}\` is not on the scale of ${among}.`,
      closest === undefined ? undefined : `'${closest}'`,
    );
  }
}
