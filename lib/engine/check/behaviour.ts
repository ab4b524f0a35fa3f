import type { Action, Questionnaire } from "@/lib/domain/scenario";
import { BOOLEAN, type Type } from "../types";
import { checkEffects } from "./effects";
import { checkInputs } from "./inputs";
import { inside, type Place, type Report } from "./report";
import { answeredNames } from "./scopes";
import { own } from "./schema";

type Views = Readonly<Record<string, Type>>;

/** Checks an action for the names that one agent type has where it is on offer. */
export function checkAction(name: string, action: Action, names: Place["names"], views: Views, report: Report): void {
  const place: Place = { path: ["actions", name], names };
  if (action.when !== undefined) report.expression(action.when, inside(place, "when"), BOOLEAN);
  report.template(action.prompt, inside(place, "prompt"), "self");
  const tables = checkInputs(action.inputs, inside(place, "inputs"), views, report);
  const answered: Place = { ...place, names: answeredNames(names, action.inputs, (input) => tables.get(input)) };
  checkRequirements(action, answered, report);
  checkEffects(action.effects, inside(answered, "effects"), report);
  checkFallback(action, place, tables, report);
}

function checkRequirements({ require }: Action, place: Place, report: Report): void {
  if (require === undefined) return;
  const many = Array.isArray(require);
  [require].flat().forEach((requirement, index) => {
    const here = inside(place, "require", ...(many ? [index] : []));
    if (typeof requirement === "object") report.expression(requirement.that, inside(here, "that"), BOOLEAN);
    else report.expression(requirement, here, BOOLEAN);
  });
}

function checkFallback({ fallback, inputs }: Action, place: Place, tables: ReadonlyMap<string, string>, report: Report): void {
  if (fallback === "skip") return;
  const here = inside(place, "fallback", "answer");
  for (const [name, expression] of Object.entries(fallback.answer)) {
    const input = own(inputs, name);
    if (input === undefined) report.known([...here.path, name], "input", name, Object.keys(inputs));
    const arg = input === undefined ? undefined : answeredNames({}, { [name]: input }, () => tables.get(name))["arg"];
    report.expression(expression, inside(here, name), arg?.kind === "fields" ? arg.fields[name] : undefined);
  }
  for (const [name, input] of Object.entries(inputs)) if (!input.optional && !Object.hasOwn(fallback.answer, name)) report.add(here.path, `The answer lacks \`${name}\`.`);
}

/** Checks a questionnaire for the names of those who are asked. */
export function checkQuestionnaire(name: string, questionnaire: Questionnaire, names: Place["names"], views: Views, report: Report): void {
  const place: Place = { path: ["questionnaires", name], names };
  report.template(questionnaire.intro, inside(place, "intro"), "self");
  if (Object.keys(questionnaire.items).length === 0) report.add([...place.path, "items"], "A questionnaire asks at least one thing.");
  const tables = checkInputs(questionnaire.items, inside(place, "items"), views, report);
  const answered = answeredNames(names, questionnaire.items, (input) => tables.get(input));
  checkEffects(questionnaire.effects, { path: [...place.path, "effects"], names: answered }, report);
}
