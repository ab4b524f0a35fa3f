import type { Schema, SourceProblem, Type } from "../base/types";
import type { Compiled, Computed, CompileExpression, Names, SourceNotes } from "./contract";
import { Elaboration, type Slots } from "./elaborate";
import { charge } from "./errors";
import { elaborateSortKey } from "./order";
import { parseExpression } from "./syntax";
import { withTaint } from "./taint";
import { describeType, literalType } from "./type-rules";
import { constantNode, type Bindings, type Locals, NO_BINDINGS, type Typed } from "./typed";

export type CompiledSource =
  | { readonly ok: true; readonly typed: Typed; readonly notes: SourceNotes }
  | { readonly ok: false; readonly problems: readonly SourceProblem[] };

export type SourceRequest = {
  readonly source: string | number | boolean;
  readonly schema: Schema;
  readonly names: Names;
  readonly slots: Slots;
  readonly bindings?: Bindings;
  readonly expected?: Type | undefined;
  /** Accepts an ordered category, too, as the position of its option. */
  readonly isSortKey?: boolean;
  readonly prefix?: string;
  /** The name of the result in messages. */
  readonly role?: string;
};

/** Checks and compiles one source that shares its slots with other sources. */
export function compileSource({
  source,
  schema,
  names,
  slots,
  bindings = NO_BINDINGS,
  expected,
  isSortKey = false,
  prefix = "",
  role = "The result",
}: SourceRequest): CompiledSource {
  const text = String(source);
  const elaborator = new Elaboration(text, schema, names, slots, prefix);
  if (typeof source !== "string") {
    const typed = constantNode(literalType(source), source);
    return expected === undefined ||
      expected.kind === "any" ||
      expected.kind === typed.type.kind ||
      (expected.kind === "nullable" && expected.of.kind === typed.type.kind)
      ? { ok: true, typed, notes: elaborator.notes }
      : {
          ok: false,
          problems: [
            {
              message:
                `${role} must be ${describeType(expected)}, and \`${text}\` is ` +
                `${describeType(typed.type)}.`,
              from: 0,
              length: text.length,
            },
          ],
        };
  }
  const parsed = parseExpression(source);
  if (!parsed.ok) return { ok: false, problems: [parsed.problem] };
  const typed = isSortKey
    ? elaborateSortKey(parsed.node, bindings, { role, elaborator })
    : expected === undefined
      ? elaborator.elaborate(parsed.node, bindings)
      : elaborator.elaborateAs(parsed.node, bindings, { wanted: expected, role });
  const problems = [...elaborator.problems].sort(
    (left, right) => left.from - right.from || left.length - right.length,
  );
  return problems.length === 0
    ? { ok: true, typed, notes: elaborator.notes }
    : { ok: false, problems };
}

const NO_LOCALS: Locals = [];

/** Creates fresh locals; counters of draws start at 0. */
export const createLocals = (count: number): Locals =>
  count === 0 ? NO_LOCALS : new Array<Computed>(count).fill(0);

/**
 * Compiles one expression against declarations.
 *
 * Evaluation throws an `EvaluationError` (with span and reason) when a value is null or missing
 * where one is needed, a `BoundsError` when the budget of steps is used up, and nothing else.
 * Numbers follow IEEE 754: dividing by zero gives an infinity or NaN, which is rejected when
 * stored. Draws are named after their function and its ordinal in the source, and count up within
 * one evaluation; two expressions that are given the same `Draws` draw the same numbers.
 */
export const compileExpression: CompileExpression = (source, schema, names, expected) => {
  const slots: Slots = { used: 0 };
  const piece = compileSource({ source, schema, names, slots, expected });
  return piece.ok ? { ok: true, compiled: toCompiled(String(source), piece, slots.used) } : piece;
};

function toCompiled(
  source: string,
  { typed, notes }: Extract<CompiledSource, { ok: true }>,
  slots: number,
): Compiled {
  const { type, run, cost, constantNode: constant, taint, path } = typed;
  const known = {
    source,
    type: withTaint(type, taint),
    notes,
    ...(path === undefined ? {} : { path }),
  };
  if (constant !== undefined) return { ...known, constant, evaluate: () => constant.value };
  if (slots === 0)
    return {
      ...known,
      evaluate: (scope) => {
        charge(scope, cost, source);
        return run(scope, NO_LOCALS);
      },
    };
  return {
    ...known,
    evaluate: (scope) => {
      charge(scope, cost, source);
      return run(scope, createLocals(slots));
    },
  };
}
