import type { Attribute, Expression } from "@/lib/domain/scenario";
import type { Computed, Names } from "../expressions/contract";
import type { Moment } from "../run/moment";
import type { Schema, Type } from "../types";

/** Where something stands in the document (a JSON pointer), and the names it may use there. */
export type InitPlace = { readonly pointer: string; readonly names: Names };

/** What compiling attributes needs of the compiler of a scenario, which collects the problems. */
export type InitCompiler = {
  readonly schema: Schema;
  problem(pointer: string, message: string): void;
  value(expression: Expression, place: InitPlace, expected?: Type): (moment: Moment) => Computed;
  number(expression: Expression, place: InitPlace): (moment: Moment) => number;
};

/** One attribute of a table, while its init is compiled. */
export type InitContext = {
  readonly name: string;
  readonly attribute: Attribute;
  /** What its values are, for expressions. */
  readonly expected: Type | undefined;
  /** All attributes of the table. */
  readonly declared: Readonly<Record<string, Attribute>>;
  /** The attributes declared before it: those a row already has when this one is drawn. */
  readonly earlier: Readonly<Record<string, Attribute>>;
  readonly compiler: InitCompiler;
};

/**
 * The value of an attribute for the row that `self` holds. `uniform` is the attribute's own draw on [0, 1): every
 * distribution is a function of this one number, so arms that differ in a distribution still draw the same ranks.
 */
export type InitValue = (moment: Moment, uniform: () => number) => Computed;
