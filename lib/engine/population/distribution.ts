import type { Distribution, Expression, Value } from "@/lib/domain/scenario";
import {
  categoricalFrom,
  exponentialFrom,
  integerFrom,
  lognormalFrom,
  normalFrom,
  poissonFrom,
  truncatedNormalFrom,
  uniformFrom,
} from "../random";
import { childLocation, type SourceLocation } from "../kit/compiler";
import { type EvaluationContext, ScenarioRuntimeError } from "../kit/evaluation-context";
import { checkBounds } from "../kit/declaration-checks";
import { NUMBER } from "../base/types";
import { constantProblem, rangeErrorMessage } from "./constant-problem";
import type { InitContext, InitValue } from "./contract";
import { compileInitExpression } from "./init-order";

type Numeric = Exclude<Distribution, { distribution: "categorical" }>;
type Categorical = Extract<Distribution, { distribution: "categorical" }>;

/**
 * Compiles a distribution to a function of one uniform number. On an integer attribute `uniform`
 * draws integers from min to max, both included, with equal probability; other distributions are
 * rounded like any value of an integer attribute.
 */
export function compileDistribution(
  init: Distribution,
  location: SourceLocation,
  context: InitContext,
): InitValue {
  return init.distribution === "categorical"
    ? compileCategorical(init, location, context)
    : compileNumeric(init, location, context);
}

function compileNumeric(init: Numeric, location: SourceLocation, context: InitContext): InitValue {
  const { attribute, compiler } = context;
  const { distribution, ...written } = init;
  if (attribute.type !== "number" && attribute.type !== "integer")
    compiler.reportProblem(
      childLocation(location, "distribution").pointer,
      `A ${distribution} distribution gives numbers, and this is of type ${attribute.type}.`,
    );
  let sound = !("min" in init) || checkBounds(init, location, compiler);
  const amounts = Object.entries<Expression>(written).map(([name, expression]) => {
    const here = childLocation(location, name);
    if (typeof expression !== "number")
      return { name, fixed: undefined, evaluate: requireFinite(expression, here, context) };
    if (expression < 0 && isSpread(name, distribution)) {
      compiler.reportProblem(here.pointer, "This cannot be negative.");
      sound = false;
    }
    return { name, fixed: expression, evaluate: () => expression };
  });
  const quantile =
    QUANTILES[
      attribute.type === "integer" && distribution === "uniform" ? "integers" : distribution
    ];
  const named = (numberOf: (amount: (typeof amounts)[number]) => number): DistributionArguments =>
    Object.fromEntries(amounts.map((amount) => [amount.name, numberOf(amount)]));

  if (amounts.every(({ fixed }) => fixed !== undefined)) {
    const constants = named(({ fixed }) => fixed ?? 0);
    const reason = rangeErrorMessage(() => quantile(0.5, constants));
    if (reason !== undefined && sound) compiler.reportProblem(location.pointer, toSentence(reason));
    return (_, uniform) => quantile(uniform(), constants);
  }
  return (context: EvaluationContext, uniform) => {
    const values = named(({ evaluate }) => evaluate(context));
    return atRunTime(location, () => quantile(uniform(), values));
  };
}

/** Draws; parameters outside their domain fail the run at the location. */
function atRunTime<Drawn>({ pointer }: SourceLocation, draw: () => Drawn): Drawn {
  try {
    return draw();
  } catch (error) {
    throw error instanceof RangeError
      ? new ScenarioRuntimeError(toSentence(error.message), pointer)
      : error;
  }
}

const isSpread = (name: string, distribution: Numeric["distribution"]): boolean =>
  name === "sd" ||
  name === "sdLog" ||
  (name === "mean" && (distribution === "exponential" || distribution === "poisson"));

function requireFinite(
  expression: Expression,
  location: SourceLocation,
  context: InitContext,
): (context: EvaluationContext) => number {
  const evaluate = compileInitExpression(expression, { location, context, expected: NUMBER });
  return (context) => {
    const value = evaluate(context);
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new ScenarioRuntimeError(
      "The result is not a finite number.",
      location.pointer,
      String(expression),
    );
  };
}

type DistributionArguments = Readonly<Record<string, number>>;

const MISSING = Number.NaN;
const QUANTILES: Readonly<
  Record<
    Numeric["distribution"] | "integers",
    (u: number, amounts: DistributionArguments) => number
  >
> = {
  uniform: (u, { min = MISSING, max = MISSING }) => uniformFrom(u, min, max),
  integers: (u, { min = MISSING, max = MISSING }) => integerFrom(u, min, max),
  normal: (u, { mean = MISSING, sd = MISSING }) => normalFrom(u, mean, sd),
  truncatedNormal: (u, { mean = MISSING, sd = MISSING, min = MISSING, max = MISSING }) =>
    truncatedNormalFrom(u, { mean, sd, min, max }),
  lognormal: (u, { meanLog = MISSING, sdLog = MISSING }) => lognormalFrom(u, meanLog, sdLog),
  exponential: (u, { mean = MISSING }) => exponentialFrom(u, mean),
  poisson: (u, { mean = MISSING }) => poissonFrom(u, mean),
};

function compileCategorical(
  { weights, values }: Categorical,
  location: SourceLocation,
  context: InitContext,
): InitValue {
  const { name, attribute, compiler } = context;
  const options: readonly Value[] | undefined =
    values ?? (attribute.type === "category" ? attribute.options : undefined);
  values?.forEach((value, index) => {
    const problem = constantProblem(name, attribute, value);
    if (problem !== undefined)
      compiler.reportProblem(childLocation(location, "values", index).pointer, problem);
  });
  const here = childLocation(location, "weights");
  const problem =
    options === undefined
      ? undefined
      : weightsProblem(weights, options.length, values === undefined ? "options" : "values");
  if (options === undefined)
    compiler.reportProblem(
      location.pointer,
      "Say which `values` the weights are for: only categories have options of their own.",
    );
  if (problem !== undefined) compiler.reportProblem(here.pointer, problem);
  if (areNumbers(weights))
    return (_, uniform) => options?.[categoricalFrom(uniform(), weights)] ?? null;
  const evaluate = weights.map((weight, index) =>
    typeof weight === "number"
      ? () => weight
      : requireFinite(weight, childLocation(here, index), context),
  );
  return (evaluation, uniform) => {
    const amounts = evaluate.map((weight) => weight(evaluation));
    return atRunTime(here, () => options?.[categoricalFrom(uniform(), amounts)] ?? null);
  };
}

const areNumbers = (weights: readonly Expression[]): weights is readonly number[] =>
  weights.every((weight) => typeof weight === "number");

function weightsProblem(
  weights: readonly Expression[],
  count: number,
  what: string,
): string | undefined {
  if (weights.length !== count)
    return (
      `${weights.length} ${weights.length === 1 ? "weight" : "weights"} for ${count} ${what}: ` +
      "give one for each."
    );
  if (weights.every((weight) => weight === 0)) return "One of the weights must be more than 0.";
  // An expression has its value for each row only at set-up, where it is checked: 1 lets the others
  // be checked now.
  const known = weights.map((weight) => (typeof weight === "number" ? weight : 1));
  const reason = rangeErrorMessage(() => categoricalFrom(0.5, known));
  return reason === undefined ? undefined : toSentence(reason);
}

/** Turns the message of a distribution, a clause, into a sentence. */
const toSentence = (clause: string): string =>
  `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
