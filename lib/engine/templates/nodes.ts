import { RESERVED_NAMES } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import { BoundsError, charge } from "../expressions/errors";
import { describeType, joinTypes, literalType, withoutNull } from "../expressions/type-rules";
import { LIMITS } from "../base/limits";
import { BOOLEAN, fieldsOf, NUMBER, TEXT, type Type, type Span } from "../base/types";
import { compileCondition, isEqual, isTruthy } from "./compare";
import {
  type Compilation,
  type CompiledValue,
  type Frame,
  type Local,
  printValue,
  resolveRow,
} from "./compilation";
import { isList } from "../expressions/values";
import type { Body, TemplateNode } from "./syntax";
import { compilePiped, checkPrintable, compileValue } from "./compile-value";

export type RenderNode = (frame: Frame) => void;

/** Compiles nodes in order; `break` and `continue` end the sequence. */
export function compileBody(body: Body, compilation: Compilation): RenderNode {
  const renders = body.map((node) => compileNode(node, compilation));
  const [only] = renders;
  if (only !== undefined && renders.length === 1) return only;
  return (frame) => {
    for (const render of renders) {
      render(frame);
      if (frame.jump !== "none") return;
    }
  };
}

function compileNode(node: TemplateNode, compilation: Compilation): RenderNode {
  switch (node.kind) {
    case "text":
      return (frame) => {
        frame.text += node.text;
      };
    case "output":
      return compileOutput(node, compilation);
    case "if":
      return compileIf(node, compilation);
    case "case":
      return compileCase(node, compilation);
    case "for":
      return compileFor(node, compilation);
    case "assign": {
      const piece = compilePiped(node.to, compilation);
      const slot = declareName(node, piece.type, compilation);
      return (frame) => {
        frame.slots[slot] = piece.run(frame);
      };
    }
    case "capture": {
      const render = compileBody(node.body, compilation);
      const slot = declareName(node, TEXT, compilation);
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

/** Compiles `{{ … }}`, which prints a value without one as nothing, and notes that. */
function compileOutput(
  { output }: Extract<TemplateNode, { kind: "output" }>,
  compilation: Compilation,
): RenderNode {
  const { value, filters } = output;
  const last = filters.at(-1)?.args.at(-1) ?? filters.at(-1) ?? value;
  const span: Span = { from: value.from, length: last.from + last.length - value.from };
  const written = compilation.text(span).replace(/\s+/g, " ");
  const note = (frame: Frame): void => void frame.scope.nullValues?.add(written);
  if (filters.length === 0) {
    const { run } = checkPrintable(compileValue(value, compilation), span, compilation);
    return (frame) => {
      const printed = run(frame);
      if (printed === null) note(frame);
      else frame.text += printValue(printed);
    };
  }
  // Filters of texts and lists take null as an empty one, and give back an empty text: no value
  // either, unless a default says that it may be empty.
  const hasDefault = filters.some(({ name }) => name === "default");
  const { run } = checkPrintable(compilePiped(output, compilation, noteStart), span, compilation);
  return (frame) => {
    frame.startsNull = false;
    const printed = run(frame);
    const text = printValue(printed);
    if (text !== "") frame.text += text;
    else if (printed === null || (frame.startsNull && !hasDefault)) note(frame);
  };
}

/** The same value, which notes in the frame that it is null. */
const noteStart = (start: CompiledValue): CompiledValue => ({
  ...start,
  run: (frame) => {
    const value = start.run(frame);
    if (value === null) frame.startsNull = true;
    return value;
  },
});

/** Declares a name of the template, which must not hide a name of the scenario. */
function declareName(
  node: Span & { readonly name: string },
  type: Type,
  compilation: Compilation,
): number {
  const { name } = node;
  const slot = compilation.newSlot();
  const earlier = compilation.locals.get(name);
  if (isTaken(name, compilation) || (earlier !== undefined && !compilation.assigned.has(name))) {
    compilation.problem(node, `\`${name}\` already has a meaning here: choose another name.`);
    return slot;
  }
  const both = earlier === undefined ? type : joinTypes(earlier.type, type);
  if (both === undefined && earlier !== undefined)
    compilation.problem(
      node,
      `\`${name}\` was ${describeType(earlier.type)} before and would become ` +
        `${describeType(type)}.`,
    );
  const shared = compilation.assigned.get(name) ?? slot;
  compilation.assigned.set(name, shared);
  compilation.locals.set(name, {
    type: both ?? { kind: "any" },
    run: (frame) => frame.slots[shared] ?? null,
  });
  return shared;
}

const isTaken = (name: string, compilation: Compilation): boolean =>
  Object.hasOwn(compilation.names, name) ||
  Object.hasOwn(compilation.schema.tables, name) ||
  RESERVED_NAMES.has(name) ||
  name === "forloop";

function compileIf(
  node: Extract<TemplateNode, { kind: "if" }>,
  compilation: Compilation,
): RenderNode {
  const branches = node.branches.map(({ test, negated, body }) => {
    const piece = compilePiped(test, compilation);
    const { run } =
      test.filters.length === 0 ? compileCondition(piece, test.value, compilation) : piece;
    return {
      holds: (frame: Frame) => isTruthy(run(frame)) !== negated,
      render: compileBody(body, compilation),
    };
  });
  const otherwise = compileBody(node.otherwise, compilation);
  return (frame) => {
    for (const { holds, render } of branches) if (holds(frame)) return render(frame);
    otherwise(frame);
  };
}

/** Compiles `case`; as in Liquid, every matching branch is rendered. */
function compileCase(
  node: Extract<TemplateNode, { kind: "case" }>,
  compilation: Compilation,
): RenderNode {
  const of = compilePiped(node.of, compilation);
  const options = of.type.kind === "text" ? of.type.options : undefined;
  const branches = node.branches.map(({ values, body }) => {
    const runs = values.map((value) => {
      const piece = compileValue(value, compilation);
      const never =
        options !== undefined &&
        typeof piece.constant === "string" &&
        !options.includes(piece.constant);
      if (never)
        compilation.problem(value, `This never happens: the value can be ${options.join(", ")}.`);
      else checkKinds(value, { left: of.type, right: piece.type, compilation });
      return piece.run;
    });
    return { runs, render: compileBody(body, compilation) };
  });
  const otherwise = compileBody(node.otherwise, compilation);
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

function checkKinds(
  span: Span,
  {
    left,
    right,
    compilation,
  }: { readonly left: Type; readonly right: Type; readonly compilation: Compilation },
): void {
  const [first, second] = [withoutNull(left), withoutNull(right)];
  if (
    first.kind === second.kind ||
    [first.kind, second.kind].some((kind) => kind === "any" || kind === "null")
  )
    return;
  compilation.problem(
    span,
    `This is ${describeType(right)}, and is compared with ${describeType(left)}: they are ` +
      "never equal.",
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

function compileFor(
  node: Extract<TemplateNode, { kind: "for" }>,
  compilation: Compilation,
): RenderNode {
  const list = compileValue(node.list, compilation);
  const type = withoutNull(list.type);
  if (type.kind !== "list" && type.kind !== "any")
    compilation.problem(
      node.list,
      `\`${compilation.text(node.list)}\` is ${describeType(type)}: \`for\` goes through a list.`,
    );
  if (isTaken(node.variable, compilation))
    compilation.problem(
      { from: node.from, length: node.length },
      `\`${node.variable}\` already has a meaning here: choose another name for the elements.`,
    );
  const element = type.kind === "list" ? type.of : ({ kind: "any" } as const);
  const [offset, limit] = [node.offset, node.limit].map((value) => {
    const piece = value === undefined ? undefined : compileValue(value, compilation);
    if (piece !== undefined && value !== undefined)
      checkKinds(value, { left: literalType(0), right: piece.type, compilation });
    return piece?.run;
  });
  const [slot, loopSlot] = [compilation.newSlot(), compilation.newSlot()];
  const outer = new Map(compilation.locals);
  compilation.locals.set(node.variable, elementLocal(element, slot));
  compilation.locals.set("forloop", {
    type: FORLOOP,
    run: (frame) => frame.slots[loopSlot] ?? null,
  });
  const body = compileBody(node.body, compilation);
  restoreNames(outer, [node.variable, "forloop"], compilation);
  const otherwise = compileBody(node.otherwise, compilation);
  const { source } = compilation;
  return (frame) => {
    const items = sliceElements(list.run(frame), {
      offset: offset?.(frame),
      limit: limit?.(frame),
      reversed: node.reversed,
    });
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

/** Ends the scope of a loop: its own names are removed, names assigned inside stay. */
function restoreNames(
  outer: ReadonlyMap<string, Local>,
  names: readonly string[],
  compilation: Compilation,
): void {
  for (const name of names) {
    const before = outer.get(name);
    if (before === undefined) compilation.locals.delete(name);
    else compilation.locals.set(name, before);
  }
}

/** Returns the elements to iterate; undefined when the list itself is empty, and `else` applies. */
function sliceElements(
  value: Computed,
  {
    offset,
    limit,
    reversed,
  }: {
    readonly offset: Computed | undefined;
    readonly limit: Computed | undefined;
    readonly reversed: boolean;
  },
): readonly Computed[] | undefined {
  if (!isList(value) || value.length === 0) return undefined;
  let items = value;
  if (typeof offset === "number") items = items.slice(offset);
  if (typeof limit === "number") items = items.slice(0, limit);
  return reversed ? [...items].reverse() : items;
}
