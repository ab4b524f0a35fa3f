import { ANY, BOOLEAN, listOf, NUMBER, TEXT, type Type } from "../base/types";
import type { Computed } from "./contract";
import { equalityProblem } from "./equality-rules";
import { charge } from "./errors";
import type {
  BinaryNode,
  BinaryOp,
  LiteralNode,
  LogicNode,
  ExpressionNode,
  UnaryNode,
} from "./syntax";
import { orderedOptions, unorderedMessage, unorderedOptions } from "./order";
import { elaborateScaleOrder } from "./scale-order";
import { isAssignable, describeType, joinTypes, literalType, withoutNull } from "./type-rules";
import {
  combine,
  constantNode,
  type Elaborator,
  type Bindings,
  type Fail,
  rowKey,
  type Evaluator,
  type Typed,
} from "./typed";
import { boundedList, boundedText, equalValues, isFields, isList, nameKind } from "./values";

type NumberOp = (left: number, right: number) => number | boolean;

const ARITHMETIC: Readonly<Partial<Record<BinaryOp, NumberOp>>> = {
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
};

type Order = {
  readonly numbers: (left: number, right: number) => boolean;
  readonly texts: (left: string, right: string) => boolean;
};
const ORDER: Readonly<Partial<Record<BinaryOp, Order>>> = {
  "<": { numbers: (left, right) => left < right, texts: (left, right) => left < right },
  "<=": { numbers: (left, right) => left <= right, texts: (left, right) => left <= right },
  ">": { numbers: (left, right) => left > right, texts: (left, right) => left > right },
  ">=": { numbers: (left, right) => left >= right, texts: (left, right) => left >= right },
};

export function elaborateBinary(
  node: BinaryNode,
  bindings: Bindings,
  elaborator: Elaborator,
): Typed {
  const left = elaborator.elaborate(node.left, bindings);
  const right = elaborator.elaborate(node.right, bindings);
  const arithmetic = ARITHMETIC[node.op];
  if (arithmetic !== undefined)
    return elaborateNumeric(node, { left, right, op: arithmetic, elaborator });
  const order = ORDER[node.op];
  if (order !== undefined) return elaborateOrder(node, { left, right, order, elaborator });
  if (node.op === "+") return elaboratePlus(node, { left, right, elaborator });
  if (node.op === "in") return elaborateMembership(node, { left, right, elaborator });
  return elaborateEquality(node, { left, right, elaborator });
}

/**
 * Evaluates both operands of an arithmetic operator as checked numbers; specialised for a constant
 * on the right, the common case.
 */
function numericRun(
  left: Typed,
  right: Typed,
  {
    op,
    failLeft,
    failRight,
  }: { readonly op: NumberOp; readonly failLeft: Fail; readonly failRight: Fail },
): Evaluator {
  const [runLeft, runRight] = [left.run, right.run];
  const fixed = right.constantNode?.value;
  if (typeof fixed === "number")
    return (scope, locals) => {
      const value = runLeft(scope, locals);
      return typeof value === "number"
        ? op(value, fixed)
        : failLeft(`A number is needed here, and this is ${nameKind(value)}.`);
    };
  return (scope, locals) => {
    const first = runLeft(scope, locals);
    const second = runRight(scope, locals);
    if (typeof first !== "number")
      return failLeft(`A number is needed here, and this is ${nameKind(first)}.`);
    return typeof second === "number"
      ? op(first, second)
      : failRight(`A number is needed here, and this is ${nameKind(second)}.`);
  };
}

function requireNumber(
  node: ExpressionNode,
  {
    typed,
    op,
    elaborator,
  }: { readonly typed: Typed; readonly op: string; readonly elaborator: Elaborator },
): void {
  if (!isAssignable(typed.type, NUMBER))
    elaborator.problem(
      node,
      `\`${op}\` works on numbers, and \`${elaborator.text(node)}\` is ` +
        `${describeType(typed.type)}.`,
    );
}

