import type { Expression } from "@/lib/domain/scenario";
import { nearest } from "@/lib/domain/text/nearest";
import type { Computed } from "../expressions/contract";
import { InputError, type Operator, OPERATORS } from "../operators";
import { childDraws } from "../random";
import { countOperations } from "../base/interruptible";
import { type Compiler, childLocation, type SourceLocation } from "../kit/compiler";
import { type EvaluationContext, ScenarioRuntimeError } from "../kit/evaluation-context";
import { attributeTaint, NO_TAINT, taintOf, uniteTaints, withTaint } from "../expressions/taint";
import { withoutNull } from "../expressions/type-rules";
import { ANY, type Schema, type Taint, type Type } from "../base/types";
import type { EffectKind } from "./contract";
import { bindName } from "./bind-name";

/**
 * Compiles `{ run: "doubleAuction@1", with: { … }, as: "result", do: […] }`: runs an operator and
 * applies effects that use its result.
 */
export const operatorEffect: EffectKind<"run"> = {
  key: "run",
  compile: (effect, location, { compiler, compileList: list }) => {
    const found = findOperator(effect.run, childLocation(location, "run").pointer, compiler);
    const given = Object.entries(effect.with).map(([name, expression]) => {
      const here = childLocation(location, "with", name);
      return { name, expression, here, ...compiler.compileTyped(expression, here) };
    });
    const types = Object.fromEntries(given.map(({ name, type }) => [name, type]));
    const isSound =
      found !== undefined &&
      checkInputs(found, { types, location: childLocation(location, "with"), compiler });
    const taint = given
      .map(({ type: input }) => inputTaint(input, compiler.schema))
      .reduce(uniteTaints, NO_TAINT);
    const type = withTaint(isSound ? found.result(types) : ANY, taint);
    const body = list(
      effect.do,
      childLocation(
        bindName(location, {
          name: effect.as,
          type,
          pointer: childLocation(location, "as").pointer,
          compiler,
        }),
        "do",
      ),
    );
    return (context) => {
      const values = Object.fromEntries(
        given.map(({ name, evaluate }) => [name, evaluate(context)]),
      );
      const result = found
        ? applyOperator(found, { values, sources: effect.with, context, location })
        : null;
      return body({ ...context, vars: { ...context.vars, [effect.as]: result } });
    };
  },
};

/**
 * The taint of an input: that of its value and, because operators read attributes of the rows that
 * they get, of every private attribute of these.
 */
function inputTaint(type: Type, schema: Schema): Taint {
  const plain = withoutNull(type);
  const element = plain.kind === "list" ? withoutNull(plain.of) : plain;
  const hidden =
    element.kind === "row" && Object.hasOwn(schema.tables, element.table)
      ? Object.keys(schema.tables[element.table]?.hidden ?? {})
      : [];
  const table = element.kind === "row" ? element.table : undefined;
  return hidden
    .map((attribute) => attributeTaint(schema, { table, attribute, owner: undefined }))
    .reduce(uniteTaints, taintOf(type));
}

function findOperator(id: string, pointer: string, compiler: Compiler): Operator | undefined {
  const found = OPERATORS.find((candidate) => candidate.id === id);
  if (found) return found;
  const [name = "", version] = id.split("@");
  const latest = OPERATORS.filter((candidate) => candidate.name === name).at(-1);
  if (latest)
    compiler.reportProblem(
      pointer,
      `The operator \`${name}\` has no version ${version}.`,
      latest.id,
    );
  else
    compiler.checkKnown(pointer, {
      what: "operator",
      name: id,
      names: OPERATORS.map((candidate) => candidate.id),
    });
  return undefined;
}

/** Reports inputs that are unknown, missing or of the wrong type. Returns whether all are valid. */
function checkInputs(
  { id, inputs, mismatch }: Operator,
  {
    types,
    location,
    compiler,
  }: {
    readonly types: Readonly<Record<string, Type>>;
    readonly location: SourceLocation;
    readonly compiler: Compiler;
  },
): boolean {
  let isSound = true;
  const report = (pointer: string, message: string, suggestion?: string): void => {
    isSound = false;
    compiler.reportProblem(pointer, message, suggestion);
  };
  const names = Object.keys(inputs);
  const open = names.filter((name) => !Object.hasOwn(types, name));
  for (const [name, type] of Object.entries(types)) {
    const { pointer } = childLocation(location, name);
    const input = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    if (!input) {
      report(
        pointer,
        `\`${id}\` has no input \`${name}\`; it has ${names.join(", ")}.`,
        nearest(name, open),
      );
      continue;
    }
    const wrong = input.mismatch(type, compiler.schema);
    if (wrong) report(pointer, `\`${name}\` ${wrong.message}.`, wrong.suggestion);
  }
  for (const name of open)
    if (inputs[name]?.optional === false)
      report(location.pointer, `\`${id}\` needs \`${name}\`, ${inputs[name].what}.`);
  const apart = isSound ? mismatch?.(types, compiler.schema) : undefined;
  if (apart)
    report(
      childLocation(location, apart.input).pointer,
      `\`${apart.input}\` ${apart.message}.`,
      apart.suggestion,
    );
  return isSound;
}

function applyOperator(
  operatorToRun: Operator,
  {
    values,
    sources,
    context,
    location,
  }: {
    readonly values: Readonly<Record<string, Computed>>;
    readonly sources: Readonly<Record<string, Expression>>;
    readonly context: EvaluationContext;
    readonly location: SourceLocation;
  },
): Computed {
  const charge = (steps: number): void => {
    countOperations(steps);
    if ((context.budget.steps -= steps) < 0)
      throw new ScenarioRuntimeError(
        `The operator \`${operatorToRun.id}\` was stopped: too many steps.`,
        childLocation(location, "run").pointer,
      );
  };
  try {
    return operatorToRun.run(values, childDraws(context.draws, location.pointer), charge);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { input, reason } = error;
    if (input === undefined)
      throw new ScenarioRuntimeError(`${operatorToRun.id}: ${reason}.`, location.pointer);
    throw new ScenarioRuntimeError(
      `\`${input}\`: ${reason}.`,
      childLocation(location, "with", input).pointer,
      Object.hasOwn(sources, input) ? String(sources[input]) : undefined,
    );
  }
}
