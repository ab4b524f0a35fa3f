import { BOOLEAN, listOf, NUMBER, type Type } from "../../base/types";
import type { Draws } from "../../base/row";
import {
  betaFrom,
  binomialFrom,
  chanceFrom,
  dirichletFrom,
  exponentialFrom,
  gammaFrom,
  normalFrom,
  poissonFrom,
  uniformFrom,
} from "../../random";
import type { Computed, Scope } from "../contract";
import { charge } from "../errors";
import { assemble, type Elaborator, type Locals } from "../typed";
import { createDrawer, createDrawsOpener, drawOrFail } from "./call-draws";
import {
  asList,
  asNumber,
  checkArgument,
  defineFunction,
  type FunctionDoc,
  type FunctionEntry,
} from "./entry";
import { LIST_DRAWS } from "./list-draws";
import { requireNumbers } from "./sample";

const RANDOM = { group: "random" } as const;

/** The name of parameters that lie between 0 and 1. */
const PROBABILITY = "probability";
const isProbability = (value: number): boolean => value >= 0 && value <= 1;

type NumberDraw<Source> = {
  readonly params: readonly string[];
  readonly type: Type;
  readonly compute: (source: Source, values: readonly number[]) => Computed;
};

/**
 * Defines a function of numbers that draws from what `open` returns; `compute` reports invalid
 * parameters by a RangeError.
 */
function defineNumberDraw<Source>(
  doc: Omit<FunctionDoc, "group">,
  { params, type, compute }: NumberDraw<Source>,
  open: (elaborator: Elaborator, name: string) => (scope: Scope, locals: Locals) => Source,
): FunctionEntry {
  return defineFunction(
    { ...doc, ...RANDOM },
    {
      least: params.length,
      most: params.length,
      build: (call, bindings, elaborator) => {
        const args = call.args.map((arg, index) =>
          elaborator.elaborateAs(arg, bindings, {
            wanted: NUMBER,
            role: `The ${params[index] ?? "argument"} of \`${doc.name}\``,
          }),
        );
        const runs = args.map((arg, index) =>
          checkArgument(arg, {
            param: { name: params[index] ?? "argument", type: NUMBER },
            node: call.args[index] ?? call,
            name: doc.name,
            elaborator,
          }),
        );
        call.args.forEach((arg, index) => {
          const value = args[index]?.constantNode?.value;
          if (params[index] === PROBABILITY && typeof value === "number" && !isProbability(value))
            elaborator.warning(arg, `A probability lies between 0 and 1, and this is ${value}.`);
        });
        const fail = elaborator.failure(call);
        const next = open(elaborator, doc.name);
        return assemble(args, {
          type,
          run: (scope, locals) => {
            const values = runs.map((run) => asNumber(run(scope, locals)));
            const source = next(scope, locals);
            return drawOrFail(doc.name, fail, () => compute(source, values));
          },
          extra: { draws: true },
        });
      },
    },
  );
}

/** Defines a function of numbers and one uniform draw. */
const defineDraw = (doc: Omit<FunctionDoc, "group">, draw: NumberDraw<number>): FunctionEntry =>
  defineNumberDraw(doc, draw, createDrawer);

/** Defines a function of numbers and draws of its own. */
const defineMultipleDraw = (
  doc: Omit<FunctionDoc, "group">,
  draw: NumberDraw<Draws>,
): FunctionEntry => defineNumberDraw(doc, draw, createDrawsOpener);

const dirichlet = defineFunction(
  {
    ...RANDOM,
    name: "dirichlet",
    signature: "dirichlet(list)",
    doc:
      "Random shares that add up to 1, from the Dirichlet distribution with a concentration " +
      "above 0 for each share; its mean is the concentration divided by their sum, and larger " +
      "concentrations vary less.",
    example: "dirichlet([2, 3, 5])",
  },
  {
    least: 1,
    most: 1,
    build: (call, bindings, elaborator, { name }) => {
      const param = { name: "list of concentrations", type: listOf(NUMBER) };
      const [node = call] = call.args;
      const list = elaborator.elaborateAs(node, bindings, {
        wanted: param.type,
        role: `The ${param.name} of \`${name}\``,
      });
      const read = checkArgument(list, { param, node, name, elaborator });
      const fail = elaborator.failure(node);
      const open = createDrawsOpener(elaborator, name);
      return assemble([list], {
        type: listOf(NUMBER),
        run: (scope, locals) => {
          const values = asList(read(scope, locals));
          charge(scope, values.length, elaborator.source);
          const concentrations = requireNumbers(values, name, fail);
          const draws = open(scope, locals);
          return drawOrFail(name, fail, () => dirichletFrom(draws, concentrations));
        },
        extra: { draws: true },
      });
    },
  },
);

