import { phaseKey, type AnswerInput, type Attribute, type Generator, type Phase, type Scenario } from "@/lib/domain/scenario";

/** A name as its author labelled it. */
const labelled = (items: Readonly<Record<string, { label?: string | undefined }>>, name: string): string => items[name]?.label ?? name;

/** What happens in a phase, in a sentence. */
export function describePhase(phase: Phase, scenario: Scenario): string {
  const who = (name: string) => labelled(scenario.agents, name);
  switch (phaseKey(phase)) {
    case "decide": {
      if (!("decide" in phase)) return "";
      const actions = phase.do.map((name) => labelled(scenario.actions, name));
      const list = actions.join(phase.all ? ", then " : " or ");
      const verb = actions.length === 1 ? "decides on" : phase.all ? "does" : "chooses among";
      const each = phase.each === undefined ? "" : `, once per row of ${labelled(scenario.views, phase.each)}`;
      const order = phase.order === "simultaneous" ? "all at the same moment" : phase.order === "random" ? "one after the other, in random order" : "one after the other";
      return `Each ${who(phase.decide)}${phase.where === undefined ? "" : " for whom it applies"} ${verb} ${list}${each}, ${order}.`;
    }
    case "ask":
      return "ask" in phase ? `Each ${who(phase.who)} answers the questionnaire ${labelled(scenario.questionnaires, phase.ask)}.` : "";
    case "converse":
      return "converse" in phase ? `Groups hold the conversation ${labelled(scenario.conversations, phase.converse)}.` : "";
    case "match":
      return "match" in phase ? `Every ${who(phase.match)} is matched with others.` : "";
    case "rules":
      return "Rules change the world; no model is asked.";
    case "narrate":
      return "The environment's model answers questions about the world.";
  }
}

/** When a phase takes place, where that is not every round. */
export const conditionOf = ({ if: condition }: Phase): string | null => (condition === undefined ? null : String(condition));

/** The kind of an answer: what a model may say. */
export function describeInput(input: AnswerInput): string {
  const kind = (() => {
    switch (input.type) {
      case "boolean":
        return "yes or no";
      case "integer":
        return "whole number";
      case "number":
        return "number";
      case "category":
        return Array.isArray(input.options) ? `one of: ${input.options.join(", ")}` : "one of several options";
      case "ref":
        return "one of those shown";
      case "text":
        return `text of up to ${String(input.maxLength)} characters`;
      case "list":
        return "a list";
    }
  })();
  return input.optional ? `${kind}, or none` : kind;
}

const TYPES: Readonly<Record<Attribute["type"], string>> = { number: "number", integer: "whole number", boolean: "yes or no", text: "text", category: "category", ref: "reference", list: "list" };

/** The type of an attribute, who may know it, and whether it changes. */
export function describeAttribute(attribute: Attribute): string {
  const type = attribute.type === "category" ? attribute.options.join(" / ") : TYPES[attribute.type];
  return [type, attribute.visible === "public" ? "public" : attribute.visible === "nobody" ? "hidden" : "private", ...(attribute.dynamic ? ["changes"] : [])].join(" · ");
}

const GENERATORS: Readonly<Record<Generator["kind"], string>> = {
  complete: "everybody is tied to everybody", random: "ties at random", ring: "a ring of neighbours", smallWorld: "small world", scaleFree: "scale free", stochasticBlock: "denser within groups than across",
  homophily: "similar ones are tied", tree: "a tree", grid: "a grid", bipartite: "between two types",
};

export const describeNetwork = ({ generate }: Scenario["networks"][string]): string => (generate === undefined ? "no ties at the start" : GENERATORS[generate.kind]);
