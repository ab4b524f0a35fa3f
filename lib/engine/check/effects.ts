import type { Effect, Expression } from "@/lib/domain/scenario";
import { nearest } from "@/lib/domain/text/nearest";
import { describeType } from "../expressions";
import { present } from "../expressions/type-rules";
import { ANY, BOOLEAN, NUMBER, nullableOf, rowOf, type Type } from "../types";
import { checkVariableName } from "./attributes";
import { inside, type Place, type Report } from "./report";
import { attributeType, beginsEmpty, declaredTable, mustBeGiven, own } from "./schema";

type Of<Key extends string> = Extract<Effect, Record<Key, unknown>>;

/** Checks a list of effects that stands at `place`. */
export function checkEffects(effects: readonly Effect[], place: Place, report: Report): void {
  effects.forEach((effect, index) => checkEffect(effect, inside(place, index), report));
}

function checkEffect(effect: Effect, place: Place, report: Report): void {
  if ("set" in effect) checkSet(effect, place, report);
  else if ("insert" in effect) checkInsert(effect, place, report);
  else if ("delete" in effect) checkDelete(effect, place, report);
  else if ("tell" in effect) checkTell(effect, place, report);
  else if ("stop" in effect) report.expression(effect.stop, inside(place, "stop"), BOOLEAN);
  else if ("when" in effect) {
    report.expression(effect.when, inside(place, "when"), BOOLEAN);
    checkEffects(effect.do, inside(place, "do"), report);
    checkEffects(effect.else ?? [], inside(place, "else"), report);
  } else if ("forEach" in effect) {
    const list = present(report.expression(effect.forEach, inside(place, "forEach")));
    if (list.kind !== "list" && list.kind !== "any") report.add([...place.path, "forEach"], `\`forEach\` goes through a list, and this is ${describeType(list)}.`);
    const names = bind(effect.as, list.kind === "list" ? list.of : ANY, place, "as", report);
    checkEffects(effect.do, { path: [...place.path, "do"], names }, report);
  } else if ("let" in effect) {
    let inner = place;
    for (const [name, expression] of Object.entries(effect.let)) {
      const type = report.expression(expression, inside(inner, "let", name));
      inner = { path: place.path, names: bind(name, type, inner, "let", report) };
    }
    checkEffects(effect.do, inside(inner, "do"), report);
  } else {
    for (const [name, expression] of Object.entries(effect.with)) report.expression(expression, inside(place, "with", name));
    checkEffects(effect.do, { path: [...place.path, "do"], names: bind(effect.as, ANY, place, "as", report) }, report);
  }
}

/** The names with one more; it must not hide another. */
function bind(name: string, type: Type, { path, names }: Place, key: string, report: Report): Place["names"] {
  const where = key === "let" ? [...path, key, name] : [...path, key];
  checkVariableName(name, where, report);
  if (Object.hasOwn(names, name) || Object.hasOwn(report.schema.tables, name)) report.add(where, `\`${name}\` already has a meaning here: choose another name.`);
  return { ...names, [name]: type };
}

function checkSet({ set, to }: Of<"set">, place: Place, report: Report): void {
  const split = set.lastIndexOf(".");
  const [owner, name] = [set.slice(0, split), set.slice(split + 1)];
  const here = inside(place, "set");
  const type = present(report.expression(owner, here));
  if (type.kind !== "row") {
    if (type.kind !== "any") report.add(here.path, `\`${owner}\` is ${describeType(type)}: only attributes of rows can be set.`);
    report.expression(to, inside(place, "to"));
    return;
  }
  const attributes = declaredTable(report.scenario, type.table)?.attributes ?? {};
  const attribute = own(attributes, name);
  const at = { from: split + 1, length: name.length };
  if (attribute === undefined) {
    const suggestion = nearest(name, Object.keys(attributes));
    const message = ["id", "source", "target"].includes(name) ? `\`${name}\` never changes.` : `${type.table} has no attribute \`${name}\`.`;
    report.addSource(here.path, [{ message, ...at, ...(suggestion === undefined ? {} : { suggestion }) }]);
  } else if (!attribute.dynamic) {
    report.addSource(here.path, [{ message: `\`${name}\` of ${type.table} never changes: declare it \`"dynamic": true\` to set it.`, ...at }]);
  }
  const wanted = attribute === undefined ? ANY : attributeType(attribute);
  const nullable = attribute !== undefined && beginsEmpty(attribute);
  report.expression(to, inside(place, "to"), nullable ? nullableOf(wanted) : wanted);
}

