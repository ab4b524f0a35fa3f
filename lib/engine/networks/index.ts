import type { Expression, Generator } from "@/lib/domain/scenario";
import type { Draws, Row } from "../base/row";
import type { Interruptible } from "../base/interruptible";
import { bipartite } from "./bipartite";
import { complete } from "./complete";
import {
  type ExpressionField,
  type GeneratorKind,
  type GeneratorParams,
  NetworkError,
  type Tie,
  type TieGenerator,
  type TieRequest,
} from "./contract";
import { grid } from "./grid";
import { homophily } from "./homophily";
import { random } from "./random";
import { ring } from "./ring";
import { scaleFree } from "./scale-free";
import { smallWorld } from "./small-world";
import { stochasticBlock } from "./stochastic-block";
import { tree } from "./tree";

export { type GeneratorKind, type GeneratorParams, NetworkError, type Tie } from "./contract";
export { gridShape } from "./grid";

const GENERATORS: { readonly [Kind in GeneratorKind]: TieGenerator<Kind> } = {
  complete,
  random,
  ring,
  smallWorld,
  scaleFree,
  stochasticBlock,
  homophily,
  tree,
  grid,
  bipartite,
};

/** Describes why a generator cannot make ties between these tables; undefined if it can. */
export function endsProblem(
  kind: GeneratorKind,
  between: readonly [string, string],
): string | undefined {
  const same = between[0] === between[1];
  const { ends } = GENERATORS[kind];
  if (ends === "same" && !same)
    return `A network of kind ${kind} has ties within one table, not between two.`;
  if (ends === "different" && same)
    return `A network of kind ${kind} has ties between two different tables.`;
  return undefined;
}

/** An amount of a generator as written in the scenario. */
export type AmountExpression = {
  readonly amount: ExpressionField;
  readonly expression: Expression;
  readonly isProbability: boolean;
};

export function generatorAmounts(generator: Generator): readonly AmountExpression[] {
  const amounts: Readonly<Record<string, "number" | "probability">> =
    GENERATORS[generator.kind].amounts;
  const written = new Map(Object.entries<unknown>(generator));
  return Object.entries(amounts).flatMap(([amount, what]) => {
    const expression = written.get(amount) as Expression | undefined;
    return expression === undefined
      ? []
      : [{ amount: amount as ExpressionField, expression, isProbability: what === "probability" }];
  });
}

/** Attributes that a generator requires of the rows at both ends, by the field that names them. */
export function generatorAttributes(
  generator: Generator,
): readonly (readonly [field: string, attribute: string])[] {
  const { attributes = [] }: { readonly attributes?: readonly string[] } =
    GENERATORS[generator.kind];
  const written = new Map(Object.entries<unknown>(generator));
  return attributes.map((field) => [field, String(written.get(field))] as const);
}

/** Describes why the fields of a generator contradict each other; undefined if they do not. */
export const generatorProblem = (generator: Generator): string | undefined =>
  problemOfKind(generator.kind, generator);

function problemOfKind<Kind extends GeneratorKind>(
  kind: Kind,
  generator: Generator,
): string | undefined {
  // `kind` identifies the union member; TypeScript cannot infer that from a lookup by kind.
  return GENERATORS[kind].problem?.(generator as Extract<Generator, { kind: Kind }>);
}

/**
 * Generates the ties of a new network as indices into `sources` and `targets`: no self-ties, no
 * duplicates, at most `LIMITS.rows`. For a network within one table, pass the same rows in the same
 * order as both. Depends only on the rows and the draws; time and memory are linear in the number
 * of ties and rows.
 * @throws NetworkError if an amount is outside its domain, an attribute is missing, or the tables
 * do not suit the kind
 */
export function* generateTies(
  params: GeneratorParams,
  {
    sources,
    targets,
    directed,
    draws,
  }: {
    readonly sources: readonly Row[];
    readonly targets: readonly Row[];
    readonly directed: boolean;
    readonly draws: Draws;
  },
): Interruptible<Tie[]> {
  const same =
    sources === targets ||
    (sources.length === targets.length &&
      sources.every(({ id }, index) => id === targets[index]?.id));
  const problem =
    sources.length + targets.length === 0
      ? undefined
      : endsProblem(params.kind, same ? ["", ""] : ["source", "target"]);
  if (problem !== undefined) throw new NetworkError(problem);
  return yield* generateOfKind(params.kind, params, { sources, targets, same, directed, draws });
}

function generateOfKind<Kind extends GeneratorKind>(
  kind: Kind,
  params: GeneratorParams<Kind>,
  request: TieRequest,
): Interruptible<Tie[]> {
  return GENERATORS[kind].generate(params, request);
}
