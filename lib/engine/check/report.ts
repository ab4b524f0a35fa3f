import { type Expression, pointerOf, type Scenario, type ScenarioProblem } from "@/lib/domain/scenario";
import { nearest } from "@/lib/domain/text/nearest";
import { compileExpression } from "../expressions";
import type { Names } from "../expressions/contract";
import { mayReadOf } from "../run/visibility";
import { compileTemplate, type Reader } from "../templates";
import type { MayRead } from "../templates/contract";
import { ANY, type Schema, type SourceProblem, type Type } from "../types";
import { schemaOf } from "./schema";

export type Path = readonly (string | number)[];

/** A place of the document and the names in scope there. */
export type Place = { readonly path: Path; readonly names: Names };

export const inside = ({ path, names }: Place, ...keys: Path): Place => ({ path: [...path, ...keys], names });

export const MOST_PROBLEMS = 200;

/** Collects what is wrong with one scenario. */
export class Report {
  readonly schema: Schema;
  private readonly mayRead: MayRead;
  private found: ScenarioProblem[] = [];

  constructor(readonly scenario: Scenario) {
    this.schema = schemaOf(scenario);
    this.mayRead = mayReadOf(scenario);
  }

  add(path: Path, message: string, suggestion?: string): void {
    this.found.push({ pointer: pointerOf(path), message, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  addSource(path: Path, problems: readonly SourceProblem[]): void {
    for (const { message, from, length, suggestion } of problems)
      this.found.push({ pointer: pointerOf(path), message, position: { from, length }, ...(suggestion === undefined ? {} : { suggestion }) });
  }

  /** Reports a name that is not among the known ones. True when it is. */
  known(path: Path, what: string, name: string, names: Iterable<string>): boolean {
    const all = [...names];
    if (all.includes(name)) return true;
    const suggestion = nearest(name, all);
    const others = suggestion === undefined && all.length > 0 && all.length <= 8 ? ` There ${all.length === 1 ? "is" : "are"} ${all.join(", ")}.` : "";
    this.add(path, `There is no ${what} \`${name}\`.${others}`, suggestion);
    return false;
  }

  /** Checks an expression and gives the type of its result; any type when it has a problem. */
  expression(source: Expression, { path, names }: Place, expected?: Type, schema = this.schema): Type {
    const result = compileExpression(source, schema, names, expected);
    if (result.ok) return result.compiled.type;
    this.addSource(path, result.problems);
    return ANY;
  }

  template(source: string, { path, names }: Place, reader: Reader): void {
    const result = compileTemplate(source, this.schema, names, this.mayRead, reader);
    if (!result.ok) this.addSource(path, result.problems);
  }

  /** The problems that a check would report, without reporting them. */
  trial(check: () => void): readonly ScenarioProblem[] {
    const before = this.found;
    this.found = [];
    check();
    const problems = this.found;
    this.found = before;
    return problems;
  }

  addAll(problems: readonly ScenarioProblem[]): void {
    this.found.push(...problems);
  }

  /** For what belongs to no agent type in particular: fine when it makes sense for one of them. */
  forSome(agentTypes: readonly string[], check: (agentType: string) => void): void {
    let fewest: readonly ScenarioProblem[] | undefined;
    for (const type of agentTypes) {
      const problems = this.trial(() => check(type));
      if (fewest === undefined || problems.length < fewest.length) fewest = problems;
    }
    this.addAll(fewest ?? []);
  }

  /** Every problem once, in the order of the document; beyond the first 200 only their number. */
  finish(): ScenarioProblem[] {
    const order = pointerOrder(this.scenario);
    const unique = new Map(this.found.map((problem) => [JSON.stringify(problem), problem]));
    const sorted = [...unique.values()]
      .map((problem) => ({ problem, place: order(problem.pointer) }))
      .sort((left, right) => left.place - right.place || (left.problem.position?.from ?? 0) - (right.problem.position?.from ?? 0))
      .map(({ problem }) => problem);
    if (sorted.length <= MOST_PROBLEMS) return sorted;
    const rest = sorted.length - MOST_PROBLEMS + 1;
    return [...sorted.slice(0, MOST_PROBLEMS - 1), { pointer: "", message: `${rest} more problems are not shown.` }];
  }
}

/** Where a pointer stands in the document; one that points to nothing stands where its nearest parent does. */
function pointerOrder(document: unknown): (pointer: string) => number {
  const places = new Map<string, number>();
  const visit = (value: unknown, pointer: string): void => {
    places.set(pointer, places.size);
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) visit(inner, pointer + pointerOf([key]));
  };
  visit(document, "");
  return (pointer) => {
    for (let at = pointer; ; at = at.slice(0, at.lastIndexOf("/"))) {
      const place = places.get(at);
      if (place !== undefined || at === "") return place ?? 0;
    }
  };
}
