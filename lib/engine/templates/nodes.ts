import { RESERVED_NAMES } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import { BoundsError, charge } from "../expressions/errors";
import { describeType, joinTypes, literalType, withoutNull } from "../expressions/type-rules";
import { LIMITS } from "../base/limits";
import { BOOLEAN, fieldsOf, NUMBER, TEXT, type Type } from "../base/types";
import { compileCondition, isEqual, isTruthy } from "./compare";
import {
  type Compilation,
  type Frame,
  isList,
  type Local,
  printValue,
  resolveRow,
} from "./compilation";
import type { Body, Node, Span } from "./syntax";
import { compilePiped, checkPrintable, compileValue } from "./compile-value";

export type Render = (frame: Frame) => void;

/** Nodes in order; a `break` or `continue` ends them. */
export function compileBody(body: Body, within: Compilation): Render {
  const renders = body.map((node) => compileNode(node, within));
  const [only] = renders;
  if (only !== undefined && renders.length === 1) return only;
  return (frame) => {
    for (const render of renders) {
      render(frame);
      if (frame.jump !== "none") return;
    }
  };
}

function compileNode(node: Node, within: Compilation): Render {
  switch (node.kind) {
    case "text":
      return (frame) => {
        frame.text += node.text;
      };
    case "output": {
      const { value, filters } = node.output;
      const last = filters.at(-1)?.args.at(-1) ?? filters.at(-1) ?? value;
      const span: Span = { from: value.from, length: last.from + last.length - value.from };
      const { run } = checkPrintable(compilePiped(node.output, within), span, within);
      return (frame) => {
        frame.text += printValue(run(frame));
      };
    }
    case "if":
      return compileIf(node, within);
    case "case":
      return compileCase(node, within);
    case "for":
      return compileFor(node, within);
    case "assign": {
      const piece = compilePiped(node.to, within);
      const slot = declareName(node, piece.type, within);
      return (frame) => {
        frame.slots[slot] = piece.run(frame);
      };
    }
    case "capture": {
      const render = compileBody(node.body, within);
      const slot = declareName(node, TEXT, within);
      return (frame) => {
        const before = frame.text;
        frame.text = "";
        render(frame);
        frame.slots[slot] = frame.text;
        frame.text = before;
      };
    }
    case "break":
    case "continue":
      return (frame) => {
        frame.jump = node.kind;
      };
  }
}

/** A name of the template itself. It must not hide what the scenario calls so. */
function declareName(
  node: Span & { readonly name: string },
  type: Type,
  within: Compilation,
): number {
  const { name } = node;
  const slot = within.newSlot();
  const earlier = within.locals.get(name);
  if (isTaken(name, within) || (earlier !== undefined && !within.assigned.has(name))) {
    within.problem(node, `\`${name}\` already has a meaning here: choose another name.`);
    return slot;
  }
  const both = earlier === undefined ? type : joinTypes(earlier.type, type);
  if (both === undefined && earlier !== undefined)
    within.problem(
      node,
      `\`${name}\` was ${describeType(earlier.type)} before and would become ${describeType(type)}.`,
    );
  const shared = within.assigned.get(name) ?? slot;
  within.assigned.set(name, shared);
  within.locals.set(name, {
    type: both ?? { kind: "any" },
    run: (frame) => frame.slots[shared] ?? null,
  });
  return shared;
}

const isTaken = (name: string, within: Compilation): boolean =>
  Object.hasOwn(within.names, name) ||
  Object.hasOwn(within.schema.tables, name) ||
  RESERVED_NAMES.has(name) ||
  name === "forloop";

function compileIf(node: Extract<Node, { kind: "if" }>, within: Compilation): Render {
  const branches = node.branches.map(({ test, negated, body }) => {
    const piece = compilePiped(test, within);
    const { run } = test.filters.length === 0 ? compileCondition(piece, test.value, within) : piece;
    return {
      holds: (frame: Frame) => isTruthy(run(frame)) !== negated,
      render: compileBody(body, within),
    };
  });
  const otherwise = compileBody(node.otherwise, within);
  return (frame) => {
    for (const { holds, render } of branches) if (holds(frame)) return render(frame);
    otherwise(frame);
  };
}

