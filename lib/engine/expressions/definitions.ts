import type { Definition, Schema, SourceProblem, Span, Taint, Type } from "../base/types";
import { resolveRef } from "./access";
import { createLocals } from "./compile";
import type { Computed, Names, Scope, SourceNotes } from "./contract";
import { declaredType, definitionOf } from "./definition-call";
import { Elaboration, type Slots } from "./elaborate";
import { charge } from "./errors";
import { callsIn, nestingDepth, parseExpression } from "./syntax";
import { withTaint } from "./taint";
import { type Binding, leafNode } from "./typed";

/** Returns the definitions that a source calls, each with its first place. */
export function calledDefinitions(source: string, schema: Schema): ReadonlyMap<string, Span> {
  const parsed = parseExpression(source);
  const places = new Map<string, Span>();
  for (const { name, at } of parsed.ok ? callsIn(parsed.node) : [])
    if (definitionOf(schema, name) !== undefined && !places.has(name)) places.set(name, at);
  return places;
}

/**
 * Returns the definitions that a source leads to, nearest first, each with the place of the call in
 * the source.
 */
export function reachableDefinitions(source: string, schema: Schema): ReadonlyMap<string, Span> {
  const places = new Map(calledDefinitions(source, schema));
  // A map visits what is added while it is visited.
  for (const [name, place] of places)
    for (const inner of calledDefinitions(definitionOf(schema, name)?.source ?? "", schema).keys())
      if (!places.has(inner)) places.set(inner, place);
  return places;
}

/** Returns the calls by which a definition leads back to itself, if it does: `a → b → a`. */
export function findCycle(name: string, schema: Schema): readonly string[] | undefined {
  const paths = new Map<string, readonly string[]>([[name, [name]]]);
  for (const [last, path] of paths)
    for (const next of calledDefinitions(definitionOf(schema, last)?.source ?? "", schema).keys()) {
      if (next === name) return [...path, name];
      if (!paths.has(next)) paths.set(next, [...path, next]);
    }
  return undefined;
}

/**
 * What the value of a parameter may depend on, while a definition is checked by itself: something,
 * so that `reveal` of it is no warning.
 */
const ANYTHING: Taint = [{ table: "", attribute: "", visible: "self" }];

/** Checks a definition by itself, with parameters of the declared types. */
export function checkDefinition(
  name: string,
  {
    definition: { params, returns, source },
    schema,
    names,
  }: { readonly definition: Definition; readonly schema: Schema; readonly names: Names },
): { readonly problems: readonly SourceProblem[]; readonly notes: SourceNotes } {
  const parsed = parseExpression(source);
  if (!parsed.ok)
    return {
      problems: [parsed.problem],
      notes: { deprecations: [], warnings: [], revelations: [] },
    };
  const elaborator = new Elaboration(source, schema, names, { used: params.length }, "", {
    definitions: [name],
    depth: nestingDepth(parsed.node),
    sites: new Map(),
  });
  const bindings = new Map<string, Binding>(
    params.map((param, slot) => [param.name, { slot, type: param.type, taint: ANYTHING }]),
  );
  if (returns === undefined) elaborator.elaborate(parsed.node, bindings);
  else
    elaborator.elaborateAs(parsed.node, bindings, {
      wanted: returns,
      role: `The value of \`${name}\``,
    });
  const { problems, notes } = elaborator;
  // What it reveals is known where it is called.
  return { problems, notes: { ...notes, revelations: [] } };
}

/** An argument from outside expressions: its type, and how it is written if it has a name. */
export type GivenArgument = { readonly type: Type; readonly path: string | undefined };

export type CompiledCall = {
  readonly problems: readonly SourceProblem[];
  readonly revelations: SourceNotes["revelations"];
  readonly type: Type;
  readonly draws: boolean;
  readonly evaluate: (scope: Scope, values: readonly Computed[]) => Computed;
};

/** Compiles a call of a definition with values that are computed elsewhere, as templates do. */
export function compileCall(
  name: string,
  {
    definition,
    schema,
    names,
    args,
  }: {
    readonly definition: Definition;
    readonly schema: Schema;
    readonly names: Names;
    readonly args: readonly GivenArgument[];
  },
): CompiledCall {
  const { params, returns, source } = definition;
  const slots: Slots = { used: params.length };
  const bindings = new Map(
    params.map((param, slot): [string, Binding] => {
      const { type: given, path } = args[slot] ?? { type: param.type, path: undefined };
      const type = declaredType(given, param.type);
      const read = resolveRef(type, (_scope, locals) => locals[slot] ?? null);
      const extra = path === undefined ? {} : { path };
      return [param.name, { substitute: leafNode(type, read, { reads: [slot], ...extra }) }];
    }),
  );
  const elaborator = new Elaboration(name, schema, names, slots);
  const at = { from: 0, length: name.length };
  const { type, taint, draws, cost, run } = elaborator.elaborateBody(
    { name, at },
    definition,
    bindings,
  );
  return {
    problems: elaborator.problems,
    revelations: elaborator.notes.revelations,
    type: withTaint(returns === undefined ? type : declaredType(type, returns), taint),
    draws,
    evaluate: (scope, values) => {
      charge(scope, cost, source);
      const locals = createLocals(slots.used);
      for (let slot = 0; slot < params.length; slot += 1) locals[slot] = values[slot] ?? null;
      return run(scope, locals);
    },
  };
}
