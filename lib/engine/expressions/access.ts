import { nearest } from "@/lib/domain/text/nearest";
import { ANY, BOOLEAN, type Taint, type Type } from "../base/types";
import type { Computed, Scope } from "./contract";
import { charge } from "./errors";
import { definitionOf, describeCall } from "./definition-call";
import type { FieldNode, IndexNode, NameNode, ExpressionNode } from "./syntax";
import { attributeTaint, taintOf, uniteTaints } from "./taint";
import { describeType, withoutNull } from "./type-rules";
import {
  combine,
  constantNode,
  type Elaborator,
  type Bindings,
  rowIdOf,
  leafNode,
  type Evaluator,
  type Typed,
  unknownNode,
} from "./typed";
import { isFields, isList, nameKind } from "./values";

/** Elaborates a lambda variable, a name of the scope, or a table. */
export function elaborateName(node: NameNode, bindings: Bindings, elaborator: Elaborator): Typed {
  const { name } = node;
  const bound = bindings.get(name);
  if (bound !== undefined && "substitute" in bound) return bound.substitute;
  if (bound !== undefined) {
    const { slot, type, taint } = bound;
    const shape = { kind: "attribute", slot, attribute: "id", ref: false } as const;
    return leafNode(type, (_scope, locals) => locals[slot] ?? null, {
      reads: [slot],
      taint,
      ...(withoutNull(type).kind === "row" ? { shape } : {}),
    });
  }
  const declared = Object.hasOwn(elaborator.names, name) ? elaborator.names[name] : undefined;
  if (declared !== undefined) {
    const fail = elaborator.failure(node);
    const read: Evaluator = ({ vars }) =>
      vars[name] ?? (vars[name] === null ? null : fail(`\`${name}\` has no value here.`));
    return leafNode(declared, resolveRef(declared, read), { taint: taintOf(declared), path: name });
  }
  const shape = tableShape(name, elaborator);
  if (shape !== undefined) {
    const type: Type = { kind: "row", table: name };
    if (shape.kind === "world")
      return leafNode(type, ({ world }) => world.rows(name)[0] ?? null, { path: name });
    return leafNode({ kind: "list", of: type }, ({ world }) => world.rows(name), {
      shape: { kind: "table", table: name },
    });
  }
  const definition = definitionOf(elaborator.schema, name);
  if (definition !== undefined) {
    const call = describeCall(name, definition);
    elaborator.problem(node, `\`${name}\` is a definition: write \`${call}\`.`, call);
    return unknownNode();
  }
  const known = [
    ...bindings.keys(),
    ...Object.keys(elaborator.names),
    ...Object.keys(elaborator.schema.tables),
  ];
  elaborator.problem(node, `\`${name}\` is not defined here.`, nearest(name, known));
  return unknownNode();
}

const tableShape = (name: string, elaborator: Elaborator) =>
  Object.hasOwn(elaborator.schema.tables, name) ? elaborator.schema.tables[name] : undefined;

export function elaborateField(node: FieldNode, bindings: Bindings, elaborator: Elaborator): Typed {
  const target = elaborator.elaborate(node.target, bindings);
  const type = withoutNull(target.type);
  const fields = fieldsOfType(type, elaborator);
  if (fields === undefined) {
    if (type.kind !== "any") elaborator.problem(node.at, reportNoFields(node, type, elaborator));
    return elaborateAttribute(node, { target, type: ANY, elaborator });
  }
  const found = Object.hasOwn(fields, node.name) ? fields[node.name] : undefined;
  if (found !== undefined) return elaborateAttribute(node, { target, type: found, elaborator });
  const owner = type.kind === "row" ? type.table : elaborator.text(node.target);
  elaborator.problem(
    node.at,
    `${owner} has no ${type.kind === "row" ? "attribute" : "value"} \`${node.name}\`.`,
    nearest(node.name, Object.keys(fields)),
  );
  return unknownNode();
}

function fieldsOfType(
  type: Type,
  elaborator: Elaborator,
): Readonly<Record<string, Type>> | undefined {
  if (type.kind === "fields") return type.fields;
  return type.kind === "row" ? tableShape(type.table, elaborator)?.fields : undefined;
}

function reportNoFields(node: FieldNode, type: Type, elaborator: Elaborator): string {
  const owner = elaborator.text(node.target);
  if (type.kind === "list")
    return (
      `\`${owner}\` is ${describeType(type)}: write \`${owner}.map(x, x.${node.name})\` for ` +
      `the \`${node.name}\` of each.`
    );
  if (type.kind === "row") return `Unknown table: \`${type.table}\`.`;
  return `\`${owner}\` is ${describeType(type)} and has no attributes.`;
}

