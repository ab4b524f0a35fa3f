import type { Attribute, Distribution, Expression, Value } from "@/lib/domain/scenario";
import {
  categoricalFrom, exponentialFrom, integerFrom, lognormalFrom, normalFrom, poissonFrom, truncatedNormalFrom, uniformFrom,
} from "../random";
import { type Moment, MomentError } from "../run/moment";
import { storeOf } from "../world/storage";
import { World } from "../world/world";
import type { InitContext, InitPlace, InitValue } from "./contract";

type Numeric = Exclude<Distribution, { distribution: "categorical" }>;
type Categorical = Extract<Distribution, { distribution: "categorical" }>;

/**
 * A distribution's value from one uniform number. On an integer attribute `uniform` means each whole number from min
 * to max, both included, equally likely; the others are rounded like any value of an integer.
 */
export function compileDistribution(init: Distribution, place: InitPlace, context: InitContext): InitValue {
  return init.distribution === "categorical" ? categorical(init, place, context) : numeric(init, place, context);
}

function numeric(init: Numeric, place: InitPlace, { attribute, compiler }: InitContext): InitValue {
  if (attribute.type !== "number" && attribute.type !== "integer") {
    compiler.problem(`${place.pointer}/distribution`, `A ${init.distribution} distribution gives numbers, and the attribute is of type ${attribute.type}.`);
  }
  const { distribution, ...written } = init;
  const amounts = Object.entries<Expression>(written).map(([name, expression]) => {
    if (typeof expression === "number") return { name, fixed: expression, evaluate: () => expression };
    return { name, fixed: undefined, evaluate: compiler.number(expression, { ...place, pointer: `${place.pointer}/${name}` }) };
  });
  const quantile = QUANTILES[attribute.type === "integer" && distribution === "uniform" ? "integers" : distribution];
  const named = (numberOf: (amount: (typeof amounts)[number]) => number): Amounts => Object.fromEntries(amounts.map((amount) => [amount.name, numberOf(amount)]));

  if (amounts.every(({ fixed }) => fixed !== undefined)) {
    const constants = named(({ fixed }) => fixed ?? 0);
    const reason = refusal(() => quantile(0.5, constants));
    if (reason !== undefined) compiler.problem(place.pointer, sentence(reason));
    return (_, uniform) => quantile(uniform(), constants);
  }
  return (moment: Moment, uniform) => {
    const values = named(({ evaluate }) => evaluate(moment));
    try {
      return quantile(uniform(), values);
    } catch (error) {
      throw error instanceof RangeError ? new MomentError(sentence(error.message), place.pointer) : error;
    }
  };
}

type Amounts = Readonly<Record<string, number>>;

const NONE = Number.NaN;
const QUANTILES: Readonly<Record<Numeric["distribution"] | "integers", (u: number, amounts: Amounts) => number>> = {
  uniform: (u, { min = NONE, max = NONE }) => uniformFrom(u, min, max),
  integers: (u, { min = NONE, max = NONE }) => integerFrom(u, min, max),
  normal: (u, { mean = NONE, sd = NONE }) => normalFrom(u, mean, sd),
  truncatedNormal: (u, { mean = NONE, sd = NONE, min = NONE, max = NONE }) => truncatedNormalFrom(u, mean, sd, min, max),
  lognormal: (u, { meanLog = NONE, sdLog = NONE }) => lognormalFrom(u, meanLog, sdLog),
  exponential: (u, { mean = NONE }) => exponentialFrom(u, mean),
  poisson: (u, { mean = NONE }) => poissonFrom(u, mean),
};

function categorical({ weights, values }: Categorical, { pointer }: InitPlace, { name, attribute, compiler }: InitContext): InitValue {
  const options: readonly Value[] | undefined = values ?? (attribute.type === "category" ? attribute.options : undefined);
  if (options === undefined) compiler.problem(pointer, `Say which \`values\` to choose from: an attribute of type ${attribute.type} has no options of its own.`);
  else if (options.length !== weights.length) {
    compiler.problem(`${pointer}/weights`, `There must be one weight for each of the ${options.length} ${values ? "values" : "options"}, not ${weights.length}.`);
  }
  const reason = refusal(() => categoricalFrom(0.5, weights));
  if (reason !== undefined) compiler.problem(`${pointer}/weights`, sentence(reason));
  for (const [index, value] of (values ?? []).entries()) {
    const wrong = constantProblem(name, attribute, value);
    if (wrong !== undefined) compiler.problem(`${pointer}/values/${index}`, wrong);
  }
  return (_, uniform) => options?.[categoricalFrom(uniform(), weights)] ?? null;
}

const NOWHERE = new World([]);

/** Why a constant cannot be a value of the attribute. Whether a row exists is only known in a run. */
export function constantProblem(name: string, attribute: Attribute, value: Value): string | undefined {
  if (attribute.type === "ref" || (attribute.type === "list" && attribute.of.type === "ref")) return undefined;
  return refusal(() => storeOf(name, attribute)(value, NOWHERE));
}

function refusal(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** The messages of distributions are clauses. */
const sentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
