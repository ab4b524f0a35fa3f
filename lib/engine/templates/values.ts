import { nearest } from "@/lib/domain/text/nearest";
import type { Computed } from "../expressions/contract";
import { describe, literalType, present } from "../expressions/type-rules";
import { BOOLEAN, listOf, NUMBER, rowOf, type Type } from "../base/types";
import { attributePiece } from "./attribute";
import { comparePiece, condition, truthy } from "./compare";
import { filterPiece } from "./filters";
import { type Compilation, type Frame, isList, type Piece, UNKNOWN } from "./piece";
import type { Piped, Segment, Span, Value } from "./syntax";

/** A value with its filters. */
export function pipedPiece(piped: Piped, within: Compilation): Piece {
  return piped.filters.reduce(
    (piece, filter) =>
      filterPiece(
        piece,
        filter,
        filter.args.map((arg) => valuePiece(arg, within)),
        within,
      ),
    valuePiece(piped.value, within),
  );
}

export function valuePiece(value: Value, within: Compilation): Piece {
  switch (value.kind) {
    case "literal":
      return { type: literalType(value.value), run: () => value.value, constant: value.value };
    case "nothing":
      within.problem(
        value,
        `\`${within.text(value)}\` can only be compared with, as in \`view.posts == empty\`.`,
      );
      return UNKNOWN;
    case "path":
      return value.segments.reduce(
        (piece, segment, index) => segmentPiece(piece, segment, before(value, index), within),
        rootPiece(value, within),
      );
    case "range":
      return rangePiece(value, within);
    case "compare":
      return comparePiece(value, within, (inner) => valuePiece(inner, within));
    case "logic": {
      const [left, right] = [value.left, value.right].map(
        (side) => condition(valuePiece(side, within), side, within).run,
      );
      if (left === undefined || right === undefined) return UNKNOWN;
      const run =
        value.operator === "and"
          ? (frame: Frame) => truthy(left(frame)) && truthy(right(frame))
          : (frame: Frame) => truthy(left(frame)) || truthy(right(frame));
      return { type: BOOLEAN, run };
    }
    case "not": {
      const inner = condition(valuePiece(value.value, within), value.value, within);
      return { type: BOOLEAN, run: (frame) => !truthy(inner.run(frame)) };
    }
  }
}

/** The part of a path before one of its segments. */
const before = (path: Extract<Value, { kind: "path" }>, index: number): Span => {
  const last = index === 0 ? path.at : (path.segments[index - 1] ?? path.at);
  return { from: path.from, length: last.from + last.length - path.from };
};

function rootPiece(path: Extract<Value, { kind: "path" }>, within: Compilation): Piece {
  const { name } = path;
  const local = within.locals.get(name);
  if (local !== undefined) return local;
  const declared = Object.hasOwn(within.names, name) ? within.names[name] : undefined;
  if (declared !== undefined) {
    return {
      type: declared,
      run: (frame) => frame.scope.vars[name] ?? null,
      own: within.isOwn(name),
    };
  }
  const shape = Object.hasOwn(within.schema.tables, name) ? within.schema.tables[name] : undefined;
  if (shape !== undefined && shape.kind !== "world")
    return { type: listOf(rowOf(name)), run: (frame) => frame.scope.world.rows(name) };
  const known = [
    ...within.locals.keys(),
    ...Object.keys(within.names),
    ...Object.keys(within.schema.tables).filter((table) => table !== "world"),
  ];
  within.problem(path.at, `There is nothing called \`${name}\` here.`, nearest(name, known));
  return UNKNOWN;
}

