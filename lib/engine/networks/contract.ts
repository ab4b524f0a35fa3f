import type { Expression, Generator } from "@/lib/domain/scenario";
import type { Draws, Row } from "../row";

export type GeneratorKind = Generator["kind"];

/** The fields of generators that are expressions; the engine evaluates them before it asks for ties. */
export const AMOUNTS = ["probability", "degree", "rewire", "links", "within", "across", "homophily", "branching"] as const;
export type Amount = (typeof AMOUNTS)[number];

/** A generator with its amounts evaluated. */
export type GeneratorParams<Kind extends GeneratorKind = GeneratorKind> = Kind extends GeneratorKind ? Evaluated<Extract<Generator, { kind: Kind }>> : never;
type Evaluated<G> = { readonly [Key in keyof G]: Key extends Amount ? number | Extract<G[Key], undefined> : G[Key] };

/** The amounts of a generator as they are written, to be evaluated. */
export function amountsOf(generator: Generator): readonly (readonly [Amount, Expression])[] {
  const written = new Map(Object.entries<Expression | undefined>(generator));
  return AMOUNTS.flatMap((amount) => {
    const expression = written.get(amount);
    return expression === undefined ? [] : [[amount, expression] as const];
  });
}

/** Index of the source and of the target in their lists. Undirected ties appear once. */
export type Tie = readonly [source: number, target: number];

export type TieRequest = {
  readonly sources: readonly Row[];
  readonly targets: readonly Row[];
  /** Both ends are the same table, so that `sources` and `targets` are the same rows. */
  readonly same: boolean;
  readonly directed: boolean;
  readonly draws: Draws;
};

/** One way to make a network. Adding one: a file with a `TieGenerator`, its schema in the domain, and its line in `index.ts`. */
export type TieGenerator<Kind extends GeneratorKind = GeneratorKind> = {
  readonly kind: Kind;
  /** Whether the ends may be different tables, and whether they may be the same. */
  readonly ends: "same" | "different" | "any";
  generate(params: GeneratorParams<Kind>, request: TieRequest): Tie[];
};

/** A network cannot be made as described; the message says why. */
export class NetworkError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NetworkError";
  }
}

export function checkedProbability(name: string, value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw new NetworkError(`${name} must be between 0 and 1, not ${value}.`);
}

export function checkedDegree(name: string, value: number): number {
  if (value >= 0 && value < Infinity) return value;
  throw new NetworkError(`${name} must be zero or more, not ${value}.`);
}

export function checkedCount(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new NetworkError(`${name} must be a whole number of at least ${least}, not ${value}.`);
}

/** Half of a lattice's degree: how many neighbours on each side. More than everybody is everybody. */
export function checkedHalf(degree: number, size: number): number {
  const whole = checkedCount("The degree", degree, 0);
  if (whole >= size - 1) return Math.ceil((size - 1) / 2);
  if (whole % 2 === 0) return whole / 2;
  throw new NetworkError(`The degree must be even, so that there are as many neighbours on either side, not ${degree}.`);
}
