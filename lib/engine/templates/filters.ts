import { nearest } from "@/lib/domain/text/nearest";
import type { Computed } from "../expressions/contract";
import { definitionOf } from "../expressions/definition-call";
import { orderedOptions, positionOf } from "../expressions/order";
import { describeType, joinTypes, isNullableType, withoutNull } from "../expressions/type-rules";
import { NUMBER, nullableOf, TEXT, type Type } from "../base/types";
import { compileDefinition } from "./definition-filter";
import { compileAttributeFilter, BY_ATTRIBUTE } from "./attribute-filters";
import { LIST_FILTERS } from "./list-filters";
import { NUMBER_FILTERS } from "./number-filters";
import { type Compilation, type CompiledValue, UNKNOWN_VALUE } from "./compilation";
import { isList } from "../expressions/values";
import type { SimpleFilter } from "./simple-filter";
import type { Filter } from "./syntax";
import { TEXT_FILTERS } from "./text-filters";

const SIMPLE: Readonly<Record<string, SimpleFilter>> = {
  ...NUMBER_FILTERS,
  ...TEXT_FILTERS,
  ...LIST_FILTERS,
};

/** The names of all filters, for suggestions. */
const FILTER_NAMES: readonly string[] = [
  ...Object.keys(SIMPLE),
  ...BY_ATTRIBUTE,
  "default",
  "concat",
].sort((left, right) => (left < right ? -1 : 1));

export const isFilter = (name: string): boolean => FILTER_NAMES.includes(name);

/** Compiles the application of one filter. */
export function compileFilter(
  input: CompiledValue,
  {
    filter,
    args,
    compilation,
  }: {
    readonly filter: Filter;
    readonly args: readonly CompiledValue[];
    readonly compilation: Compilation;
  },
): CompiledValue {
  const { name } = filter;
  const definition = definitionOf(compilation.schema, name);
  // First, so that a filter that is added later changes no stored scenario.
  if (definition !== undefined) {
    const given = [input, ...args];
    return compileDefinition(name, { definition, args: given, span: filter, compilation });
  }
  const simple = Object.hasOwn(SIMPLE, name) ? SIMPLE[name] : undefined;
  if (name === "sort" && args.length === 0) {
    const type = withoutNull(input.type);
    const scale = type.kind === "list" ? orderedOptions(type.of) : undefined;
    if (scale !== undefined) return compileScaleSort(input, scale);
  }
  if (simple !== undefined)
    return compileSimpleFilter(input, { filter, rule: simple, args, compilation });
  if (name === "default") return compileDefault(input, { filter, args, compilation });
  if (name === "concat") return compileConcat(input, { filter, args, compilation });
  if (BY_ATTRIBUTE.includes(name))
    return compileAttributeFilter(input, { filter, args, compilation });
  const known = [...FILTER_NAMES, ...Object.keys(compilation.schema.definitions ?? {})];
  compilation.problem(filter, `Unknown filter: \`${name}\`.`, nearest(name, known));
  return UNKNOWN_VALUE;
}

/** Compiles `sort` of options of an ordered category: by their order, nulls last. */
function compileScaleSort(input: CompiledValue, scale: readonly string[]): CompiledValue {
  const key = (value: Computed): number => positionOf(scale, value) ?? scale.length;
  return {
    type: input.type,
    run: (frame) => {
      const values = input.run(frame);
      return isList(values) ? [...values].sort((left, right) => key(left) - key(right)) : [];
    },
  };
}

function compileSimpleFilter(
  input: CompiledValue,
  {
    filter,
    rule,
    args,
    compilation,
  }: {
    readonly filter: Filter;
    readonly rule: SimpleFilter;
    readonly args: readonly CompiledValue[];
    readonly compilation: Compilation;
  },
): CompiledValue {
  const type = withoutNull(input.type);
  if (!accepts(rule.takes, type)) {
    const wanted = {
      number: "a number",
      text: "a text",
      list: "a list of numbers or texts",
      listOrText: "a list or a text",
    }[rule.takes];
    compilation.problem(
      filter,
      `\`${filter.name}\` takes ${wanted}, and gets ${describeType(type)}.`,
    );
    return UNKNOWN_VALUE;
  }
  if (!checkArgs(filter, { wanted: rule.args, required: rule.required ?? 0, args, compilation }))
    return UNKNOWN_VALUE;
  const runs = args.map((arg) => arg.run);
  const { takes } = rule;
  return {
    type: resultType(rule, type, isNullableType(input.type)),
    run: (frame) => {
      const value = input.run(frame);
      if (takes === "number" && typeof value !== "number") return null;
      return rule.apply(
        takes === "text" ? toText(value) : takes === "list" && !isList(value) ? [] : (value ?? ""),
        runs.map((run) => run(frame)),
      );
    },
  };
}