function elaborateNumeric(
  node: BinaryNode,
  {
    left,
    right,
    op,
    elaborator,
  }: {
    readonly left: Typed;
    readonly right: Typed;
    readonly op: NumberOp;
    readonly elaborator: Elaborator;
  },
): Typed {
  requireNumber(node.left, { typed: left, op: node.op, elaborator });
  requireNumber(node.right, { typed: right, op: node.op, elaborator });
  return combine([left, right], {
    type: NUMBER,
    run: numericRun(left, right, {
      op,
      failLeft: elaborator.failure(node.left),
      failRight: elaborator.failure(node.right),
    }),
  });
}

const elaborateSides = (
  node: BinaryNode,
  {
    left,
    right,
    elaborator,
  }: { readonly left: Typed; readonly right: Typed; readonly elaborator: Elaborator },
): string =>
  `\`${elaborator.text(node.left)}\` is ${describeType(left.type)} and ` +
  `\`${elaborator.text(node.right)}\` is ${describeType(right.type)}`;

const isLiteral = (node: ExpressionNode): node is LiteralNode => node.kind === "literal";

function elaborateOrder(
  node: BinaryNode,
  {
    left,
    right,
    order,
    elaborator,
  }: {
    readonly left: Typed;
    readonly right: Typed;
    readonly order: Order;
    readonly elaborator: Elaborator;
  },
): Typed {
  const scale = orderedOptions(left.type) ?? orderedOptions(right.type);
  if (scale !== undefined)
    return elaborateScaleOrder(node, { left, right, order, scale, elaborator });
  for (const [side, { type }] of [
    [node.left, left],
    [node.right, right],
  ] as const) {
    const options = unorderedOptions(type);
    if (options !== undefined && options.length > 1)
      elaborator.deprecation(node, unorderedMessage(elaborator.text(side), options));
  }
  const texts = withoutNull(left.type).kind === "text" || withoutNull(right.type).kind === "text";
  const wanted: Type = texts ? TEXT : NUMBER;
  if (
    withoutNull(left.type).kind === "boolean" &&
    node.left.kind === "binary" &&
    Object.hasOwn(ORDER, node.left.op)
  ) {
    elaborator.problem(
      node,
      `Compare twice: \`${elaborator.text(node.left)} && ${elaborator.text(node.left.right)} ` +
        `${node.op} ${elaborator.text(node.right)}\`.`,
    );
  } else if (!isAssignable(left.type, wanted) || !isAssignable(right.type, wanted)) {
    elaborator.problem(
      node,
      `${elaborateSides(node, { left, right, elaborator })}: \`${node.op}\` compares two ` +
        "numbers or two texts.",
    );
  }
  const known =
    withoutNull(left.type).kind === "number" && withoutNull(right.type).kind === "number";
  const [failLeft, failRight] = [elaborator.failure(node.left), elaborator.failure(node.right)];
  if (known)
    return combine([left, right], {
      type: BOOLEAN,
      run: numericRun(left, right, { op: order.numbers, failLeft, failRight }),
    });
  const [runLeft, runRight] = [left.run, right.run];
  return combine([left, right], {
    type: BOOLEAN,
    run: (scope, locals) => {
      const first = runLeft(scope, locals);
      const second = runRight(scope, locals);
      if (typeof first === "number" && typeof second === "number")
        return order.numbers(first, second);
      if (typeof first === "string" && typeof second === "string")
        return order.texts(first, second);
      const wrong = typeof first !== "number" && typeof first !== "string" ? failLeft : failRight;
      return wrong(
        `Two numbers or two texts are needed here, and these are ${nameKind(first)} and ` +
          `${nameKind(second)}.`,
      );
    },
  });
}

