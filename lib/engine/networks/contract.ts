import type { Expression, Generator } from "@/lib/domain/scenario";
import type { Draws, Row } from "../base/row";
import type { Interruptible } from "../base/interruptible";

export type GeneratorKind = Generator["kind"];

/**
 * Fields of a generator that are expressions; the engine evaluates them before it generates ties.
 */
export type ExpressionField<Kind extends GeneratorKind = GeneratorKind> = Kind extends GeneratorKind
  ? ExpressionFieldOf<Extract<Generator, { kind: Kind }>>
  : never;
type ExpressionFieldOf<G> = {
  [Field in keyof G]-?: Expression extends G[Field] ? Field : never;
}[keyof G];

/** A generator with evaluated amounts. */
export type GeneratorParams<Kind extends GeneratorKind = GeneratorKind> = Kind extends GeneratorKind
  ? Evaluated<Extract<Generator, { kind: Kind }>>
  : never;
type Evaluated<G> = {
  readonly [Field in keyof G]: Expression extends G[Field]
    ? number | Extract<G[Field], undefined>
    : G[Field];
};

/** Indices of source and target in their lists. Undirected ties appear once. */
export type Tie = readonly [source: number, target: number];

export type TieRequest = {
  readonly sources: readonly Row[];
  readonly targets: readonly Row[];
  /** Whether both ends are the same table, so that `sources` and `targets` are the same rows. */
  readonly same: boolean;
  readonly directed: boolean;
  readonly draws: Draws;
};

/**
 * One kind of generator. To add one, write a file with a `TieGenerator` and its schema in the
 * domain, and register it in `index.ts`.
 */
export type TieGenerator<Kind extends GeneratorKind = GeneratorKind> = {
  readonly kind: Kind;
  /** Whether the ends must be the same table or different ones. */
  readonly ends: "same" | "different" | "any";
  /** Its expressions, and which of them are probabilities. */
  readonly amounts: { readonly [Field in ExpressionField<Kind>]: "number" | "probability" };
  /** Its fields that name an attribute which the rows at both ends need. */
  readonly attributes?: readonly (keyof Extract<Generator, { kind: Kind }>)[];
  /** Describes why its fields contradict each other; undefined if they do not. */
  problem?(generator: Extract<Generator, { kind: Kind }>): string | undefined;
  generate(params: GeneratorParams<Kind>, request: TieRequest): Interruptible<Tie[]>;
};

/** A network cannot be generated as described; the message says why. */
export class NetworkError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NetworkError";
  }
}

export function checkProbability(name: string, value: number): number {
  if (value >= 0 && value <= 1) return value;
  throw new NetworkError(`${name} must be between 0 and 1, not ${value}.`);
}

export function checkDegree(name: string, value: number): number {
  if (value >= 0 && value < Infinity) return value;
  throw new NetworkError(`${name} must be zero or more, not ${value}.`);
}

export function checkCount(name: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new NetworkError(`${name} must be a whole number of at least ${least}, not ${value}.`);
}

/**
 * Half of a lattice's degree: the number of neighbours on each side. A degree above the number of
 * others is limited to it.
 */
export function checkHalfDegree(degree: number, size: number): number {
  const whole = checkCount("The degree", degree, 0);
  if (whole >= size - 1) return Math.ceil((size - 1) / 2);
  if (whole % 2 === 0) return whole / 2;
  throw new NetworkError(
    `The degree must be even, so that there are as many neighbours on either side, not ${degree}.`,
  );
}
