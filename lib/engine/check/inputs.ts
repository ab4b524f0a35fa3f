import type { AnswerInput, AnswerItem } from "@/lib/domain/scenario";
import { present } from "../expressions/type-rules";
import { listOf, NUMBER, TEXT, type Type } from "../types";
import { checkBounds, checkFieldName } from "./attributes";
import { inside, type Place, type Report } from "./report";

/** Checks inputs or items, and gives the tables from which the refs among them choose. */
export function checkInputs(inputs: Readonly<Record<string, AnswerInput>>, place: Place, views: Readonly<Record<string, Type>>, report: Report): ReadonlyMap<string, string> {
  const tables = new Map<string, string>();
  for (const [name, input] of Object.entries(inputs)) {
    const here = inside(place, name);
    checkFieldName(name, here.path, report);
    if (input.type === "list" && input.minItems > input.maxItems) report.add([...here.path, "minItems"], "The smallest number of items is larger than the largest.");
    const table = input.type === "list" ? checkItem(input.of, inside(here, "of"), views, report) : checkItem(input, here, views, report);
    if (table !== undefined) tables.set(name, table);
  }
  return tables;
}

function checkItem(item: AnswerItem, place: Place, views: Readonly<Record<string, Type>>, report: Report): string | undefined {
  switch (item.type) {
    case "boolean":
      return undefined;
    case "integer":
    case "number":
      for (const key of ["min", "max"] as const) if (item[key] !== undefined) report.expression(item[key], inside(place, key), NUMBER);
      checkBounds(item, place.path, report);
      return undefined;
    case "text":
      if (item.minLength > item.maxLength) report.add([...place.path, "minLength"], "The shortest length is larger than the longest.");
      return undefined;
    case "category":
      checkOptions(item.options, place, report);
      return undefined;
    case "ref":
      return refTable(item, place, views, report);
  }
}

function checkOptions(options: Extract<AnswerItem, { type: "category" }>["options"], place: Place, report: Report): void {
  const here = inside(place, "options");
  if (!Array.isArray(options)) {
    report.expression(options, here, listOf(TEXT));
    return;
  }
  options.forEach((option, index) => {
    if (options.indexOf(option) < index) report.add([...here.path, index], `The option \`${option}\` appears twice.`);
  });
}

function refTable(item: Extract<AnswerItem, { type: "ref" }>, place: Place, views: Readonly<Record<string, Type>>, report: Report): string | undefined {
  if ((item.view === undefined) === (item.from === undefined)) {
    report.add(place.path, "A ref needs either a `view` or a `from`: the rows to choose from.");
    return undefined;
  }
  if (item.view !== undefined) {
    return report.known([...place.path, "view"], "view", item.view, Object.keys(views)) ? tableOf(views[item.view]) : undefined;
  }
  const from = inside(place, "from");
  const type = item.from === undefined ? undefined : report.expression(item.from, from);
  const table = tableOf(type);
  if (table === undefined && type?.kind !== "any") report.add(from.path, "These must be rows: a table, or an expression that yields a list of rows.");
  return table;
}

/** The table of a list of rows. */
export function tableOf(type: Type | undefined): string | undefined {
  const list = type === undefined ? undefined : present(type);
  const of = list?.kind === "list" ? present(list.of) : undefined;
  return of?.kind === "row" ? of.table : undefined;
}