function segmentPiece(owner: Piece, segment: Segment, span: Span, within: Compilation): Piece {
  const type = present(owner.type);
  if (segment.kind === "index") return indexPiece(owner, type, segment, within);
  const { name } = segment;
  switch (type.kind) {
    case "row":
      return {
        ...attributePiece(owner, type.table, name, segment, within),
        own: within.isOwn(`${within.text(span)}.${name}`),
      };
    case "fields": {
      const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
      if (field === undefined) {
        within.problem(
          segment,
          `\`${within.text(span)}\` has no value \`${name}\`.`,
          nearest(name, Object.keys(type.fields)),
        );
        return UNKNOWN;
      }
      return {
        type: field,
        run: (frame) => fieldOf(owner.run(frame), name),
        own: within.isOwn(`${within.text(span)}.${name}`),
      };
    }
    case "list":
      if (name === "size") return { type: NUMBER, run: (frame) => sizeOf(owner.run(frame)) };
      if (name === "first" || name === "last")
        return {
          type: type.of,
          run: (frame) => elementOf(owner.run(frame), name === "first" ? 0 : -1),
        };
      within.problem(
        segment,
        `\`${within.text(span)}\` is ${describe(type)}: use \`for\`, or \`| map: "${name}"\`.`,
      );
      return UNKNOWN;
    case "text":
      if (name === "size") return { type: NUMBER, run: (frame) => sizeOf(owner.run(frame)) };
      break;
    case "any":
      return UNKNOWN;
    default:
      break;
  }
  within.problem(segment, `\`${within.text(span)}\` is ${describe(type)} and has no \`${name}\`.`);
  return UNKNOWN;
}

function indexPiece(
  owner: Piece,
  type: Type,
  segment: Extract<Segment, { kind: "index" }>,
  within: Compilation,
): Piece {
  const index = valuePiece(segment.index, within);
  if (type.kind === "any" || index.type.kind === "any") return UNKNOWN;
  if (type.kind !== "list" || present(index.type).kind !== "number") {
    within.problem(
      segment,
      type.kind === "list"
        ? "A place in a list is a number."
        : `Only lists have places, and this is ${describe(type)}.`,
    );
    return UNKNOWN;
  }
  return { type: type.of, run: (frame) => elementOf(owner.run(frame), index.run(frame)) };
}

const fieldOf = (value: Computed, name: string): Computed =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? ((value as { readonly [field: string]: Computed })[name] ?? null)
    : null;

const sizeOf = (value: Computed): number =>
  isList(value) || typeof value === "string" ? value.length : 0;

function elementOf(value: Computed, index: Computed): Computed {
  return isList(value) && typeof index === "number" ? (value.at(index) ?? null) : null;
}

const LONGEST_RANGE = 10_000;

function rangePiece(value: Extract<Value, { kind: "range" }>, within: Compilation): Piece {
  const [first, last] = [value.first, value.last].map((end) => {
    const piece = valuePiece(end, within);
    if (!["number", "any"].includes(present(piece.type).kind))
      within.problem(
        end,
        `A range goes from number to number, and this is ${describe(piece.type)}.`,
      );
    return piece.run;
  });
  if (first === undefined || last === undefined) return UNKNOWN;
  return {
    type: listOf(NUMBER),
    run: (frame) => {
      const [low, high] = [Number(first(frame)), Number(last(frame))];
      const count = Math.min(LONGEST_RANGE, Math.max(0, Math.floor(high - low) + 1));
      return Array.from({ length: Number.isNaN(count) ? 0 : count }, (_, index) => low + index);
    },
  };
}

/** What `{{ … }}` may print: not rows or lists, which have no text of their own. */
export function printable(piece: Piece, span: Span, within: Compilation): Piece {
  const type = present(piece.type);
  const shown = within.text(span);
  if (type.kind === "row")
    within.problem(
      span,
      `\`${shown}\` is ${describe(type)}: print one of its attributes, as in \`{{ ${shown}.${exampleAttribute(type.table, within)} }}\`.`,
    );
  if (type.kind === "fields")
    within.problem(
      span,
      `\`${shown}\` is ${describe(type)}: print one of them (${Object.keys(type.fields).join(", ")}).`,
    );
  if (type.kind === "list") {
    const rows = present(type.of).kind === "row";
    within.problem(
      span,
      `\`${shown}\` is ${describe(type)}: ${rows ? "go through it with `{% for … %}`" : 'add a filter, `| list` or `| join: ", "`'}.`,
    );
  }
  return piece;
}

const exampleAttribute = (table: string, within: Compilation): string =>
  Object.keys(within.fieldsOf(table) ?? {}).find(
    (field) => field !== "id" && within.readable(table, field, false),
  ) ?? "id";
