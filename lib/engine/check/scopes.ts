import type { AnswerInput, Scenario } from "@/lib/domain/scenario";
import { compileView } from "../expressions";
import type { Names } from "../expressions/contract";
import { answerType, environmentNames, parameterNames } from "../run/names";
import { ANY, fieldsOf, rowOf, type Schema, type TableShape, type Type } from "../types";
import { own } from "./schema";

/**
 * The names in scope of each place of a scenario, besides its tables and the functions. One function per place; the
 * engine compiles with the same names as the check.
 */

/** `rounds`: it is known before there is a world, so nothing but parameters. */
export const roundsScope = (scenario: Scenario): { readonly names: Names; readonly schema: Schema } => ({ names: parameterNames(scenario), schema: { tables: {} } });

/** Numbers of rows and the generators of networks: the world is made first. */
export const setupNames = (scenario: Scenario): Names => environmentNames(scenario);

/**
 * Inits: `self` is the row in the making, which has the attributes that are declared before this one; the schema that
 * goes with them knows no others. The world itself is made from parameters.
 */
export function initScope(scenario: Scenario, schema: Schema, table: string, attribute: string, declared: readonly string[]): { readonly names: Names; readonly schema: Schema } {
  const shape = own(schema.tables, table);
  const around = table === "world" ? parameterNames(scenario) : environmentNames(scenario);
  const names = { ...around, self: rowOf(table) };
  if (shape === undefined) return { names, schema };
  const later = new Set(declared.slice(Math.max(0, declared.indexOf(attribute))));
  const fields = Object.fromEntries(Object.entries(shape.fields).filter(([name]) => !later.has(name)));
  const partial: TableShape = { ...shape, fields };
  return { names, schema: { tables: { ...schema.tables, [table]: partial } } };
}

/** Instructions, rules, interventions, measures and the conditions of phases. */
export { environmentNames };

/** How a row is described to others: `self` is the row. */
export const describeNames = (scenario: Scenario, table: string): Names => ({ ...environmentNames(scenario), self: rowOf(table) });

/** What an agent's view may use: of the views only those before it. In `where` and `rank`, `row` and `it` are the row in question. */
export const viewNames = (scenario: Scenario, agentType: string, earlier: Readonly<Record<string, Type>>): Names => ({
  ...environmentNames(scenario),
  self: rowOf(agentType),
  view: fieldsOf(earlier),
});

/** Types of the views that make sense for an agent type. */
export function viewTypes(scenario: Scenario, schema: Schema, agentType: string): Readonly<Record<string, Type>> {
  const types: Record<string, Type> = {};
  for (const [name, view] of Object.entries(scenario.views)) {
    const result = compileView(view, schema, viewNames(scenario, agentType, types));
    if (result.ok) types[name] = result.compiled.type;
  }
  return types;
}

/** Profiles, the selection of who decides or is asked, and everything of an action or questionnaire before the answer. */
export const agentNames = (scenario: Scenario, agentType: string, views: Readonly<Record<string, Type>>): Names => ({
  ...environmentNames(scenario),
  self: rowOf(agentType),
  view: fieldsOf(views),
});

/** An action on offer in a phase with `each`: `row` is the row the decision is about. */
export const eachNames = (names: Names, table: string): Names => ({ ...names, row: rowOf(table) });

/**
 * Effects and requirements: the answer is `arg`. `tableOf` finds the table that the ref of an input chooses from; one of
 * an unknown table is of any type, because that is reported where the input stands.
 */
export function answeredNames(names: Names, inputs: Readonly<Record<string, AnswerInput>>, tableOf: (input: string) => string | undefined): Names {
  const types = Object.entries(inputs).map(([name, input]) => {
    const table = tableOf(name);
    const chooses = input.type === "ref" || (input.type === "list" && input.of.type === "ref");
    return [name, chooses && table === undefined ? ANY : answerType(input, () => table ?? "")] as const;
  });
  return { ...names, arg: fieldsOf(Object.fromEntries(types)) };
}
