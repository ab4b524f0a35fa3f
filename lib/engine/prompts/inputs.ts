import {
  findImpossibleInput,
  type ResolvedInput,
  type ResolvedInputs,
  type ResolvedItem,
} from "@/lib/domain/answers";
import type { AnswerInput, AnswerItem, Expression } from "@/lib/domain/scenario";
import type { Computed } from "../expressions/contract";
import type { Row } from "../base/row";
import { type Compiler, type Evaluate, childLocation, type SourceLocation } from "../kit/compiler";
import { type EvaluationContext, ScenarioRuntimeError } from "../kit/evaluation-context";
import { checkBounds, checkFieldName, checkOptions } from "../kit/declaration-checks";
import { listOf, NUMBER, type Taint, TEXT } from "../base/types";
import { type Audience, NO_TAINT, taintOf } from "../expressions/taint";
import type { DescribeRow } from "./describe-rows";

/** Resolves declared inputs for one agent and context: evaluates bounds and lists options. */
export type ResolveInputs = (context: EvaluationContext) => ResolvedInputs;

export type CompiledInputs = {
  readonly names: readonly string[];
  readonly resolve: ResolveInputs;
  /** Whether the context determines if an answer is possible. */
  readonly mayBeImpossible: boolean;
  /** Tables of the inputs whose value is a row ID, or a list of them. */
  readonly refs: ReadonlyMap<string, string>;
  /** Private attributes that answers of inputs whose options are computed depend on. */
  readonly taints?: ReadonlyMap<string, Taint>;
};

type CompiledInput = {
  readonly resolve: Evaluate<ResolvedInput>;
  readonly fixed: boolean;
  readonly table?: string;
  readonly taint?: Taint;
};
type CompiledItem = {
  readonly resolve: Evaluate<ResolvedItem>;
  readonly fixed: boolean;
  readonly table?: string;
  readonly taint?: Taint;
};

export function compileInputs(
  declared: Readonly<Record<string, AnswerInput>>,
  {
    location,
    compiler,
    describe,
    audience = { agent: "self" },
  }: {
    readonly location: SourceLocation;
    readonly compiler: Compiler;
    readonly describe: DescribeRow;
    /** Who is asked, and sees bounds and options. */
    readonly audience?: Audience | undefined;
  },
): CompiledInputs {
  const inputs = Object.entries(declared).map(([name, input]) => {
    const here = childLocation(location, name);
    checkFieldName(name, here.pointer, compiler);
    return { name, ...compileInput(input, { location: here, compiler, describe, audience }) };
  });
  const fixed = inputs.every((input) => input.fixed);
  const resolve: ResolveInputs = (context) => {
    const resolved: Record<string, ResolvedInput> = {};
    for (const input of inputs) resolved[input.name] = input.resolve(context);
    return resolved;
  };
  return {
    names: inputs.map(({ name }) => name),
    resolve: fixed ? cacheStatic(resolve) : resolve,
    mayBeImpossible: !fixed,
    refs: new Map(
      inputs.flatMap(({ name, table }) => (table === undefined ? [] : [[name, table]])),
    ),
    taints: new Map(
      inputs.flatMap(({ name, taint }) => (taint === undefined ? [] : [[name, taint]])),
    ),
  };
}

/** Resolves inputs that do not depend on the context once for all agents. */
function cacheStatic(resolve: ResolveInputs): ResolveInputs {
  let resolved: ResolvedInputs | undefined;
  return (context) => (resolved ??= resolve(context));
}

function compileInput(
  input: AnswerInput,
  {
    location,
    compiler,
    describe,
    audience,
  }: {
    readonly location: SourceLocation;
    readonly compiler: Compiler;
    readonly describe: DescribeRow;
    readonly audience: Audience;
  },
): CompiledInput {
  if (input.type !== "list") return compileItem(input, { location, compiler, describe, audience });
  const item = compileItem(input.of, {
    location: childLocation(location, "of"),
    compiler,
    describe,
    audience,
  });
  const { minItems, maxItems } = input;
  if (minItems > maxItems)
    compiler.reportProblem(
      childLocation(location, "minItems").pointer,
      "The smallest number of items is larger than the largest.",
    );
  const common = commonFields(input);
  return {
    ...item,
    resolve: (context) => ({
      ...common,
      type: "list",
      of: item.resolve(context),
      minItems,
      maxItems,
    }),
  };
}

const commonFields = ({
  label,
  description,
  optional,
}: {
  label?: string | undefined;
  description?: string | undefined;
  optional: boolean;
}) => ({
  ...(label === undefined ? {} : { label }),
  ...(description === undefined ? {} : { description }),
  ...(optional ? { optional } : {}),
});

