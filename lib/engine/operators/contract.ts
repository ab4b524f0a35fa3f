import type { Computed } from "../expressions/contract";
import type { Draws } from "../base/row";
import type { Schema, Type } from "../base/types";

/** Why a type is not accepted, with a suggestion. */
export type TypeMismatch = { readonly message: string; readonly suggestion?: string | undefined };

/**
 * One input of an operator: the types it accepts, and how its value is read. `inputs.ts` lists the
 * kinds.
 */
export type Input<T> = {
  /** A description with its article, for messages: "a list of texts". */
  readonly what: string;
  /** Whether it may be omitted or null; `read` then returns the default for null. */
  readonly optional: boolean;
  /** Returns why a type is not accepted; undefined when it is. */
  mismatch(type: Type, schema: Schema): TypeMismatch | undefined;
  /** Checks a value, because any type may include null at run time. @throws InputError */
  read(value: Computed): T;
};

export type Inputs = { readonly [name: string]: Input<unknown> };

/** The checked values of the inputs. */
export type Values<Specs extends Inputs> = {
  readonly [Name in keyof Specs]: Specs[Name] extends Input<infer T> ? T : never;
};

/** The types of the given inputs; undefined for omitted ones. */
export type ArgumentTypes<Specs extends Inputs = Inputs> = {
  readonly [Name in keyof Specs]?: Type | undefined;
};

/** Subtracts steps from the budget of the context; throws when none are left. */
export type Charge = (steps: number) => void;

/** A value is invalid although its type is right; the message is for researchers. */
export class InputError extends Error {
  constructor(
    readonly reason: string,
    /** The name of the input. */
    readonly input?: string,
  ) {
    super(reason);
    this.name = "InputError";
  }
}

/**
 * One version of an operator. A published version never changes its results, which recorded runs
 * depend on: fix it in the next version.
 */
export type OperatorKind<Specs extends Inputs> = {
  readonly name: string;
  readonly version: number;
  /** One sentence for researchers. */
  readonly summary: string;
  /** The literature reference. */
  readonly source: string;
  readonly inputs: Specs;
  /** Returns the type of the result from the types of the inputs. */
  result(types: ArgumentTypes<Specs>): Type;
  /** Returns why the types of the inputs do not match each other, although each is valid. */
  mismatch?(
    types: ArgumentTypes<Specs>,
    schema: Schema,
  ): (TypeMismatch & { readonly input: keyof Specs & string }) | undefined;
  /**
   * Computes the result from the values and the draws alone. Charges for its work in advance
   * (reading the inputs is already charged). Names draws after the rows they belong to, so that
   * they do not depend on other rows. Throws `InputError`, and nothing else.
   */
  apply(values: Values<Specs>, draws: Draws, charge: Charge): Computed;
};

/** An operator as used by the engine. */
export type Operator = Pick<
  OperatorKind<Inputs>,
  "name" | "version" | "summary" | "source" | "inputs" | "result" | "mismatch"
> & {
  /** The name in scenarios: `doubleAuction@1`. */
  readonly id: string;
  /** Reads the values and applies the operator; omitted values are null. @throws InputError */
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
          [input, readInput(input, { read, value: args[input] ?? null, charge })] as const,
      );
      return kind.apply(Object.fromEntries(values) as Values<Specs>, draws, charge);
    },
  };
}

function readInput<T>(
  input: string,
  {
    read,
    value,
    charge,
  }: { readonly read: (value: Computed) => T; readonly value: Computed; readonly charge: Charge },
): T {
  charge(Array.isArray(value) ? value.length : 1);
  try {
    return read(value);
  } catch (error) {
    throw error instanceof InputError ? new InputError(error.reason, input) : error;
  }
}