function elaboratePlus(
  node: BinaryNode,
  {
    left,
    right,
    elaborator,
  }: { readonly left: Typed; readonly right: Typed; readonly elaborator: Elaborator },
): Typed {
  const { source } = elaborator;
  const [first, second] = [withoutNull(left.type), withoutNull(right.type)];
  const add: NumberOp = (one, two) => one + two;
  if (first.kind === "number" && second.kind === "number")
    return combine([left, right], {
      type: NUMBER,
      run: numericRun(left, right, {
        op: add,
        failLeft: elaborator.failure(node.left),
        failRight: elaborator.failure(node.right),
      }),
    });
  let type: Type = first.kind === "any" ? second : first;
  if (first.kind === "list" && second.kind === "list")
    type = listOf(joinTypes(first.of, second.of) ?? ANY);
  else if (type.kind === "text") type = TEXT;
  const addable = (kind: string): boolean =>
    kind === "number" || kind === "text" || kind === "list" || kind === "any";
  if (
    !addable(first.kind) ||
    !addable(second.kind) ||
    (first.kind !== "any" && second.kind !== "any" && first.kind !== second.kind)
  ) {
    const mixed =
      (first.kind === "text" && second.kind === "number") ||
      (first.kind === "number" && second.kind === "text");
    const hint = mixed
      ? ` Write \`text(${elaborator.text(first.kind === "number" ? node.left : node.right)})\` ` +
        "to join them as texts."
      : "";
    elaborator.problem(
      node,
      `${elaborateSides(node, { left, right, elaborator })}: they cannot be added.${hint}`,
    );
  }
  const [runLeft, runRight] = [left.run, right.run];
  const fail = elaborator.failure(node);
  return combine([left, right], {
    type,
    run: (scope, locals) => {
      const one = runLeft(scope, locals);
      const two = runRight(scope, locals);
      if (typeof one === "number" && typeof two === "number") return one + two;
      if (typeof one === "string" && typeof two === "string") {
        charge(scope, (one.length + two.length) >> 4, source);
        return boundedText(one + two, source);
      }
      if (!isList(one) || !isList(two))
        return fail(`These cannot be added: ${nameKind(one)} and ${nameKind(two)}.`);
      charge(scope, one.length + two.length, source);
      return boundedList([...one, ...two], source);
    },
  });
}

function elaborateEquality(
  node: BinaryNode,
  {
    left,
    right,
    elaborator,
  }: { readonly left: Typed; readonly right: Typed; readonly elaborator: Elaborator },
): Typed {
  equalityProblem(node, { left: left.type, right: right.type, elaborator });
  const positive = node.op === "==";
  const parts = [left, right];
  const none = left.type.kind === "null" ? right : right.type.kind === "null" ? left : undefined;
  if (none !== undefined) {
    const { run } = none;
    return combine(parts, {
      type: BOOLEAN,
      run: positive
        ? (scope, locals) => run(scope, locals) === null
        : (scope, locals) => run(scope, locals) !== null,
    });
  }
  const extra = positive ? { shape: { kind: "equals", left, right } as const } : {};
  const [first, second] = [withoutNull(left.type).kind, withoutNull(right.type).kind];
  if (first === "row" && second === "row")
    return combine(parts, {
      type: BOOLEAN,
      run: elaborateIdentity(rowKey(left), rowKey(right), positive),
      extra,
    });
  const scalar = (kind: string): boolean =>
    kind === "number" || kind === "text" || kind === "boolean";
  if (scalar(first) || scalar(second))
    return combine(parts, {
      type: BOOLEAN,
      run: elaborateIdentity(left.run, right.run, positive),
      extra,
    });
  const [runLeft, runRight] = [left.run, right.run];
  const { source } = elaborator;
  return combine(parts, {
    type: BOOLEAN,
    run: (scope, locals) =>
      equalValues(runLeft(scope, locals), runRight(scope, locals), scope, source) === positive,
    extra,
  });
}

function elaborateIdentity(left: Evaluator, right: Evaluator, positive: boolean): Evaluator {
  return positive
    ? (scope, locals) => left(scope, locals) === right(scope, locals)
    : (scope, locals) => left(scope, locals) !== right(scope, locals);
}

