import { type Expression, toJsonPointer } from "@/lib/domain/scenario";
import { nearest } from "@/lib/domain/text/nearest";
import type { Computed } from "../expressions/contract";
import { declaredType, typeTaint } from "../expressions/definition-call";
import { isNullableType } from "../expressions/type-rules";
import { taintOf, withTaint } from "../expressions/taint";
import { childDraws } from "../random";
import { definedType, getOwn } from "../base/schema";
import type { Taint, Type } from "../base/types";
import { childLocation, type Evaluate, type SourceLocation } from "../kit/compiler";
import type { EffectCompiler, EffectKind } from "./contract";

/** What a procedure sees of the names where it is called; everything else is passed to it. */
const SEEN_NAMES = ["param", "world", "round"];
/** Procedures that call each other, one within the other. */
const MAX_DEPTH = 50;
/** Calls of procedures that one list of effects may lead to. */
const MAX_CALLS = 500;

type Argument = {
  readonly name: string;
  readonly type: Type;
  /** How it is written, if it is a name or what one leads to. */
  readonly path: string | undefined;
  readonly evaluate: Evaluate<Computed>;
};

/**
 * Compiles `{ call: "name", with: { … } }`: the effects of a procedure, with the arguments as its
 * names, as if they stood here; its draws are named after the place of the call.
 */
export const callEffect: EffectKind<"call"> = {
  key: "call",
  compile: ({ call: name, with: given = {} }, location, effects) => {
    const { compiler, calls, compileList } = effects;
    const { procedures = {} } = compiler.scenario;
    const here = childLocation(location, "call");
    const procedure = getOwn(procedures, name);
    const args = compileArguments(given, { name, location, effects });
    if (procedure === undefined) {
      const names = Object.keys(procedures);
      compiler.checkKnown(here.pointer, { what: "procedure", name, names });
      return () => undefined;
    }
    calls.made.count += 1;
    const isTooDeep = calls.chain.length >= MAX_DEPTH || calls.made.count > MAX_CALLS;
    if (isTooDeep && calls.made.count <= MAX_CALLS + 1)
      compiler.reportProblem(
        here.pointer,
        `\`${name}\` cannot be called here: this leads to more than ` +
          (calls.chain.length >= MAX_DEPTH
            ? `${MAX_DEPTH} procedures, one within the other.`
            : `${MAX_CALLS} calls of procedures.`),
      );
    // Recursion is reported where the procedures are defined.
    if (isTooDeep || calls.chain.includes(name)) return () => undefined;
    const body = compileList(
      procedure.do,
      { pointer: toJsonPointer(["procedures", name, "do"]), names: bodyNames(args, location) },
      name,
    );
    return (context) => {
      const vars: Record<string, Computed> = {};
      for (const seen of SEEN_NAMES)
        if (context.vars[seen] !== undefined) vars[seen] = context.vars[seen];
      for (const { name: param, evaluate } of args) vars[param] = evaluate(context);
      return body({ ...context, vars, draws: childDraws(context.draws, location.pointer) });
    };
  },
};

/** Compiles the arguments of a call against the parameters of the procedure. */
function compileArguments(
  given: Readonly<Record<string, Expression>>,
  {
    name,
    location,
    effects: { compiler },
  }: {
    readonly name: string;
    readonly location: SourceLocation;
    readonly effects: EffectCompiler;
  },
): readonly Argument[] {
  const procedure = getOwn(compiler.scenario.procedures ?? {}, name);
  const params = procedure?.params ?? {};
  const at = childLocation(location, "with");
  const open = Object.keys(params).filter((param) => !Object.hasOwn(given, param));
  for (const [param, expression] of Object.entries(given)) {
    if (Object.hasOwn(params, param)) continue;
    const { pointer } = childLocation(at, param);
    if (procedure === undefined) compiler.compileTyped(expression, childLocation(at, param));
    else
      compiler.reportProblem(
        pointer,
        `\`${name}\` has no parameter \`${param}\`` +
          (Object.keys(params).length === 0 ? "." : `; it has ${Object.keys(params).join(", ")}.`),
        nearest(param, open),
      );
  }
  return Object.entries(params).map(([param, declared]): Argument => {
    const wanted = definedType(declared);
    const expression = getOwn(given, param);
    if (expression === undefined) {
      if (!isNullableType(wanted))
        compiler.reportProblem(location.pointer, `\`${name}\` needs \`${param}\` in \`with\`.`);
      return { name: param, type: wanted, path: undefined, evaluate: () => null };
    }
    const { type, path, evaluate } = compiler.compileTyped(
      expression,
      childLocation(at, param),
      wanted,
    );
    const taint = typeTaint(type);
    return { name: param, type: withTaint(declaredType(type, wanted), taint), path, evaluate };
  });
}

/**
 * The names of a body. An owner of a private value is known in it by the parameter that it is
 * passed as, if it is passed; its name outside may mean somebody else inside.
 */
function bodyNames(args: readonly Argument[], { names }: SourceLocation): SourceLocation["names"] {
  const params = new Map(
    args.flatMap(({ name, path }) => (path === undefined ? [] : [[path, name] as const])),
  );
  const rename = (taint: Taint): Taint =>
    taint.map(({ owner, ...source }) => {
      const known = owner === undefined ? undefined : params.get(owner);
      return known === undefined ? source : { ...source, owner: known };
    });
  const seen = SEEN_NAMES.flatMap((name): [string, Type][] => {
    const type = getOwn(names, name);
    return type === undefined ? [] : [[name, type]];
  });
  const passed = args.map(({ name, type }): [string, Type] => [
    name,
    withTaint(type, rename(taintOf(type))),
  ]);
  return Object.fromEntries([...seen, ...passed]);
}
