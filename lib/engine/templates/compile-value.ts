import { nearest } from "@/lib/domain/text/nearest";
import type { Computed } from "../expressions/contract";
import { describeType, literalType, withoutNull } from "../expressions/type-rules";
import { BOOLEAN, listOf, NUMBER, rowOf, type Type, type Span } from "../base/types";
import { definitionOf } from "../expressions/definition-call";
import { compileAttribute } from "./compile-attribute";
import { compileComparison, compileCondition, isTruthy } from "./compare";
import { compileDefinition } from "./definition-filter";
import { compileFilter } from "./filters";
import { type Compilation, type Frame, type CompiledValue, UNKNOWN_VALUE } from "./compilation";
import { isList } from "../expressions/values";
import type { PipedValue, Segment, ValueNode } from "./syntax";

/** Compiles a value with its filters; `start` wraps the value before them. */
export function compilePiped(
  piped: PipedValue,
  compilation: Compilation,
  start: (value: CompiledValue) => CompiledValue = (value) => value,
): CompiledValue {
  return piped.filters.reduce(
    (piece, filter) =>
      compileFilter(piece, {
        filter,
        args: filter.args.map((arg) => compileValue(arg, compilation)),
        compilation,
      }),
    start(compileValue(piped.value, compilation)),
  );
}

export function compileValue(value: ValueNode, compilation: Compilation): CompiledValue {
  switch (value.kind) {
    case "literal":
      return { type: literalType(value.value), run: () => value.value, constant: value.value };
    case "nothing":
      compilation.problem(
        value,
        `\`${compilation.text(value)}\` can only be compared with, as in \`view.posts == empty\`.`,
      );
      return UNKNOWN_VALUE;
    case "path":
      return value.segments.reduce(
        (piece, segment, index) =>
          compileSegment(piece, { segment, span: pathBefore(value, index), compilation }),
        compileRoot(value, compilation),
      );
    case "range":
      return compileRange(value, compilation);
    case "compare":
      return compileComparison(value, compilation, (inner) => compileValue(inner, compilation));
    case "logic": {
      const [left, right] = [value.left, value.right].map(
        (side) => compileCondition(compileValue(side, compilation), side, compilation).run,
      );
      if (left === undefined || right === undefined) return UNKNOWN_VALUE;
      const run =
        value.operator === "and"
          ? (frame: Frame) => isTruthy(left(frame)) && isTruthy(right(frame))
          : (frame: Frame) => isTruthy(left(frame)) || isTruthy(right(frame));
      return { type: BOOLEAN, run };
    }
    case "not": {
      const inner = compileCondition(
        compileValue(value.value, compilation),
        value.value,
        compilation,
      );
      return { type: BOOLEAN, run: (frame) => !isTruthy(inner.run(frame)) };
    }
  }
}

/** The span of a path before one of its segments. */
const pathBefore = (path: Extract<ValueNode, { kind: "path" }>, index: number): Span => {
  const last = index === 0 ? path.at : (path.segments[index - 1] ?? path.at);
  return { from: path.from, length: last.from + last.length - path.from };
};

function compileRoot(
  path: Extract<ValueNode, { kind: "path" }>,
  compilation: Compilation,
): CompiledValue {
  const { name } = path;
  const local = compilation.locals.get(name);
  if (local !== undefined) return local;
  const declared = Object.hasOwn(compilation.names, name) ? compilation.names[name] : undefined;
  if (declared !== undefined) {
    compilation.checkTaint(path.at, declared);
    return {
      type: declared,
      run: (frame) => frame.scope.vars[name] ?? null,
      own: compilation.isOwn(name),
    };
  }
  const shape = Object.hasOwn(compilation.schema.tables, name)
    ? compilation.schema.tables[name]
    : undefined;
  if (shape !== undefined && shape.kind !== "world")
    return { type: listOf(rowOf(name)), run: (frame) => frame.scope.world.rows(name) };
  const definition = definitionOf(compilation.schema, name);
  if (definition !== undefined)
    return compileDefinition(name, { definition, args: [], span: path.at, compilation });
  const known = [
    ...compilation.locals.keys(),
    ...Object.keys(compilation.names),
    ...Object.keys(compilation.schema.tables).filter((table) => table !== "world"),
  ];
  compilation.problem(path.at, `\`${name}\` is not defined here.`, nearest(name, known));
  return UNKNOWN_VALUE;
}

