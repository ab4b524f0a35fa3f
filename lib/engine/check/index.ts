import type { Scenario, ScenarioProblem } from "@/lib/domain/scenario";
import { describeType } from "../expressions";
import { present } from "../expressions/type-rules";
import { BOOLEAN, NUMBER } from "../types";
import { checkFieldName } from "./attributes";
import { checkEffects } from "./effects";
import { checkPhases } from "./phases";
import { checkParameters, checkPopulation, checkTableNames } from "./populations";
import { type Place, Report } from "./report";
import { agentNames, environmentNames, roundsScope } from "./scopes";
import { Sights } from "./views";

export type { ScenarioProblem } from "@/lib/domain/scenario";
export { attributeType, schemaOf } from "./schema";
export * from "./scopes";
export { unsupportedParts } from "./supported";

/**
 * Checks that a scenario makes sense: names, types and visibility in every expression and template, with the schema and
 * the names that the engine itself uses. Empty when it is sound; otherwise each problem with its JSON pointer, in the
 * order of the document, at most 200 of them. What is sound but not run yet is told by `unsupportedParts`.
 */
export function checkScenario(scenario: Scenario): ScenarioProblem[] {
  const report = new Report(scenario);
  const environment = environmentNames(scenario);
  checkParameters(report);
  checkTableNames(report);
  report.template(scenario.instructions, { path: ["instructions"], names: environment }, "public");
  checkRounds(report);
  checkPopulation(report);
  const sights = new Sights(report);
  sights.check();
  for (const [name, { profile }] of Object.entries(scenario.agents)) {
    report.template(profile, { path: ["agents", name, "profile"], names: agentNames(scenario, name, sights.typesFor(name)) }, "self");
  }
  checkPhases(report, sights);
  checkInterventions(report, environment);
  checkMeasures(report, environment);
  return report.finish();
}

function checkRounds(report: Report): void {
  const { rounds } = report.scenario;
  const { names, schema } = roundsScope(report.scenario);
  report.expression(rounds, { path: ["rounds"], names }, NUMBER, schema);
  const fixed = typeof rounds === "string" && /^\s*-?[\d.]+\s*$/.test(rounds) ? Number(rounds) : rounds;
  if (typeof fixed === "number" && (fixed < 1 || !Number.isInteger(fixed))) report.add(["rounds"], "The number of rounds is a whole number of at least 1.");
}

function checkInterventions(report: Report, names: Place["names"]): void {
  const ids = new Set<string>();
  report.scenario.interventions.forEach((intervention, index) => {
    const path = ["interventions", index];
    if (ids.has(intervention.id)) report.add([...path, "id"], `Another intervention is already called \`${intervention.id}\`.`);
    ids.add(intervention.id);
    report.expression(intervention.at, { path: [...path, "at"], names }, BOOLEAN);
    checkEffects(intervention.do, { path: [...path, "do"], names }, report);
  });
}

function checkMeasures(report: Report, names: Place["names"]): void {
  for (const [name, { value }] of Object.entries(report.scenario.measures)) {
    const path = ["measures", name, "value"];
    checkFieldName(name, ["measures", name], report);
    const type = present(report.expression(value, { path, names }));
    if (!["number", "boolean", "any"].includes(type.kind)) report.add(path, `A measure is a number, or true or false, and this is ${describeType(type)}.`);
  }
}