function elaborateMembership(
  node: BinaryNode,
  {
    left,
    right,
    elaborator,
  }: { readonly left: Typed; readonly right: Typed; readonly elaborator: Elaborator },
): Typed {
  const { source } = elaborator;
  const list = withoutNull(right.type);
  if (list.kind === "list") {
    if (node.right.kind === "list" && node.right.items.every(isLiteral))
      for (const item of node.right.items)
        equalityProblem(
          { ...node, right: item },
          { left: left.type, right: literalType(item.value), elaborator },
        );
    else equalityProblem(node, { left: left.type, right: list.of, elaborator });
  } else if (list.kind !== "any" && list.kind !== "fields") {
    elaborator.problem(
      node.right,
      `\`in\` looks into a list, and \`${elaborator.text(node.right)}\` is ` +
        `${describeType(right.type)}.`,
    );
  }
  const extra = { shape: { kind: "member", item: left, list: right } as const };
  const fail = elaborator.failure(node.right);
  if (right.shape?.kind === "table") {
    const { table } = right.shape;
    const key = rowKey(left);
    return combine([left, right], {
      type: BOOLEAN,
      run: (scope, locals) => {
        const id = key(scope, locals);
        return typeof id === "string" && scope.world.get(table, id) !== undefined;
      },
      extra,
    });
  }
  const rows = withoutNull(left.type).kind === "row";
  const [runLeft, runRight] = [rows ? rowKey(left) : left.run, right.run];
  return combine([left, right], {
    type: BOOLEAN,
    run: (scope, locals) => {
      const item = runLeft(scope, locals);
      const whole = runRight(scope, locals);
      if (isFields(whole)) return typeof item === "string" && Object.hasOwn(whole, item);
      if (!isList(whole)) return fail(`A list is needed here, and this is ${nameKind(whole)}.`);
      charge(scope, whole.length, source);
      if (rows)
        return whole.some((element) =>
          isFields(element) ? element.id === item : element === item,
        );
      return whole.some((element) => equalValues(element, item, scope, source));
    },
    extra,
  });
}

export function elaborateLogic(node: LogicNode, bindings: Bindings, elaborator: Elaborator): Typed {
  const parts = node.parts.map((part) =>
    elaborator.elaborateAs(part, bindings, {
      wanted: BOOLEAN,
      role: `Both sides of \`${node.op}\``,
    }),
  );
  const stop = node.op === "||";
  const runs = parts.map((part, index) =>
    booleanRun(part.run, elaborator.failure(node.parts[index] ?? node)),
  );
  const [first, second] = runs;
  const pair: Evaluator | undefined =
    runs.length !== 2 || first === undefined || second === undefined
      ? undefined
      : stop
        ? (scope, locals) => first(scope, locals) || second(scope, locals)
        : (scope, locals) => first(scope, locals) && second(scope, locals);
  const run: Evaluator =
    pair ??
    ((scope, locals) => {
      for (const part of runs) if (part(scope, locals) === stop) return stop;
      return !stop;
    });
  return (
    shortCircuit(parts, stop) ??
    combine(parts, { type: BOOLEAN, run, extra: stop ? {} : { shape: { kind: "and", parts } } })
  );
}

/**
 * The operands that decide the result at compile time: `false && …` never evaluates its right side.
 */
function shortCircuit(parts: readonly Typed[], stop: boolean): Typed | undefined {
  return parts[0]?.constantNode?.value === stop ? constantNode(BOOLEAN, stop) : undefined;
}

/** Returns an evaluator that gives true or false, or fails. */
export function booleanRun(
  run: Evaluator,
  fail: Fail,
): (...args: Parameters<Evaluator>) => boolean {
  return (scope, locals) => {
    const value: Computed = run(scope, locals);
    return typeof value === "boolean"
      ? value
      : fail(`True or false is needed here, and this is ${nameKind(value)}.`);
  };
}

export function elaborateUnary(node: UnaryNode, bindings: Bindings, elaborator: Elaborator): Typed {
  const wanted = node.op === "!" ? BOOLEAN : NUMBER;
  const operand = elaborator.elaborateAs(node.operand, bindings, {
    wanted,
    role: `What \`${node.op}\` is applied to`,
  });
  const fail = elaborator.failure(node.operand);
  const { run } = operand;
  if (node.op === "!") {
    const holds = booleanRun(run, fail);
    return combine([operand], { type: BOOLEAN, run: (scope, locals) => !holds(scope, locals) });
  }
  return combine([operand], {
    type: NUMBER,
    run: (scope, locals) => {
      const value = run(scope, locals);
      return typeof value === "number"
        ? -value
        : fail(`A number is needed here, and this is ${nameKind(value)}.`);
    },
  });
}
