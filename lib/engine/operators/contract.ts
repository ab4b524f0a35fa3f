import type { Computed } from "../expressions/contract";
import type { Draws } from "../base/row";
import type { Schema, Type } from "../base/types";

/** Why a value of some type cannot be given, and what was probably meant. */
export type TypeMismatch = { readonly message: string; readonly suggestion?: string | undefined };

/**
 * One input of an operator: which types it takes, and how a value is read. `inputs.ts` has the
 * kinds there are.
 */
export type Input<T> = {
  /** With its article, for messages: "a list of texts". */
  readonly what: string;
  /** May be left out, or be null; `read` then gives its default for null. */
  readonly optional: boolean;
  /** Undefined when a value of this type can be given. */
  mismatch(type: Type, schema: Schema): TypeMismatch | undefined;
  /** The value, checked: every type may hold null. Throws `InputError`. */
  read(value: Computed): T;
};

export type Inputs = { readonly [name: string]: Input<unknown> };

/** The values of the inputs, read. */
export type Values<Specs extends Inputs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends Input<infer T> ? T : never;
};

/** The types of the inputs as they are given; undefined for those left out. */
export type ArgumentTypes<Specs extends Inputs = Inputs> = {
  readonly [Name in keyof Specs]?: Type | undefined;
};

/** Takes steps from the budget of the context; throws when none are left. */
export type Charge = (steps: number) => void;

/** A value cannot be used although its type is right: the message says why, for the researcher. */
export class InputError extends Error {
  constructor(
    readonly reason: string,
    /** Which input. */
    readonly input?: string,
  ) {
    super(reason);
    this.name = "InputError";
  }
}

/**
 * One operator in one version. A published version never changes its results: mend it in the next.
 */
export type OperatorKind<Specs extends Inputs> = {
  readonly name: string;
  readonly version: number;
  /** One sentence for researchers. */
  readonly summary: string;
  /** The literature it follows. */
  readonly source: string;
  readonly inputs: Specs;
  /** The type of the result, from the types of the inputs. */
  result(types: ArgumentTypes<Specs>): Type;
  /** Why the types of the inputs, each of them right, do not go together. */
  mismatch?(
    types: ArgumentTypes<Specs>,
    schema: Schema,
  ): (TypeMismatch & { readonly input: keyof Specs & string }) | undefined;
  /**
   * The result: a function of the values and the draws alone. Charges for its work before doing it
   * (what it costs to read the inputs is charged already). Name draws after the rows they are for,
   * so that they stay the same whoever else takes part. Throws `InputError`, and nothing else.
   */
  apply(values: Values<Specs>, draws: Draws, charge: Charge): Computed;
};

/** An operator as the engine runs it. */
export type Operator = Pick<
  OperatorKind<Inputs>,
  "name" | "version" | "summary" | "source" | "inputs" | "result" | "mismatch"
> & {
  /** As scenarios name it: `doubleAuction@1`. */
  readonly id: string;
  /** Reads the values and applies the operator; values left out are null. Throws `InputError`. */
  run(args: { readonly [name: string]: Computed }, draws: Draws, charge: Charge): Computed;
};

export function defineOperator<const Specs extends Inputs>(kind: OperatorKind<Specs>): Operator {
  const { name, version, summary, source, inputs, result, mismatch } = kind;
  return {
    id: `${name}@${version}`,
    name,
    version,
    summary,
    source,
    inputs,
    result,
    ...(mismatch === undefined ? {} : { mismatch }),
    run: (args, draws, charge) => {
      const values = Object.entries(inputs).map(
        ([input, { read }]) =>
          [input, readInput(input, read, args[input] ?? null, charge)] as const,
      );
      return kind.apply(Object.fromEntries(values) as Values<Specs>, draws, charge);
    },
  };
}

function readInput<T>(
  input: string,
  read: (value: Computed) => T,
  value: Computed,
  charge: Charge,
): T {
  charge(Array.isArray(value) ? value.length : 1);
  try {
    return read(value);
  } catch (error) {
    throw error instanceof InputError ? new InputError(error.reason, input) : error;
  }
}
