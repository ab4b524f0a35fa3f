import type { AskPhase, DecidePhase, Expression } from "@/lib/domain/scenario";
import { describeType } from "../expressions";
import { present } from "../expressions/type-rules";
import { BOOLEAN } from "../types";
import { checkAction, checkQuestionnaire } from "./behaviour";
import { checkEffects } from "./effects";
import { tableOf } from "./inputs";
import { inside, type Place, type Report } from "./report";
import { own } from "./schema";
import { agentNames, eachNames, environmentNames } from "./scopes";
import type { Sights } from "./views";

/** Steps of every round that are no phases. */
const OTHER_STEPS = ["setup", "interventions"];

/** Checks the schedule, and with it each action and questionnaire for the agents that meet it. */
export function checkPhases(report: Report, sights: Sights): void {
  const { scenario } = report;
  const ids = new Set<string>();
  const met = new Set<string>();
  scenario.phases.forEach((phase, index) => {
    const place: Place = { path: ["phases", index], names: environmentNames(scenario) };
    if (ids.has(phase.id) || OTHER_STEPS.includes(phase.id)) report.add([...place.path, "id"], `Another step of the round is already called \`${phase.id}\`.`);
    ids.add(phase.id);
    if (phase.if !== undefined) report.expression(phase.if, inside(place, "if"), BOOLEAN);
    if ("decide" in phase) checkDecide(phase, place, report, sights, met);
    else if ("ask" in phase) checkAsk(phase, place, report, sights, met);
    else if ("rules" in phase) checkEffects(phase.rules, inside(place, "rules"), report);
    else if ("converse" in phase) report.known([...place.path, "converse"], "conversation", phase.converse, Object.keys(scenario.conversations));
    else if ("match" in phase) report.known([...place.path, "match"], "agent type", phase.match, Object.keys(scenario.agents));
  });
  checkUnmet(met, report, sights);
}

/** What no phase uses must still make sense for some agent type. */
function checkUnmet(met: ReadonlySet<string>, report: Report, sights: Sights): void {
  const { scenario } = report;
  const types = Object.keys(scenario.agents);
  const namesFor = (type: string) => agentNames(scenario, type, sights.typesFor(type));
  for (const [name, action] of Object.entries(scenario.actions))
    if (!met.has(`action ${name}`)) report.forSome(types, (type) => checkAction(name, action, namesFor(type), sights.typesFor(type), report));
  for (const [name, questionnaire] of Object.entries(scenario.questionnaires))
    if (!met.has(`questionnaire ${name}`)) report.forSome(types, (type) => checkQuestionnaire(name, questionnaire, namesFor(type), sights.typesFor(type), report));
}

function checkDecide(phase: DecidePhase, place: Place, report: Report, sights: Sights, met: Set<string>): void {
  const { scenario } = report;
  const type = phase.decide;
  const isType = report.known([...place.path, "decide"], "agent type", type, Object.keys(scenario.agents));
  phase.do.forEach((name, index) => {
    report.known([...place.path, "do", index], "action", name, Object.keys(scenario.actions));
    if (phase.do.indexOf(name) < index) report.add([...place.path, "do", index], `\`${name}\` is already on offer.`);
    met.add(`action ${name}`);
  });
  if (!isType) return;
  const views = sights.typesFor(type);
  let names = agentNames(scenario, type, views);
  checkWho(phase, { ...place, names }, report);
  if (phase.each !== undefined && report.known([...place.path, "each"], "view", phase.each, Object.keys(scenario.views))) {
    names = eachNames(names, tableOf(views[phase.each]) ?? "");
  }
  for (const name of new Set(phase.do)) {
    const action = own(scenario.actions, name);
    if (action !== undefined) checkAction(name, action, names, views, report);
  }
}

function checkAsk(phase: AskPhase, place: Place, report: Report, sights: Sights, met: Set<string>): void {
  const { scenario } = report;
  report.known([...place.path, "ask"], "questionnaire", phase.ask, Object.keys(scenario.questionnaires));
  met.add(`questionnaire ${phase.ask}`);
  if (!report.known([...place.path, "who"], "agent type", phase.who, Object.keys(scenario.agents))) return;
  const views = sights.typesFor(phase.who);
  const names = agentNames(scenario, phase.who, views);
  checkWho(phase, { ...place, names }, report);
  const questionnaire = own(scenario.questionnaires, phase.ask);
  if (questionnaire !== undefined) checkQuestionnaire(phase.ask, questionnaire, names, views, report);
}

function checkWho({ where, activation }: { where?: Expression | undefined; activation?: Expression | undefined }, place: Place, report: Report): void {
  if (where !== undefined) report.expression(where, inside(place, "where"), BOOLEAN);
  if (activation === undefined || activation === "addressed") return;
  const here = inside(place, "activation");
  const type = present(report.expression(activation, here));
  if (!["number", "boolean", "any"].includes(type.kind)) report.add(here.path, `An activation is a probability, or true or false, and this is ${describeType(type)}.`);
  if (typeof activation === "number" && (activation < 0 || activation > 1)) report.add(here.path, "A probability lies between 0 and 1.");
}
