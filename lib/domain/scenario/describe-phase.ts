import { type Phase, PHASE_KEYS, type PhaseKey } from "./phase";
import type { Scenario } from "./scenario";

type PhaseDescriptions = {
  readonly [Key in PhaseKey]: (
    phase: Extract<Phase, Record<Key, unknown>>,
    scenario: Scenario,
  ) => string;
};

/** A name as its author labelled it. */
const labelOrName = (
  items: Readonly<Record<string, { label?: string | undefined }>>,
  name: string,
): string => items[name]?.label ?? name;

const ORDERS = {
  simultaneous: "all at the same moment",
  random: "one after the other, in random order",
  sequential: "one after the other",
} as const;

/** What happens in each kind of phase, in a sentence. */
const PHASE_DESCRIPTIONS: PhaseDescriptions = {
  decide: (phase, { agents, actions, views }) => {
    const names = phase.do.map((name) => labelOrName(actions, name));
    const verb = names.length === 1 ? "decides on" : phase.all ? "does" : "chooses among";
    const each =
      phase.each === undefined ? "" : `, once per row of ${labelOrName(views, phase.each)}`;
    const some = phase.where === undefined ? "" : " for whom it applies";
    return (
      `Each ${labelOrName(agents, phase.decide)}${some} ${verb} ${names.join(phase.all ? ", then " : " or ")}${each}, ` +
      `${ORDERS[phase.order]}.`
    );
  },
  converse: ({ converse }, { conversations }) =>
    `Groups hold the conversation ${labelOrName(conversations, converse)}.`,
  ask: ({ ask, who }, { agents, questionnaires }) =>
    `Each ${labelOrName(agents, who)} answers the questionnaire ${labelOrName(questionnaires, ask)}.`,
  match: ({ match }, { agents }) => `Every ${labelOrName(agents, match)} is matched with others.`,
  rules: () => "Rules change the world; no model is asked.",
  narrate: () => "The environment's model answers questions about the world.",
};

/** What happens in a phase, in a sentence. */
export function describePhase(phase: Phase, scenario: Scenario): string {
  const key = PHASE_KEYS.find((candidate) => candidate in phase);
  return key === undefined ? "" : PHASE_DESCRIPTIONS[key](phase as never, scenario);
}