const toText = (value: Computed): string =>
  value === null || typeof value === "object" ? "" : String(value);

function accepts(takes: SimpleFilter["takes"], type: Type): boolean {
  if (type.kind === "any" || type.kind === "null") return true;
  if (takes === "number") return type.kind === "number";
  if (takes === "text")
    return type.kind === "text" || type.kind === "number" || type.kind === "boolean";
  if (takes === "listOrText") return type.kind === "list" || type.kind === "text";
  return (
    type.kind === "list" && ["number", "text", "boolean", "any"].includes(withoutNull(type.of).kind)
  );
}

function resultType({ gives, takes }: SimpleFilter, input: Type, nullable: boolean): Type {
  switch (gives) {
    case "number":
      return nullable && takes === "number" ? nullableOf(NUMBER) : NUMBER;
    case "text":
      return TEXT;
    case "texts":
      return { kind: "list", of: TEXT };
    case "same":
      return input;
    case "element":
      return input.kind === "list" ? nullableOf(input.of) : TEXT;
  }
}

function checkArgs(
  filter: Filter,
  {
    wanted,
    required,
    args,
    compilation,
  }: {
    readonly wanted: SimpleFilter["args"];
    readonly required: number;
    readonly args: readonly CompiledValue[];
    readonly compilation: Compilation;
  },
): boolean {
  if (args.length < required || args.length > wanted.length) {
    const count = required === wanted.length ? `${required}` : `${required} to ${wanted.length}`;
    compilation.problem(
      filter,
      `\`${filter.name}\` takes ` +
        `${count === "0" ? "no values" : `${count} value${count === "1" ? "" : "s"}`} after its ` +
        `colon, and gets ${args.length}.`,
    );
    return false;
  }
  return args.every((arg, index) => {
    const kind = wanted[index] ?? "any";
    const type = withoutNull(arg.type);
    if (kind === "any" || type.kind === "any" || type.kind === kind) return true;
    compilation.problem(
      filter.args[index] ?? filter,
      `\`${filter.name}\` wants a ${kind} here, and gets ${describeType(type)}.`,
    );
    return false;
  });
}

/** Compiles `default`: the fallback when the value is null, false or empty. */
function compileDefault(
  input: CompiledValue,
  {
    filter,
    args,
    compilation,
  }: {
    readonly filter: Filter;
    readonly args: readonly CompiledValue[];
    readonly compilation: Compilation;
  },
): CompiledValue {
  const [other] = args;
  if (other === undefined || args.length > 1) {
    compilation.problem(filter, "`default` takes one value after its colon.");
    return UNKNOWN_VALUE;
  }
  const missing = (value: Computed): boolean =>
    value === null || value === false || value === "" || (isList(value) && value.length === 0);
  return {
    // `{{ self.income | default: "unknown" }}` mixes kinds in order to print: the result is a text.
    type: joinTypes(withoutNull(input.type), other.type) ?? TEXT,
    run: (frame) => {
      const value = input.run(frame);
      return missing(value) ? other.run(frame) : value;
    },
  };
}

function compileConcat(
  input: CompiledValue,
  {
    filter,
    args,
    compilation,
  }: {
    readonly filter: Filter;
    readonly args: readonly CompiledValue[];
    readonly compilation: Compilation;
  },
): CompiledValue {
  const [other] = args;
  const both =
    other === undefined ? undefined : joinTypes(withoutNull(input.type), withoutNull(other.type));
  if (other === undefined || args.length > 1 || both?.kind !== "list") {
    compilation.problem(filter, "`concat` takes a list of the same kind after its colon.");
    return UNKNOWN_VALUE;
  }
  return {
    type: both,
    run: (frame) => {
      const [first, second] = [input.run(frame), other.run(frame)];
      return [...(isList(first) ? first : []), ...(isList(second) ? second : [])];
    },
  };
}
