import type { AnswerInput, AnswerItem, Scenario } from "@/lib/domain/scenario";
import type { Names } from "../expressions/contract";
import { bindTaint, NO_TAINT, withTaint } from "../expressions/taint";
import { categoryScale } from "../base/schema";
import {
  ANY,
  BOOLEAN,
  fieldsOf,
  listOf,
  NUMBER,
  nullableOf,
  rowOf,
  type Taint,
  TEXT,
  type Type,
} from "../base/types";

const parameterType = (parameter: Scenario["parameters"][string]): Type => {
  switch (parameter.type) {
    case "integer":
    case "number":
      return NUMBER;
    case "boolean":
      return BOOLEAN;
    case "text":
      return TEXT;
    case "category":
      return { kind: "text", options: parameter.options, scale: categoryScale(parameter) };
  }
};

/**
 * `param` alone, for what is evaluated before the world exists: the number of rounds, and the
 * world's inits.
 */
export const parameterNames = ({ parameters }: Scenario): Names => ({
  param: fieldsOf(
    Object.fromEntries(
      Object.entries(parameters).map(([name, parameter]) => [name, parameterType(parameter)]),
    ),
  ),
});

/**
 * The names available to the setup, rules, interventions, measures, instructions and the conditions
 * of phases.
 */
export const environmentNames = (scenario: Scenario): Names => ({
  ...parameterNames(scenario),
  world: rowOf("world"),
  round: NUMBER,
});

/**
 * `arg`: the answered inputs. `refs` maps inputs that choose rows to their tables; an input without
 * a table can be any row. `taints` maps inputs with computed options to what these depend on.
 */
export const answerNames = (
  inputs: Readonly<Record<string, AnswerInput>>,
  refs: ReadonlyMap<string, string>,
  taints: ReadonlyMap<string, Taint> = new Map(),
): Names => ({
  arg: fieldsOf(
    Object.fromEntries(
      Object.entries(inputs).map(([name, input]) => [
        name,
        withTaint(answerValueType(input, refs.get(name)), bindTaint(taints.get(name) ?? NO_TAINT)),
      ]),
    ),
  ),
});

/** Returns the type of an answered input, given the table that it chooses from. */
export function answerValueType(input: AnswerInput, table: string | undefined): Type {
  const item = input.type === "list" ? input.of : input;
  if (item.type === "ref" && table === undefined) return ANY;
  const type = itemValueType(item, table ?? "");
  if (input.type !== "list") return input.optional ? nullableOf(type) : type;
  const list = listOf(item.optional ? nullableOf(type) : type);
  return input.optional ? nullableOf(list) : list;
}

function itemValueType(item: AnswerItem, table: string): Type {
  switch (item.type) {
    case "boolean":
      return BOOLEAN;
    case "integer":
    case "number":
      return NUMBER;
    case "text":
      return TEXT;
    case "category":
      return Array.isArray(item.options)
        ? { kind: "text", options: item.options, scale: categoryScale(item) }
        : TEXT;
    case "ref":
      return rowOf(table);
  }
}