function elaborateAttribute(
  node: FieldNode,
  {
    target,
    type,
    elaborator,
  }: { readonly target: Typed; readonly type: Type; readonly elaborator: Elaborator },
): Typed {
  const { name } = node;
  const { run } = target;
  const failNull = elaborator.nullFailure(node.target);
  const fail = elaborator.failure(node.at);
  const missing = (value: Computed): never => {
    if (value === null)
      return failNull(`\`${elaborator.text(node.target)}\` is null and has no \`${name}\`.`);
    return fail(
      isFields(value) ? `\`${name}\` has no value here.` : `${nameKind(value)} has no \`${name}\`.`,
    );
  };
  // Names such as `constructor` exist on every object; all other names only when declared.
  const inherited = name in Object.prototype || withoutNull(target.type).kind === "any";
  const read: Evaluator = (scope, locals) => {
    const owner = run(scope, locals);
    if (!isFields(owner) || (inherited && !Object.hasOwn(owner, name))) return missing(owner);
    return owner[name] ?? (owner[name] === null ? null : missing(owner));
  };
  const from = target.maybe ?? run;
  const maybe: Evaluator = (scope, locals) => {
    const owner = from(scope, locals);
    return isFields(owner) && Object.hasOwn(owner, name) ? (owner[name] ?? null) : null;
  };
  const ref = withoutNull(type).kind === "row";
  const inSlot =
    target.shape?.kind === "attribute" &&
    target.shape.attribute === "id" &&
    withoutNull(target.type).kind === "row"
      ? target.shape.slot
      : undefined;
  return combine([target], {
    type,
    run: resolveRef(type, read),
    extra: {
      taint: uniteTaints(target.taint, fieldTaint(name, { target, type, elaborator })),
      ...(target.path === undefined ? {} : { path: `${target.path}.${name}` }),
      maybe: resolveRef(type, maybe),
      ...(ref ? { key: (scope: Scope, locals: Computed[]) => rowIdOf(read(scope, locals)) } : {}),
      ...(inSlot === undefined
        ? {}
        : { shape: { kind: "attribute", slot: inSlot, attribute: name, ref } as const }),
    },
  });
}

/** The taint that reading a field adds: that of a named value, or that of a private attribute. */
function fieldTaint(
  name: string,
  {
    target,
    type,
    elaborator,
  }: { readonly target: Typed; readonly type: Type; readonly elaborator: Elaborator },
): Taint {
  const owner = withoutNull(target.type);
  if (owner.kind === "fields") return taintOf(type);
  return attributeTaint(elaborator.schema, {
    table: owner.kind === "row" ? owner.table : undefined,
    attribute: name,
    owner: target.path,
  });
}

/**
 * Reads a ref, which is stored as an id, as its row; null when the row does not exist (any more).
 */
export function resolveRef(type: Type, read: Evaluator): Evaluator {
  const inner = withoutNull(type);
  if (inner.kind === "row") {
    const { table } = inner;
    return (scope, locals) => {
      const value = read(scope, locals);
      return typeof value === "string" ? (scope.world.get(table, value) ?? null) : value;
    };
  }
  if (inner.kind === "list" && withoutNull(inner.of).kind === "row") {
    const of = withoutNull(inner.of);
    const table = of.kind === "row" ? of.table : "";
    return (scope, locals) => {
      const value = read(scope, locals);
      if (!isList(value) || !value.some((item) => typeof item === "string")) return value;
      return value.map((item) =>
        typeof item === "string" ? (scope.world.get(table, item) ?? null) : item,
      );
    };
  }
  return read;
}

export function elaborateIndex(node: IndexNode, bindings: Bindings, elaborator: Elaborator): Typed {
  const target = elaborator.elaborate(node.target, bindings);
  const index = elaborator.elaborate(node.index, bindings);
  const type = withoutNull(target.type);
  const fail = elaborator.failure(node);
  const [run, at] = [target.run, index.run];
  let result: Type = ANY;
  if (type.kind === "list") {
    result = type.of;
    if (!["number", "any"].includes(withoutNull(index.type).kind))
      elaborator.problem(
        node.index,
        `A place in a list is a number, and \`${elaborator.text(node.index)}\` is ` +
          `${describeType(index.type)}.`,
      );
  } else if (type.kind === "fields") {
    const name = index.constantNode?.value;
    const found =
      typeof name === "string" && Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
    if (typeof name === "string" && found === undefined)
      elaborator.problem(
        node.index,
        `\`${elaborator.text(node.target)}\` has no value \`${name}\`.`,
        nearest(name, Object.keys(type.fields)),
      );
    result = found ?? ANY;
  } else if (type.kind !== "any") {
    elaborator.problem(
      node,
      `\`${elaborator.text(node.target)}\` is ${describeType(target.type)}: only lists have ` +
        "places.",
    );
  }
  return combine([target, index], {
    type: result,
    extra: {
      taint: [target.taint, index.taint, indexTaint(index, { type, result, elaborator })].reduce(
        uniteTaints,
      ),
    },
    run: resolveRef(result, (scope, locals) => {
      const whole = run(scope, locals);
      const index = at(scope, locals);
      if (isList(whole)) {
        const item =
          typeof index === "number" && Number.isInteger(index) ? whole[index] : undefined;
        return (
          item ??
          (item === null
            ? null
            : fail(
                `The list has ${whole.length} elements, counted from 0; there is none at ` +
                  `${String(index)}.`,
              ))
        );
      }
      if (!isFields(whole) || typeof index !== "string" || !Object.hasOwn(whole, index))
        return fail(`There is nothing at ${nameKind(index)} in ${nameKind(whole)}.`);
      return whole[index] ?? null;
    }),
  });
}