export const RANDOM_FUNCTIONS: readonly FunctionEntry[] = [
  defineDraw(
    {
      name: "chance",
      signature: "chance(p)",
      doc: "True with probability p; a p below 0 counts as 0, above 1 as 1.",
      example: "chance(0.3)",
    },
    {
      params: [PROBABILITY],
      type: BOOLEAN,
      compute: (uniform, [p]) => chanceFrom(uniform, asNumber(p)),
    },
  ),
  defineDraw(
    {
      name: "uniform",
      signature: "uniform(a, b)",
      doc: "A number between a and b, each equally likely.",
      example: "uniform(0, 10)",
    },
    {
      params: ["lower end", "upper end"],
      type: NUMBER,
      compute: (uniform, [a, b]) => uniformFrom(uniform, asNumber(a), asNumber(b)),
    },
  ),
  defineDraw(
    {
      name: "normal",
      signature: "normal(mean, sd)",
      doc: "A number from the normal distribution with this mean and standard deviation.",
      example: "normal(100, 15)",
    },
    {
      params: ["mean", "standard deviation"],
      type: NUMBER,
      compute: (uniform, [mean, sd]) => normalFrom(uniform, asNumber(mean), asNumber(sd)),
    },
  ),
  defineDraw(
    {
      name: "poisson",
      signature: "poisson(mean)",
      doc: "A count from the Poisson distribution with this mean.",
      example: "poisson(2.5)",
    },
    {
      params: ["mean"],
      type: NUMBER,
      compute: (uniform, [mean]) => poissonFrom(uniform, asNumber(mean)),
    },
  ),
  defineDraw(
    {
      name: "exponential",
      signature: "exponential(mean)",
      doc:
        "A number from the exponential distribution with this mean: the time until the next " +
        "event when events are as likely at any time.",
      example: "exponential(3)",
    },
    {
      params: ["mean"],
      type: NUMBER,
      compute: (uniform, [mean]) => exponentialFrom(uniform, asNumber(mean)),
    },
  ),
  defineMultipleDraw(
    {
      name: "binomial",
      signature: "binomial(n, p)",
      doc: "The number of successes in n independent trials, each with probability p.",
      example: "binomial(20, 0.3)",
    },
    {
      params: ["number of trials", PROBABILITY],
      type: NUMBER,
      compute: (draws, [n, p]) => binomialFrom(draws, asNumber(n), asNumber(p)),
    },
  ),
  defineMultipleDraw(
    {
      name: "beta",
      signature: "beta(a, b)",
      doc:
        "A number between 0 and 1 from the beta distribution, with mean a / (a + b); both are " +
        "above 0, and larger ones vary less.",
      example: "beta(2, 5)",
    },
    {
      params: ["parameter a", "parameter b"],
      type: NUMBER,
      compute: (draws, [a, b]) => betaFrom(draws, asNumber(a), asNumber(b)),
    },
  ),
  defineMultipleDraw(
    {
      name: "gamma",
      signature: "gamma(shape, scale)",
      doc:
        "A number above 0 from the gamma distribution, with mean shape × scale and variance " +
        "shape × scale²; both are above 0.",
      example: "gamma(2, 1.5)",
    },
    {
      params: ["shape", "scale"],
      type: NUMBER,
      compute: (draws, [shape, scale]) => gammaFrom(draws, asNumber(shape), asNumber(scale)),
    },
  ),
  dirichlet,
  ...LIST_DRAWS,
];
