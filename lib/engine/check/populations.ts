import { type Expression, type Generator, parameterProblem } from "@/lib/domain/scenario";
import { endsProblem } from "../networks";
import { NUMBER } from "../types";
import { checkAttributes, checkBounds, checkConstant, checkFieldName, checkOrder, checkVariableName } from "./attributes";
import { inside, type Path, type Place, type Report } from "./report";
import { declaredTable, mustBeGiven, own } from "./schema";
import { describeNames, setupNames } from "./scopes";

/** Parameters: names, bounds, defaults. */
export function checkParameters(report: Report): void {
  for (const [name, parameter] of Object.entries(report.scenario.parameters)) {
    const path = ["parameters", name];
    checkFieldName(name, path, report);
    if ("min" in parameter) checkBounds(parameter, path, report);
    const problem = parameterProblem(parameter, parameter.default);
    if (problem !== undefined) report.add([...path, "default"], `This default is not possible: ${problem.message}.`, problem.suggestion);
  }
}

/** Agent types, tables, networks and the world must all be told apart by name. */
export function checkTableNames(report: Report): void {
  const { agents, tables, networks } = report.scenario;
  const seen = new Map<string, string>();
  for (const [section, declared] of Object.entries({ agents, tables, networks })) {
    for (const name of Object.keys(declared)) {
      checkVariableName(name, [section, name], report);
      const before = seen.get(name);
      if (before !== undefined) report.add([section, name], `\`${name}\` is already the name of one of the ${before}.`);
      seen.set(name, section);
    }
  }
}

export function checkPopulation(report: Report): void {
  const { scenario } = report;
  const names = setupNames(scenario);
  const count = (source: Expression | undefined, table: string, path: Path): void => {
    if (source === undefined) return;
    report.expression(source, { path, names }, NUMBER);
    checkOrder(source, table, path, report);
    if (typeof source === "number" && (source < 0 || !Number.isInteger(source))) report.add(path, "This must be a whole number of at least 0.");
  };
  if (Object.keys(scenario.agents).length === 0) report.add(["agents"], "A scenario has at least one type of agent.");
  for (const [name, type] of Object.entries(scenario.agents)) {
    const path = ["agents", name];
    count(type.count, name, [...path, "count"]);
    if (type.count === undefined && type.dataset === undefined) report.add(path, `How many? \`${name}\` has neither a \`count\` nor a \`dataset\`.`);
    checkDeclared(name, true, report);
    if (type.describe !== undefined) report.template(type.describe, { path: [...path, "describe"], names: describeNames(scenario, name) }, "public");
  }
  for (const [name, table] of Object.entries(scenario.tables)) {
    const path = ["tables", name];
    count(table.count, name, [...path, "count"]);
    checkDeclared(name, table.count !== undefined, report);
    if (table.describe !== undefined) report.template(table.describe, { path: [...path, "describe"], names: describeNames(scenario, name) }, "public");
    checkRows(name, report);
  }
  for (const name of Object.keys(scenario.networks)) checkNetwork(name, { path: ["networks", name], names }, report);
  checkDeclared("world", true, report);
}

function checkDeclared(table: string, generated: boolean, report: Report): void {
  const declared = declaredTable(report.scenario, table);
  if (declared !== undefined) checkAttributes(table, declared, generated, report);
}

function checkRows(name: string, report: Report): void {
  const table = own(report.scenario.tables, name);
  table?.rows?.forEach((row, index) => {
    const path = ["tables", name, "rows", index];
    for (const [key, value] of Object.entries(row)) {
      const attribute = own(table.attributes, key);
      if (attribute === undefined) report.known([...path, key], `attribute of ${name} called`, key, Object.keys(table.attributes));
      else checkConstant(value, [...path, key], attribute, report);
    }
    for (const [key, attribute] of Object.entries(table.attributes))
      if (!Object.hasOwn(row, key) && mustBeGiven(attribute)) report.add(path, `\`${key}\` is missing.`);
  });
}

function checkNetwork(name: string, place: Place, report: Report): void {
  const network = own(report.scenario.networks, name);
  if (network === undefined) return;
  const { agents, tables } = report.scenario;
  const ends = network.between;
  const known = ends.map((end, index) => report.known([...place.path, "between", index], "agent type or table", end, [...Object.keys(agents), ...Object.keys(tables)]));
  checkDeclared(name, network.generate !== undefined, report);
  if (network.generate === undefined || known.includes(false)) return;
  const here = inside(place, "generate");
  const { generate } = network;
  const misfit = endsProblem(generate.kind, ends);
  if (misfit !== undefined) report.add([...here.path, "kind"], misfit);
  checkGenerator(generate, here, ends, report);
}

function checkGenerator(generate: Generator, place: Place, ends: readonly string[], report: Report): void {
  for (const [key, source] of Object.entries(generate)) {
    if (key === "kind" || key === "torus" || key === "diagonal" || source === undefined) continue;
    if (key === "attribute") {
      for (const end of new Set(ends)) report.known([...place.path, key], `attribute of ${end} called`, String(source), Object.keys(declaredTable(report.scenario, end)?.attributes ?? {}));
      continue;
    }
    report.expression(source, inside(place, key), NUMBER);
    const isProbability = ["probability", "rewire", "within", "across", "homophily"].includes(key);
    if (typeof source !== "number") continue;
    if (source < 0) report.add([...place.path, key], "This cannot be negative.");
    else if (isProbability && source > 1) report.add([...place.path, key], "A probability is at most 1.");
  }
  if (generate.kind === "random" && (generate.probability === undefined) === (generate.degree === undefined))
    report.add(place.path, "A random network needs either a `probability` or a mean `degree`.");
}

