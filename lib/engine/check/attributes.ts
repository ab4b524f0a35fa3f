import { type Attribute, type Distribution, type Expression, type Init, RESERVED_NAMES, type Value } from "@/lib/domain/scenario";
import { compileExpression } from "../expressions";
import { NUMBER, type Type } from "../types";
import { tableDefinitions } from "../world/definition";
import { inside, type Path, type Place, type Report } from "./report";
import { attributeType, type Declared, mustBeGiven } from "./schema";
import { initScope } from "./scopes";

/** Names that rows, the expression language or every object already have. */
const TAKEN = new Set(["id", "source", "target", "addressed", "true", "false", "null", "in"]);

/** Reports a name of an attribute, input or parameter that expressions could not use. */
export function checkFieldName(name: string, path: Path, report: Report): void {
  if (TAKEN.has(name) || name in Object.prototype) report.add(path, `\`${name}\` already has a meaning: choose another name.`);
}

/** Reports a name of a table, view or variable that expressions could not use. */
export function checkVariableName(name: string, path: Path, report: Report): void {
  if (RESERVED_NAMES.has(name) || name in Object.prototype) report.add(path, `\`${name}\` already has a meaning: choose another name.`);
}

const STRING = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;

/** Reports an expression of the set-up that uses tables which are made later: they would be empty, which nobody means. */
export function checkOrder(source: Expression, table: string, path: Path, report: Report): void {
  if (typeof source !== "string") return;
  const order = tableDefinitions(report.scenario).map(({ name }) => name);
  const later = order.slice(Math.max(0, order.indexOf(table))).filter((name) => name !== "world");
  const bare = source.replace(STRING, (text) => " ".repeat(text.length));
  for (const name of later) {
    const isNetwork = Object.hasOwn(report.scenario.networks, name);
    const found = isNetwork ? new RegExp(`\\(\\s*['"]${name}['"]`).exec(source) : new RegExp(`(?<![.\\w])${name}\\b`).exec(bare);
    if (found === null) continue;
    const from = found.index + found[0].indexOf(name);
    const message = `\`${name}\` is not there yet when \`${table}\` is made: the world comes first, then tables, agents and networks, each in declared order.`;
    report.addSource(path, [{ message, from, length: name.length }]);
  }
}

/** `generated`: rows are made at set-up by the inits alone, so that every attribute needs one. */
export function checkAttributes(table: string, { kind, attributes, path }: Declared, generated: boolean, report: Report): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const here = [...path, name];
    checkFieldName(name, here, report);
    if (attribute.visible === "self" && kind !== "agents") report.add([...here, "visible"], "Only agents read their own attributes: use `public` or `nobody` here.");
    if ("min" in attribute) checkBounds(attribute, here, report);
    checkOptions(attribute, here, report);
    const item = attribute.type === "list" ? attribute.of : attribute;
    const tables = Object.keys(report.schema.tables).filter((candidate) => candidate !== "world");
    if (item.type === "ref") report.known([...here, ...(attribute.type === "list" ? ["of"] : []), "to"], "table or agent type", item.to, tables);
    const owner = { table, name, attribute, attributes, hasDataset: hasDataset(table, report), generated };
    if (attribute.init !== undefined) checkInit(attribute.init, [...here, "init"], owner, report);
    else if (generated && mustBeGiven(attribute) && !owner.hasDataset)
      report.add(here, `\`${name}\` would be the same for all and never change: give it an \`init\`, or make it \`dynamic\`.`);
  }
}

/** Reports bounds that leave nothing between them. */
export function checkBounds({ min, max }: { readonly min?: unknown; readonly max?: unknown }, path: Path, report: Report): void {
  if (typeof min === "number" && typeof max === "number" && min > max) report.add([...path, "min"], "The minimum is larger than the maximum.");
}

function checkOptions(attribute: Attribute, here: Path, report: Report): void {
  const category = attribute.type === "list" ? attribute.of : attribute;
  if (category.type !== "category") return;
  const path = [...here, ...(attribute.type === "list" ? ["of"] : []), "options"];
  category.options.forEach((option, index) => {
    if (category.options.indexOf(option) < index) report.add([...path, index], `The option \`${option}\` appears twice.`);
  });
}

const hasDataset = (table: string, { scenario }: Report): boolean => (scenario.agents[table] ?? scenario.tables[table] ?? scenario.networks[table])?.dataset !== undefined;

type Owner = {
  readonly table: string;
  readonly name: string;
  readonly attribute: Attribute;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly hasDataset: boolean;
  readonly generated: boolean;
};

function checkInit(init: Init, path: Path, owner: Owner, report: Report): void {
  const { table, name, attribute, attributes } = owner;
  const { names, schema } = initScope(report.scenario, report.schema, table, name, Object.keys(attributes));
  const place: Place = { path, names };
  if (typeof init !== "object") {
    if (missingReference(init, place, owner, report)) return;
    report.expression(init, place, attributeType(attribute), schema);
    if (owner.generated) checkOrder(init, table, path, report);
  } else if ("distribution" in init) checkDistribution(init, place, owner, (source, at) => report.expression(source, at, NUMBER, schema), report);
  else if ("constant" in init) checkConstant(init.constant, [...path, "constant"], attribute, report);
  else if ("given" in init) checkGiven(init, path, owner, report);
  else if ("column" in init) {
    if (!owner.hasDataset) report.add([...path, "column"], `\`${table}\` has no dataset whose column this could be.`);
  } else if (attribute.type !== "text") report.add([...path, "written"], `Only texts are written by the model, and this is of type ${attribute.type}.`);
}

