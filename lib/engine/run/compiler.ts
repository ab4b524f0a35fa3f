import type { Expression, Scenario, ScenarioProblem } from "@/lib/domain/scenario";
import { BoundsError, compileExpression, EvaluationError } from "../expressions";
import { present } from "../expressions/type-rules";
import type { Computed, Names, Scope } from "../expressions/contract";
import { compileTemplate, type Reader } from "../templates";
import type { MayRead, Viewer } from "../templates/contract";
import type { Row } from "../row";
import { ANY, BOOLEAN, NUMBER, type Schema, type SourceProblem, type Type } from "../types";
import type { TableDefinition } from "../world/definition";
import { type Moment, MomentError, scopeAt } from "./moment";

/** Where a piece of source stands in the document, and the names it may use there. */
export type Place = { readonly pointer: string; readonly names: Names };

export type Evaluate<Result> = (moment: Moment) => Result;
export type Render = (moment: Moment, viewer: Viewer) => string;

/** The place of a part of what stands at `place`. */
export const inside = (place: Place, ...path: readonly (string | number)[]): Place => ({ ...place, pointer: `${place.pointer}/${path.join("/")}` });

export const withNames = (place: Place, names: Names): Place => ({ ...place, names: { ...place.names, ...names } });

/** Turns an error of an expression or template into one that knows its place; anything else is a mistake of ours. */
function placed(error: unknown, pointer: string, source: string): unknown {
  if (error instanceof EvaluationError || error instanceof BoundsError) return new MomentError(error.message, pointer, source);
  return error;
}

/** What is compiled, as a function of the moment; `source` is what messages call it. */
export const evaluated =
  <Result>(pointer: string, source: string, evaluate: (scope: Scope) => Result): Evaluate<Result> =>
  (moment) => {
    try {
      return evaluate(scopeAt(moment, pointer));
    } catch (error) {
      throw placed(error, pointer, source);
    }
  };

/** Compiles the sources of one scenario, collecting every problem on the way. */
export class Compiler {
  readonly problems: ScenarioProblem[] = [];
  private readonly definitions: ReadonlyMap<string, TableDefinition>;

  constructor(
    readonly scenario: Scenario,
    readonly schema: Schema,
    definitions: readonly TableDefinition[],
    private readonly mayRead: MayRead,
  ) {
    this.definitions = new Map(definitions.map((definition) => [definition.name, definition]));
  }

  definition(table: string): TableDefinition | undefined {
    return this.definitions.get(table);
  }

  problem(pointer: string, message: string): void {
    this.problems.push({ pointer, message });
  }

  /** The expression and the type of its result. */
  typed(expression: Expression, { pointer, names }: Place, expected?: Type): { readonly type: Type; readonly evaluate: Evaluate<Computed> } {
    const result = compileExpression(expression, this.schema, names, expected);
    if (!result.ok) return { type: ANY, evaluate: this.failed(result.problems, pointer) };
    const { compiled } = result;
    return { type: compiled.type, evaluate: evaluated(pointer, compiled.source, (scope) => compiled.evaluate(scope)) };
  }

  value(expression: Expression, place: Place, expected?: Type): Evaluate<Computed> {
    return this.typed(expression, place, expected).evaluate;
  }

  /** An expression that yields one row of a table or nothing. */
  row(expression: Expression, place: Place): { readonly table: string; readonly evaluate: Evaluate<Row | null> } {
    const { type: declared, evaluate } = this.typed(expression, place);
    const type = present(declared);
    const table = type.kind === "row" ? type.table : "";
    if (!this.definitions.has(table)) this.problem(place.pointer, `“${expression}” must be a row.`);
    return { table, evaluate: (moment) => evaluate(moment) as Row | null };
  }

  /** An expression that yields a row or a list of rows, as a list; nothing is an empty list. */
  rows(expression: Expression, place: Place): { readonly table: string; readonly evaluate: Evaluate<readonly Row[]> } {
    const { type: declared, evaluate } = this.typed(expression, place);
    const type = present(declared);
    const item = type.kind === "list" ? present(type.of) : type;
    const table = item.kind === "row" ? item.table : "";
    if (!this.definitions.has(table)) this.problem(place.pointer, `“${expression}” must be a row or a list of rows.`);
    return {
      table,
      evaluate: (moment) => {
        const value = evaluate(moment) as Row | null | readonly (Row | null)[];
        if (!Array.isArray(value)) return value === null ? [] : [value as Row];
        return value.includes(null) ? value.filter((row) => row !== null) : value;
      },
    };
  }

  truth(expression: Expression, place: Place): Evaluate<boolean> {
    if (typeof expression === "boolean") return () => expression;
    const evaluate = this.value(expression, place, BOOLEAN);
    return (moment) => evaluate(moment) === true;
  }

  number(expression: Expression, place: Place): Evaluate<number> {
    if (typeof expression === "number") return () => expression;
    const evaluate = this.value(expression, place, NUMBER);
    return (moment) => {
      const value = evaluate(moment);
      if (typeof value === "number" && Number.isFinite(value)) return value;
      throw new MomentError("The result is not a finite number.", place.pointer, String(expression));
    };
  }

  /** A template, for the eyes of `reader`. */
  text(template: string, { pointer, names }: Place, reader: Reader): Render {
    const result = compileTemplate(template, this.schema, names, this.mayRead, reader);
    if (!result.ok) return this.failed(result.problems, pointer);
    const { compiled } = result;
    return (moment, viewer) => {
      try {
        return compiled.render(scopeAt(moment, pointer), viewer);
      } catch (error) {
        throw placed(error, pointer, template);
      }
    };
  }

  private failed(problems: readonly SourceProblem[], pointer: string): () => never {
    for (const { message, from, length, suggestion } of problems)
      this.problems.push({ pointer, message, position: { from, length }, ...(suggestion === undefined ? {} : { suggestion }) });
    return () => {
      throw new TypeError(`${pointer} was not compiled.`);
    };
  }
}
