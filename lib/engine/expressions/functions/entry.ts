import type { Type } from "../../base/types";
import type { Computed, Scope } from "../contract";
import type { CallNode, ExpressionNode } from "../syntax";
import { describeType, withoutNull } from "../type-rules";
import {
  combine,
  type Elaborator,
  type Bindings,
  type Fail,
  type Typed,
  unknownNode,
} from "../typed";
import { isFields, isList, nameKind } from "../values";

export type FunctionGroup =
  "lists" | "statistics" | "choosing" | "networks" | "agents" | "text" | "numbers" | "random";

/** The documentation of a function, for the designer and the reference. */
export type FunctionDoc = {
  readonly name: string;
  readonly group: FunctionGroup;
  /** Every form of the call, one per line. */
  readonly signature: string;
  readonly doc: string;
  readonly example: string;
};

/** One function: its documentation, and `build`, which type-checks and compiles a call. */
export type FunctionEntry = FunctionDoc & {
  readonly build: (call: CallNode, bindings: Bindings, elaborator: Elaborator) => Typed;
};

export type Context = { readonly scope: Scope; readonly source: string; readonly fail: Fail };

type Parameter = {
  readonly name: string;
  readonly type: Type;
  readonly optional?: true;
  readonly nullable?: true;
};

type ValueFunction = FunctionDoc & {
  readonly params: readonly Parameter[];
  readonly result:
    Type | ((args: readonly Typed[], call: CallNode, elaborator: Elaborator) => Type);
  /** Receives as many values as were given, each of its declared kind. */
  readonly evaluate: (values: readonly Computed[], context: Context) => Computed;
};

/** Defines a function that elaborates its own arguments, after their number was checked. */
export function defineFunction(
  doc: FunctionDoc,
  {
    least,
    most,
    build,
  }: {
    readonly least: number;
    readonly most: number;
    readonly build: (
      call: CallNode,
      bindings: Bindings,
      elaborator: Elaborator,
      doc: FunctionDoc,
    ) => Typed;
  },
): FunctionEntry {
  return {
    ...doc,
    build: (call, bindings, elaborator) =>
      checkArity(call, { least, most, doc, elaborator })
        ? build(call, bindings, elaborator, doc)
        : unknownNode(),
  };
}

/**
 * Defines a function of values. Arguments are checked against `params`, at design time and again at
 * run time.
 */
export function defineValueFunction({
  params,
  result,
  evaluate,
  ...doc
}: ValueFunction): FunctionEntry {
  return {
    ...doc,
    build: (call, bindings, elaborator) => {
      const required = params.filter((param) => param.optional === undefined).length;
      if (!checkArity(call, { least: required, most: params.length, doc, elaborator }))
        return unknownNode();
      const args = call.args.map((arg, position) =>
        elaborateArgument(arg, { param: params[position], bindings, name: doc.name, elaborator }),
      );
      const type = typeof result === "function" ? result(args, call, elaborator) : result;
      const checks = args.map((arg, position) =>
        checkArgument(arg, {
          param: params[position],
          node: call.args[position] ?? call,
          name: doc.name,
          elaborator,
        }),
      );
      const fail = elaborator.failure(call);
      const { source } = elaborator;
      return combine(args, {
        type,
        run: (scope, locals) =>
          evaluate(
            checks.map((check) => check(scope, locals)),
            { scope, source, fail },
          ),
      });
    },
  };
}

/**
 * Whether the number of arguments is valid; otherwise reports it with the forms of the function.
 */
function checkArity(
  call: CallNode,
  {
    least,
    most,
    doc,
    elaborator,
  }: {
    readonly least: number;
    readonly most: number;
    readonly doc: FunctionDoc;
    readonly elaborator: Elaborator;
  },
): boolean {
  if (call.args.length >= least && call.args.length <= most) return true;
  reportForms(call, doc, elaborator);
  return false;
}

/** Reports a call with a wrong number of arguments, with the forms of the function. */
export function reportForms(call: CallNode, doc: FunctionDoc, elaborator: Elaborator): void {
  elaborator.problem(
    call,
    `Write \`${doc.name}\` as ${doc.signature
      .split("\n")
      .map((form) => `\`${form}\``)
      .join(" or ")}.`,
  );
}

const parameterRole = (name: string, param: string): string => `The ${param} of \`${name}\``;

function elaborateArgument(
  node: ExpressionNode,
  {
    param,
    bindings,
    name,
    elaborator,
  }: {
    readonly param: Parameter | undefined;
    readonly bindings: Bindings;
    readonly name: string;
    readonly elaborator: Elaborator;
  },
): Typed {
  return param === undefined
    ? elaborator.elaborate(node, bindings)
    : elaborator.elaborateAs(node, bindings, {
        wanted: param.type,
        role: parameterRole(name, param.name),
      });
}

/**
 * Returns an evaluator that fails unless the value is of the declared kind: nulls and values of
 * unknown type are only detected at run time.
 */
export function checkArgument(
  arg: Typed,
  {
    param,
    node,
    name,
    elaborator,
  }: {
    readonly param: Parameter | undefined;
    readonly node: ExpressionNode;
    readonly name: string;
    readonly elaborator: Elaborator;
  },
): Typed["run"] {
  if (param === undefined || param.type.kind === "any" || param.nullable === true) return arg.run;
  const fail = elaborator.failure(node);
  const failNull = elaborator.nullFailure(node);
  const { run } = arg;
  const fits = IS_OF_KIND[withoutNull(param.type).kind];
  return (scope, locals) => {
    const value = run(scope, locals);
    if (fits(value)) return value;
    const reason =
      `${parameterRole(name, param.name)} must be ${describeType(param.type)}, and this is ` +
      `${nameKind(value)}.`;
    return value === null && param.type.kind === "row" ? failNull(reason) : fail(reason);
  };
}

const IS_OF_KIND: Readonly<Record<Type["kind"], (value: Computed) => boolean>> = {
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  text: (value) => typeof value === "string",
  null: (value) => value === null,
  row: isFields,
  list: isList,
  fields: isFields,
  nullable: () => true,
  any: () => true,
};

/** The value narrowed to the declared kind of a parameter, which `checkArgument` has verified. */
export const asNumber = (value: Computed | undefined): number =>
  typeof value === "number" ? value : Number.NaN;
export const asText = (value: Computed | undefined): string =>
  typeof value === "string" ? value : "";
export const asList = (value: Computed | undefined): readonly Computed[] =>
  value !== undefined && isList(value) ? value : [];