/** An attribute of the same row that is declared later is the most likely mistake, and has a better message of its own. */
function missingReference(source: Init, { path, names }: Place, { name, attribute, attributes }: Owner, report: Report): boolean {
  if (typeof source !== "string") return false;
  const all = Object.keys(attributes);
  const mention = (other: string) => new RegExp(`\\bself\\s*\\.\\s*${other}\\b`).exec(source);
  const later = all.slice(all.indexOf(name)).find((other) => mention(other) !== null);
  const found = later === undefined ? null : mention(later);
  if (found === null || !compileExpression(source, report.schema, names, attributeType(attribute)).ok) return false;
  const message = later === name ? "An attribute cannot begin with its own value." : `\`${later ?? ""}\` is declared after \`${name}\`: an init may use the attributes before it.`;
  report.addSource(path, [{ message, from: found.index, length: found[0].length }]);
  return true;
}

function checkDistribution(init: Distribution, place: Place, { attribute }: Owner, number: (source: string | number | boolean, at: Place) => Type, report: Report): void {
  if (init.distribution === "categorical") {
    checkWeights(init, place.path, attribute, report);
    return;
  }
  if (attribute.type !== "number" && attribute.type !== "integer")
    report.add([...place.path, "distribution"], `A ${init.distribution} distribution gives numbers, and this is of type ${attribute.type}.`);
  for (const [key, source] of Object.entries(init)) {
    if (key === "distribution" || Array.isArray(source)) continue;
    number(source, inside(place, key));
    const positive = key === "sd" || key === "sdLog" || (key === "mean" && (init.distribution === "exponential" || init.distribution === "poisson"));
    if (positive && typeof source === "number" && source < 0) report.add([...place.path, key], "This cannot be negative.");
  }
  if ("min" in init) checkBounds(init, place.path, report);
}

function checkWeights({ weights, values }: Extract<Distribution, { distribution: "categorical" }>, path: Path, attribute: Attribute, report: Report): void {
  const options = attribute.type === "category" ? attribute.options : undefined;
  if (values === undefined && options === undefined) {
    report.add(path, "Say which `values` the weights are for: only categories have options of their own.");
    return;
  }
  values?.forEach((value, index) => checkConstant(value, [...path, "values", index], attribute, report));
  const count = values?.length ?? options?.length ?? 0;
  if (weights.length !== count) report.add([...path, "weights"], `There are ${weights.length} weights for ${count} ${values === undefined ? "options" : "values"}.`);
  if (weights.every((weight) => weight === 0)) report.add([...path, "weights"], "One of the weights must be more than 0.");
}

function checkGiven({ given, cases, otherwise }: Extract<Init, { given: string }>, path: Path, owner: Owner, report: Report): void {
  const { attributes, name } = owner;
  const earlier = Object.keys(attributes).slice(0, Object.keys(attributes).indexOf(name));
  const later = !earlier.includes(given) && given in attributes;
  if (later) report.add([...path, "given"], `\`${given}\` must be declared before \`${name}\`.`);
  const known = later || report.known([...path, "given"], "earlier attribute", given, earlier);
  const on = known ? attributes[given] : undefined;
  const options = on?.type === "category" ? on.options : on?.type === "boolean" ? ["true", "false"] : undefined;
  for (const [key, inner] of Object.entries(cases)) {
    if (options !== undefined) report.known([...path, "cases", key], `option of \`${given}\` called`, key, options);
    checkInit(inner, [...path, "cases", key], owner, report);
  }
  if (otherwise !== undefined) checkInit(otherwise, [...path, "otherwise"], owner, report);
  const missing = options?.filter((option) => !(option in cases)) ?? [];
  if (otherwise === undefined && (missing.length > 0 || (options === undefined && on !== undefined)))
    report.add([...path, "cases"], missing.length > 0 ? `There is no case for ${missing.join(", ")}: add them, or \`otherwise\`.` : "Add `otherwise` for all other values.");
}

/** Whether a value, as it stands in the document, may be the value of an attribute. */
export function checkConstant(value: Value, path: Path, attribute: Attribute, report: Report): void {
  if (value === null) return;
  const problem = constantProblem(value, attribute);
  if (problem !== undefined) report.add(path, problem);
}

function constantProblem(value: Value, attribute: Attribute): string | undefined {
  const shown = JSON.stringify(value);
  switch (attribute.type) {
    case "number":
    case "integer": {
      if (typeof value !== "number") return `${shown} is not a number.`;
      if (attribute.type === "integer" && !Number.isInteger(value)) return `${shown} is not a whole number.`;
      const { min, max } = attribute;
      const outside = (min !== undefined && value < min) || (max !== undefined && value > max);
      return outside ? `${shown} is not between ${min ?? "-∞"} and ${max ?? "∞"}.` : undefined;
    }
    case "boolean":
      return typeof value === "boolean" ? undefined : `${shown} is not true or false.`;
    case "category":
      return typeof value === "string" && attribute.options.includes(value) ? undefined : `${shown} is not one of ${attribute.options.join(", ")}.`;
    case "text":
      return typeof value === "string" ? undefined : `${shown} is not a text.`;
    case "ref":
      return typeof value === "string" ? undefined : `${shown} is not the id of a row.`;
    case "list":
      return Array.isArray(value) ? undefined : `${shown} is not a list.`;
  }
}