/** As in Liquid, every branch that fits is rendered. */
function compileCase(node: Extract<Node, { kind: "case" }>, within: Compilation): Render {
  const of = compilePiped(node.of, within);
  const options = of.type.kind === "text" ? of.type.options : undefined;
  const branches = node.branches.map(({ values, body }) => {
    const runs = values.map((value) => {
      const piece = compileValue(value, within);
      const never =
        options !== undefined &&
        typeof piece.constant === "string" &&
        !options.includes(piece.constant);
      if (never)
        within.problem(value, `This never happens: the value can be ${options.join(", ")}.`);
      else checkKinds(value, of.type, piece.type, within);
      return piece.run;
    });
    return { runs, render: compileBody(body, within) };
  });
  const otherwise = compileBody(node.otherwise, within);
  return (frame) => {
    const target = of.run(frame);
    let hit = false;
    for (const { runs, render } of branches) {
      if (!runs.some((run) => isEqual(target, run(frame)))) continue;
      hit = true;
      render(frame);
    }
    if (!hit) otherwise(frame);
  };
}

function checkKinds(span: Span, left: Type, right: Type, within: Compilation): void {
  const [first, second] = [withoutNull(left), withoutNull(right)];
  if (
    first.kind === second.kind ||
    [first.kind, second.kind].some((kind) => kind === "any" || kind === "null")
  )
    return;
  within.problem(
    span,
    `This is ${describeType(right)}, and is compared with ${describeType(left)}: they are never equal.`,
  );
}

const FORLOOP = fieldsOf({
  index: NUMBER,
  index0: NUMBER,
  rindex: NUMBER,
  rindex0: NUMBER,
  length: NUMBER,
  first: BOOLEAN,
  last: BOOLEAN,
});

function compileFor(node: Extract<Node, { kind: "for" }>, within: Compilation): Render {
  const list = compileValue(node.list, within);
  const type = withoutNull(list.type);
  if (type.kind !== "list" && type.kind !== "any")
    within.problem(
      node.list,
      `\`${within.text(node.list)}\` is ${describeType(type)}: \`for\` goes through a list.`,
    );
  if (isTaken(node.variable, within))
    within.problem(
      { from: node.from, length: node.length },
      `\`${node.variable}\` already has a meaning here: choose another name for the elements.`,
    );
  const element = type.kind === "list" ? type.of : ({ kind: "any" } as const);
  const [offset, limit] = [node.offset, node.limit].map((value) => {
    const piece = value === undefined ? undefined : compileValue(value, within);
    if (piece !== undefined && value !== undefined)
      checkKinds(value, literalType(0), piece.type, within);
    return piece?.run;
  });
  const [slot, loopSlot] = [within.newSlot(), within.newSlot()];
  const outer = new Map(within.locals);
  within.locals.set(node.variable, elementLocal(element, slot));
  within.locals.set("forloop", { type: FORLOOP, run: (frame) => frame.slots[loopSlot] ?? null });
  const body = compileBody(node.body, within);
  restoreNames(outer, [node.variable, "forloop"], within);
  const otherwise = compileBody(node.otherwise, within);
  const { source } = within;
  return (frame) => {
    const items = sliceElements(list.run(frame), offset?.(frame), limit?.(frame), node.reversed);
    if (items === undefined) return otherwise(frame);
    const { length } = items;
    for (let index = 0; index < length; index += 1) {
      charge(frame.scope, 1, source);
      frame.slots[slot] = items[index] ?? null;
      frame.slots[loopSlot] = {
        index: index + 1,
        index0: index,
        rindex: length - index,
        rindex0: length - index - 1,
        length,
        first: index === 0,
        last: index === length - 1,
      };
      body(frame);
      const { jump } = frame;
      frame.jump = "none";
      if (jump === "break") break;
      if (frame.text.length > LIMITS.promptCharacters)
        throw new BoundsError(
          source,
          `it made a text of more than ${LIMITS.promptCharacters} characters`,
        );
    }
  };
}

function elementLocal(type: Type, slot: number): Local {
  const of = withoutNull(type);
  if (of.kind !== "row") return { type, run: (frame) => frame.slots[slot] ?? null };
  return { type, run: (frame) => resolveRow(frame.slots[slot] ?? null, of.table, frame) };
}

/** Names assigned inside a loop stay; those of the loop itself go. */
function restoreNames(
  outer: ReadonlyMap<string, Local>,
  names: readonly string[],
  within: Compilation,
): void {
  for (const name of names) {
    const before = outer.get(name);
    if (before === undefined) within.locals.delete(name);
    else within.locals.set(name, before);
  }
}

/** The elements to go through; undefined when the list itself is empty, which is when `else` applies. */
function sliceElements(
  value: Computed,
  offset: Computed | undefined,
  limit: Computed | undefined,
  reversed: boolean,
): readonly Computed[] | undefined {
  if (!isList(value) || value.length === 0) return undefined;
  let items = value;
  if (typeof offset === "number") items = items.slice(offset);
  if (typeof limit === "number") items = items.slice(0, limit);
  return reversed ? [...items].reverse() : items;
}