function checkInsert(effect: Of<"insert">, place: Place, report: Report): void {
  const { scenario } = report;
  const here = inside(place, "insert");
  const tables = [...Object.keys(scenario.tables), ...Object.keys(scenario.networks), ...Object.keys(scenario.agents)];
  if (!report.known(here.path, "table", effect.insert, tables)) {
    for (const [name, cell] of Object.entries(effect.row ?? {})) report.expression(cell, inside(place, "row", name));
    return;
  }
  const declared = declaredTable(scenario, effect.insert);
  const isTie = declared?.kind === "network";
  if ("between" in effect) checkEnds(effect.insert, effect.between, place, report);
  else if (isTie) report.add(place.path, `A tie of ${effect.insert} needs \`between\`: the two rows it ties.`);
  const attributes = declared?.attributes ?? {};
  const given = effect.row ?? {};
  for (const [name, cell] of Object.entries(given)) {
    const at = inside(place, "row", name);
    const attribute = own(attributes, name);
    if (attribute === undefined) report.known(at.path, `attribute of ${effect.insert} called`, name, Object.keys(attributes));
    report.expression(cell, at, attribute === undefined ? undefined : beginsEmpty(attribute) ? nullableOf(attributeType(attribute)) : attributeType(attribute));
  }
  const missing = Object.entries(attributes).filter(([name, attribute]) => !Object.hasOwn(given, name) && mustBeGiven(attribute));
  for (const [name] of missing) report.add([...place.path, "row"], `\`${name}\` of ${effect.insert} is missing, and has no \`init\`.`);
}

function checkEnds(network: string, between: readonly [Expression, Expression], place: Place, report: Report): void {
  const declared = own(report.scenario.networks, network);
  const key = inside(place, "between");
  if (declared === undefined) report.add(key.path, `Only networks have ties, and \`${network}\` is not a network.`);
  between.forEach((end, index) => {
    const table = declared?.between[index];
    const type = present(report.expression(end, inside(key, index), table === undefined ? undefined : rowOf(table)));
    if (table === undefined && type.kind !== "row" && type.kind !== "any") report.add([...key.path, index], `A tie is between rows, and this is ${describeType(type)}.`);
  });
}

function checkDelete(effect: Of<"delete">, place: Place, report: Report): void {
  const here = inside(place, "delete");
  if ("between" in effect) {
    if (report.known(here.path, "network", effect.delete, Object.keys(report.scenario.networks))) checkEnds(effect.delete, effect.between, place, report);
    return;
  }
  const table = rowsOf(report.expression(effect.delete, here), "Only rows can be deleted", here, report);
  if (table === "world") report.add(here.path, "The world cannot be deleted.");
}

/** The table of a row or a list of rows. */
function rowsOf(result: Type, rule: string, place: Place, report: Report): string | undefined {
  const type = present(result);
  const item = type.kind === "list" ? present(type.of) : type;
  if (item.kind === "row") return item.table;
  if (item.kind !== "any") report.add(place.path, `${rule}, and this is ${describeType(type)}.`);
  return undefined;
}

function checkTell({ tell, text, importance }: Of<"tell">, place: Place, report: Report): void {
  const here = inside(place, "tell");
  const table = rowsOf(report.expression(tell, here), "Only agents can be told something", here, report);
  if (table !== undefined && !Object.hasOwn(report.scenario.agents, table)) report.add(here.path, `Only agents can be told something, and ${table} is not a type of agent.`);
  report.template(text, inside(place, "text"), { own: String(tell) });
  if (importance === undefined) return;
  report.expression(importance, inside(place, "importance"), NUMBER);
  if (typeof importance === "number" && (importance < 0 || importance > 1)) report.add([...place.path, "importance"], "Importance lies between 0 and 1.");
}
