import { getOwn } from "../base/schema";
import {
  ANY,
  type Definition,
  listOf,
  nullableOf,
  type Schema,
  type Taint,
  type Type,
} from "../base/types";
import type { CallNode } from "./syntax";
import { NO_TAINT, taintOf, uniteTaints } from "./taint";
import { isNullableType } from "./type-rules";
import {
  assemble,
  type Binding,
  type Bindings,
  type Elaborator,
  type Evaluator,
  type Typed,
  unknownNode,
} from "./typed";

export const definitionOf = ({ definitions = {} }: Schema, name: string): Definition | undefined =>
  getOwn(definitions, name);

/** Writes a call with the names of the parameters: `wealth(who, year)`. */
export const describeCall = (name: string, { params }: Definition): string =>
  `${name}(${params.map((param) => param.name).join(", ")})`;

/**
 * Elaborates a call of a definition as if the body stood there, with the arguments in place of the
 * parameters: the same taint, draws, steps and use of indexes. An argument that takes more than
 * reading a name, a constant or an attribute is evaluated once, before the body.
 */
export function elaborateCall(
  call: CallNode,
  {
    definition,
    bindings,
    elaborator,
  }: {
    readonly definition: Definition;
    readonly bindings: Bindings;
    readonly elaborator: Elaborator;
  },
): Typed {
  const { params, returns } = definition;
  if (call.args.length !== params.length) {
    elaborator.problem(
      call,
      `Write \`${call.name}\` as \`${describeCall(call.name, definition)}\`.`,
    );
    return unknownNode();
  }
  const within = new Map<string, Binding>();
  const evaluated: { readonly slot: number; readonly value: Typed }[] = [];
  params.forEach(({ name, type: wanted }, index) => {
    const role = `The ${name} of \`${call.name}\``;
    const arg = elaborator.elaborateAs(call.args[index] ?? call, bindings, { wanted, role });
    const value = declareType(arg, wanted);
    if (isCheap(arg)) {
      within.set(name, { substitute: value });
      return;
    }
    const slot = elaborator.newSlot();
    within.set(name, { slot, type: value.type, taint: value.taint });
    evaluated.push({ slot, value });
  });
  const body = elaborator.elaborateBody(call, definition, within);
  const result = returns === undefined ? body : declareType(body, returns);
  return evaluated.length === 0 ? result : evaluateFirst(evaluated, result);
}

const isCheap = ({ constantNode, path, shape, draws }: Typed): boolean =>
  !draws &&
  (constantNode !== undefined ||
    path !== undefined ||
    shape?.kind === "attribute" ||
    shape?.kind === "table");

/** Stores the values of arguments in their slots before the body reads them. */
function evaluateFirst(
  evaluated: readonly { readonly slot: number; readonly value: Typed }[],
  body: Typed,
): Typed {
  const first =
    (run: Evaluator): Evaluator =>
    (scope, locals) => {
      for (const { slot, value } of evaluated) locals[slot] = value.run(scope, locals);
      return run(scope, locals);
    };
  const { key, maybe } = body;
  const whole = assemble([...evaluated.map(({ value }) => value), body], {
    type: body.type,
    run: first(body.run),
    extra: {
      // That of the arguments reaches the result through the body, unless it reveals them.
      taint: body.taint,
      ...(key === undefined ? {} : { key: first(key) }),
      ...(maybe === undefined ? {} : { maybe: first(maybe) }),
    },
  });
  const slots = evaluated.map(({ slot }) => slot);
  return { ...whole, reads: whole.reads.filter((slot) => !slots.includes(slot)) };
}

/** Gives a value the declared type, and keeps what is known of null, of privacy, and to be open. */
function declareType(typed: Typed, wanted: Type): Typed {
  const taint = uniteTaints(typed.taint, typeTaint(typed.type));
  return { ...typed, type: declaredType(typed.type, wanted), taint };
}

/** Returns the declared type of a value of type `given`: nullable or open if that is. */
export function declaredType(given: Type, wanted: Type): Type {
  if (isOpen(given)) return openType(given);
  return isNullableType(given) && !isNullableType(wanted) ? nullableOf(wanted) : wanted;
}

/** An open type without the taint of its parts. */
const openType = (type: Type): Type =>
  type.kind === "list"
    ? listOf(openType(type.of))
    : type.kind === "nullable"
      ? nullableOf(openType(type.of))
      : ANY;

const isOpen = (type: Type): boolean =>
  type.kind === "any" || ((type.kind === "list" || type.kind === "nullable") && isOpen(type.of));

/** Returns what a value of a type depends on, its elements included. */
export const typeTaint = (type: Type): Taint =>
  uniteTaints(
    taintOf(type),
    type.kind === "list" || type.kind === "nullable" ? typeTaint(type.of) : NO_TAINT,
  );