function compileItem(
  item: AnswerItem,
  {
    location,
    compiler,
    describe,
    audience,
  }: {
    readonly location: SourceLocation;
    readonly compiler: Compiler;
    readonly describe: DescribeRow;
    readonly audience: Audience;
  },
): CompiledItem {
  const common = commonFields(item);
  const constant = (resolved: ResolvedItem): CompiledItem => ({
    resolve: () => resolved,
    fixed: true,
  });
  switch (item.type) {
    case "boolean":
      return constant({ ...common, type: "boolean" });
    case "text":
      if (item.minLength > item.maxLength)
        compiler.reportProblem(
          childLocation(location, "minLength").pointer,
          "The shortest length is larger than the longest.",
        );
      return constant({
        ...common,
        type: "text",
        maxLength: item.maxLength,
        minLength: item.minLength,
      });
    case "integer":
    case "number": {
      const { type } = item;
      if (
        checkBounds(item, location, compiler) &&
        typeof item.min === "number" &&
        typeof item.max === "number"
      ) {
        const isImpossible =
          findImpossibleInput({ value: { type, min: item.min, max: item.max } }) !== undefined;
        if (isImpossible)
          compiler.reportProblem(location.pointer, "There is no whole number between the bounds.");
      }
      const min = compileBound(item.min, childLocation(location, "min"), { compiler, audience });
      const max = compileBound(item.max, childLocation(location, "max"), { compiler, audience });
      const resolve = (context: EvaluationContext): ResolvedItem => {
        const low = min?.(context);
        const high = max?.(context);
        return {
          ...common,
          type,
          ...(low === undefined ? {} : { min: low }),
          ...(high === undefined ? {} : { max: high }),
        };
      };
      return {
        resolve,
        fixed: [item.min, item.max].every((end) => end === undefined || typeof end === "number"),
      };
    }
    case "category": {
      const { options } = item;
      const here = childLocation(location, "options");
      if (Array.isArray(options)) {
        checkOptions(options, here, compiler);
        return constant({ ...common, type: "category", options });
      }
      const { type, evaluate } = compiler.compileTyped(options as Expression, here, listOf(TEXT));
      const taint = taintOf(type);
      compiler.checkAudience(here.pointer, { taint, audience, where: "whoever is asked reads it" });
      return {
        taint,
        resolve: (context) => ({
          ...common,
          type: "category",
          options: toTexts(evaluate(context)),
        }),
        fixed: false,
      };
    }
    case "ref": {
      const { table, taint, evaluate } = compileChoices(item, location, compiler);
      compiler.checkAudience(
        childLocation(location, item.view === undefined ? "from" : "view").pointer,
        {
          taint,
          audience,
          where: "whoever is asked sees which rows there are",
        },
      );
      const option = (row: Row, context: EvaluationContext) => ({
        id: row.id,
        label: table === undefined ? "" : describe(table, row, context),
      });
      const resolve = (context: EvaluationContext): ResolvedItem => ({
        ...common,
        type: "ref",
        options: evaluate(context).map((row) => option(row, context)),
      });
      return { resolve, fixed: false, ...(table === undefined ? {} : { table }) };
    }
  }
}

const toTexts = (value: Computed): readonly string[] =>
  Array.isArray(value)
    ? (value as readonly Computed[]).filter((text) => typeof text === "string")
    : [];

/** Compiles the rows that a ref chooses from. */
function compileChoices(
  { view, from }: Extract<AnswerItem, { type: "ref" }>,
  location: SourceLocation,
  compiler: Compiler,
): ReturnType<Compiler["compileRows"]> {
  const none = { table: undefined, taint: NO_TAINT, evaluate: () => [] };
  if ((view === undefined) === (from === undefined)) {
    compiler.reportProblem(
      location.pointer,
      "A ref needs either a `view` or a `from`: the rows to choose from.",
    );
    return none;
  }
  const wrong = () => "These must be rows: a table, or an expression that yields a list of rows.";
  if (view === undefined)
    return compiler.compileRows(from ?? "", childLocation(location, "from"), {
      wrong,
      onlyLists: true,
    });
  const here = childLocation(location, "view");
  return compiler.checkKnown(here.pointer, {
    what: "view",
    name: view,
    names: Object.keys(compiler.scenario.views),
  })
    ? compiler.compileRows(`view.${view}`, here, { wrong, onlyLists: true })
    : none;
}

/** Compiles a bound. It may be infinite, which means no bound, but not NaN. */
function compileBound(
  expression: Expression | undefined,
  location: SourceLocation,
  { compiler, audience }: { readonly compiler: Compiler; readonly audience: Audience },
): Evaluate<number> | undefined {
  if (expression === undefined) return undefined;
  if (typeof expression === "number") return () => expression;
  const { type, evaluate } = compiler.compileTyped(expression, location, NUMBER);
  compiler.checkAudience(location.pointer, {
    taint: taintOf(type),
    audience,
    where: "whoever is asked reads it",
  });
  return (context) => {
    const value = evaluate(context);
    if (typeof value === "number" && !Number.isNaN(value)) return value;
    throw new ScenarioRuntimeError(
      "A bound is not a number.",
      location.pointer,
      String(expression),
    );
  };
}
