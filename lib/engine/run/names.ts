import type { AnswerInput, AnswerItem, Scenario } from "@/lib/domain/scenario";
import type { Names } from "../expressions/contract";
import { BOOLEAN, fieldsOf, listOf, NUMBER, nullableOf, rowOf, TEXT, type Type } from "../types";

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
      return { kind: "text", options: parameter.options };
  }
};

/** `param`, for what is known before there is a world. */
export const parameterNames = ({ parameters }: Scenario): Names => ({
  param: fieldsOf(Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameterType(parameter)]))),
});

/** What rules, interventions, measures and instructions may use. */
export const environmentNames = (scenario: Scenario): Names => ({ ...parameterNames(scenario), world: rowOf("world"), round: NUMBER });

/** The type of an answered input; `tableOf` finds the table that a ref chooses from. */
export function answerType(input: AnswerInput, tableOf: (ref: Extract<AnswerItem, { type: "ref" }>) => string): Type {
  const type = input.type === "list" ? listOf(itemType(input.of, tableOf)) : bareType(input, tableOf);
  return input.optional ? nullableOf(type) : type;
}

function itemType(item: AnswerItem, tableOf: (ref: Extract<AnswerItem, { type: "ref" }>) => string): Type {
  const type = bareType(item, tableOf);
  return item.optional ? nullableOf(type) : type;
}

function bareType(item: AnswerItem, tableOf: (ref: Extract<AnswerItem, { type: "ref" }>) => string): Type {
  switch (item.type) {
    case "boolean":
      return BOOLEAN;
    case "integer":
    case "number":
      return NUMBER;
    case "text":
      return TEXT;
    case "category":
      return Array.isArray(item.options) ? { kind: "text", options: item.options } : TEXT;
    case "ref":
      return rowOf(tableOf(item));
  }
}
