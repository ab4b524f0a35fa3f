import type { Definition, Span } from "../base/types";
import { compileCall } from "../expressions/definitions";
import { describeType, isAssignable, isNullableType } from "../expressions/type-rules";
import { type Compilation, type CompiledValue, UNKNOWN_VALUE } from "./compilation";

/**
 * Compiles a definition in a template: a filter of its first argument, or a name if it has none.
 * As everywhere in templates, nothing comes from nothing: where a parameter that is not optional is
 * null, so is the result.
 */
export function compileDefinition(
  name: string,
  {
    definition,
    args,
    span,
    compilation,
  }: {
    readonly definition: Definition;
    readonly args: readonly CompiledValue[];
    /** The place of the name. */
    readonly span: Span;
    readonly compilation: Compilation;
  },
): CompiledValue {
  const { params } = definition;
  if (args.length !== params.length) {
    compilation.problem(span, `Write \`${name}\` as \`${describeFilter(name, definition)}\`.`);
    return UNKNOWN_VALUE;
  }
  const wrong = params.findIndex(({ type }, index) => {
    const given = args[index]?.type;
    return given !== undefined && !isAssignable(given, type);
  });
  const mistaken = params[wrong];
  if (mistaken !== undefined) {
    compilation.problem(
      span,
      `The ${mistaken.name} of \`${name}\` must be ${describeType(mistaken.type)}, and this is ` +
        `${describeType(args[wrong]?.type ?? mistaken.type)}.`,
    );
    return UNKNOWN_VALUE;
  }
  const { problems, revelations, type, draws, evaluate } = compileCall(name, {
    definition,
    schema: compilation.schema,
    names: compilation.names,
    args: args.map(({ type: given, own }) => ({
      type: given,
      path: own === true ? compilation.ownPath : undefined,
    })),
  });
  for (const problem of problems) compilation.problems.push({ ...problem, ...span });
  compilation.revelations.push(...revelations);
  if (draws)
    compilation.problem(
      span,
      `\`${name}\` draws random numbers, which a template cannot: store the result in an ` +
        "attribute, or draw it in a `let`.",
    );
  compilation.checkResult(span, type);
  const required = params.map((param) => !isNullableType(param.type));
  const runs = args.map(({ run }) => run);
  return {
    type,
    run: (frame) => {
      const values = runs.map((run) => run(frame));
      return values.some((value, index) => value === null && required[index] === true)
        ? null
        : evaluate(frame.scope, values);
    },
  };
}

/** Writes a definition as a template does: `{{ who | wealth: year }}`. */
function describeFilter(name: string, { params }: Definition): string {
  const [first, ...others] = params.map((param) => param.name);
  if (first === undefined) return `{{ ${name} }}`;
  return `{{ ${first} | ${name}${others.length === 0 ? "" : `: ${others.join(", ")}`} }}`;
}