/**
 * The taint that an index adds. Rows of an unknown table can be read by index too, so that any
 * attribute of this name may be meant, or any at all.
 */
function indexTaint(
  index: Typed,
  {
    type,
    result,
    elaborator: { schema },
  }: { readonly type: Type; readonly result: Type; readonly elaborator: Elaborator },
): Taint {
  if (type.kind !== "any") return taintOf(result);
  if (withoutNull(index.type).kind === "number") return [];
  const name = index.constantNode?.value;
  const names =
    typeof name === "string"
      ? [name]
      : Object.values(schema.tables).flatMap(({ hidden = {} }) => Object.keys(hidden));
  return [...new Set(names)]
    .map((attribute) => attributeTaint(schema, { table: undefined, attribute, owner: undefined }))
    .reduce(uniteTaints, []);
}

/**
 * `has(a.b)`: whether the value exists and is not null; a null row on the path gives false instead
 * of an error.
 */
export function elaborateHas(
  node: ExpressionNode,
  bindings: Bindings,
  elaborator: Elaborator,
): Typed {
  const typed = elaborator.elaborate(node, bindings);
  if (node.kind !== "field")
    elaborator.problem(node, "`has` asks about an attribute, as in `has(arg.whom)`.");
  const run = typed.maybe ?? typed.run;
  return combine([typed], { type: BOOLEAN, run: (scope, locals) => run(scope, locals) !== null });
}

export function elaborateList(
  items: readonly ExpressionNode[],
  {
    bindings,
    elaborator,
    joinTypes,
  }: {
    readonly bindings: Bindings;
    readonly elaborator: Elaborator;
    readonly joinTypes: (left: Type, right: Type) => Type | undefined;
  },
): Typed {
  const parts = items.map((item) => elaborator.elaborate(item, bindings));
  let of: Type | undefined;
  for (const [position, part] of parts.entries()) {
    const joined: Type | undefined = of === undefined ? part.type : joinTypes(of, part.type);
    const item = items[position];
    if (joined === undefined && item !== undefined)
      elaborator.problem(
        item,
        `The elements of a list are of one kind: \`${elaborator.text(item)}\` is ` +
          `${describeType(part.type)}, and the ones before are not.`,
      );
    of = joined ?? ANY;
  }
  const type: Type = { kind: "list", of: of ?? ANY };
  const runs = parts.map((part) => part.run);
  if (runs.length === 0) return constantNode(type, []);
  return combine(parts, { type, run: (scope, locals) => runs.map((run) => run(scope, locals)) });
}

export function elaborateMap(
  entries: readonly (readonly [ExpressionNode, ExpressionNode])[],
  bindings: Bindings,
  elaborator: Elaborator,
): Typed {
  const fields: Record<string, Type> = {};
  const parts: { readonly name: string; readonly value: Typed }[] = [];
  for (const [key, valueNode] of entries) {
    const value = elaborator.elaborate(valueNode, bindings);
    const name = key.kind === "literal" && typeof key.value === "string" ? key.value : undefined;
    if (name === undefined || name === "__proto__") {
      elaborator.problem(key, "The names in `{ … }` are texts in quotes.");
    } else if (Object.hasOwn(fields, name)) {
      elaborator.problem(key, `\`${name}\` is given twice.`);
    } else {
      fields[name] = value.type;
      parts.push({ name, value });
    }
  }
  const { source } = elaborator;
  return combine(
    parts.map(({ value }) => value),
    {
      type: { kind: "fields", fields },
      run: (scope, locals) => {
        charge(scope, parts.length, source);
        const result: Record<string, Computed> = {};
        for (const { name, value } of parts) result[name] = value.run(scope, locals);
        return result;
      },
    },
  );
}