function compileSegment(
  owner: CompiledValue,
  {
    segment,
    span,
    compilation,
  }: { readonly segment: Segment; readonly span: Span; readonly compilation: Compilation },
): CompiledValue {
  const type = withoutNull(owner.type);
  if (segment.kind === "index") return compileIndex(owner, { type, segment, compilation });
  const { name } = segment;
  switch (type.kind) {
    case "row":
      return {
        ...compileAttribute(owner, { table: type.table, name, span: segment, compilation }),
        own: compilation.isOwn(`${compilation.text(span)}.${name}`),
      };
    case "fields": {
      const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
      if (field === undefined) {
        compilation.problem(
          segment,
          `\`${compilation.text(span)}\` has no value \`${name}\`.`,
          nearest(name, Object.keys(type.fields)),
        );
        return UNKNOWN_VALUE;
      }
      const whole = { from: span.from, length: segment.from + segment.length - span.from };
      compilation.checkTaint(whole, field);
      return {
        type: field,
        run: (frame) => readField(owner.run(frame), name),
        own: compilation.isOwn(`${compilation.text(span)}.${name}`),
      };
    }
    case "list":
      if (name === "size") return { type: NUMBER, run: (frame) => sizeOf(owner.run(frame)) };
      if (name === "first" || name === "last")
        return {
          type: type.of,
          run: (frame) => readElement(owner.run(frame), name === "first" ? 0 : -1),
        };
      compilation.problem(
        segment,
        `\`${compilation.text(span)}\` is ${describeType(type)}: use \`for\`, or \`| map: ` +
          `"${name}"\`.`,
      );
      return UNKNOWN_VALUE;
    case "text":
      if (name === "size") return { type: NUMBER, run: (frame) => sizeOf(owner.run(frame)) };
      break;
    case "any":
      return UNKNOWN_VALUE;
    default:
      break;
  }
  compilation.problem(
    segment,
    `\`${compilation.text(span)}\` is ${describeType(type)} and has no \`${name}\`.`,
  );
  return UNKNOWN_VALUE;
}

function compileIndex(
  owner: CompiledValue,
  {
    type,
    segment,
    compilation,
  }: {
    readonly type: Type;
    readonly segment: Extract<Segment, { kind: "index" }>;
    readonly compilation: Compilation;
  },
): CompiledValue {
  const index = compileValue(segment.index, compilation);
  if (type.kind === "any" || index.type.kind === "any") return UNKNOWN_VALUE;
  if (type.kind !== "list" || withoutNull(index.type).kind !== "number") {
    compilation.problem(
      segment,
      type.kind === "list"
        ? "A place in a list is a number."
        : `Only lists have places, and this is ${describeType(type)}.`,
    );
    return UNKNOWN_VALUE;
  }
  return { type: type.of, run: (frame) => readElement(owner.run(frame), index.run(frame)) };
}

const readField = (value: Computed, name: string): Computed =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? ((value as { readonly [field: string]: Computed })[name] ?? null)
    : null;

const sizeOf = (value: Computed): number =>
  isList(value) || typeof value === "string" ? value.length : 0;

function readElement(value: Computed, index: Computed): Computed {
  return isList(value) && typeof index === "number" ? (value.at(index) ?? null) : null;
}

const MAX_RANGE = 10_000;

function compileRange(
  value: Extract<ValueNode, { kind: "range" }>,
  compilation: Compilation,
): CompiledValue {
  const [first, last] = [value.first, value.last].map((end) => {
    const piece = compileValue(end, compilation);
    if (!["number", "any"].includes(withoutNull(piece.type).kind))
      compilation.problem(
        end,
        `A range goes from number to number, and this is ${describeType(piece.type)}.`,
      );
    return piece.run;
  });
  if (first === undefined || last === undefined) return UNKNOWN_VALUE;
  return {
    type: listOf(NUMBER),
    run: (frame) => {
      const [low, high] = [Number(first(frame)), Number(last(frame))];
      const count = Math.min(MAX_RANGE, Math.max(0, Math.floor(high - low) + 1));
      return Array.from({ length: Number.isNaN(count) ? 0 : count }, (_, index) => low + index);
    },
  };
}

/** Reports what `{{ … }}` cannot print: rows and lists have no text of their own. */
export function checkPrintable(
  piece: CompiledValue,
  span: Span,
  compilation: Compilation,
): CompiledValue {
  const type = withoutNull(piece.type);
  const shown = compilation.text(span);
  if (type.kind === "row")
    compilation.problem(
      span,
      `\`${shown}\` is ${describeType(type)}: print one of its attributes, as in \`{{ ` +
        `${shown}.${exampleAttribute(type.table, compilation)} }}\`.`,
    );
  if (type.kind === "fields")
    compilation.problem(
      span,
      `\`${shown}\` is ${describeType(type)}: print one of them ` +
        `(${Object.keys(type.fields).join(", ")}).`,
    );
  if (type.kind === "list") {
    const rows = withoutNull(type.of).kind === "row";
    compilation.problem(
      span,
      `\`${shown}\` is ${describeType(type)}: ` +
        (rows ? "go through it with `{% for … %}`." : 'add a filter, `| list` or `| join: ", "`.'),
    );
  }
  return piece;
}

const exampleAttribute = (table: string, compilation: Compilation): string =>
  Object.keys(compilation.fieldsOf(table) ?? {}).find(
    (field) => field !== "id" && compilation.readable(table, field, false),
  ) ?? "id";
