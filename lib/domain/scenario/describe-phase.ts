import { type Phase, PHASE_KEYS, type PhaseKey } from "./phase";
import type { Scenario } from "./scenario";

type PhaseDescriptions = {
  readonly [Key in PhaseKey]: (
    phase: Extract<Phase, Record<Key, unknown>>,
    scenario: Scenario,
  ) => string;
};

/** Label of an item, or its name. */
const labelOrName = (
  items: Readonly<Record<string, { label?: string | undefined }>>,
  name: string,
): string => items[name]?.label ?? name;

const ORDERS = {
  simultaneous: "simultaneously",
  random: "one at a time in random order",
  sequential: "one at a time",
} as const;

/** One sentence per kind of phase. */
const PHASE_DESCRIPTIONS: PhaseDescriptions = {
  decide: (phase, { agents, actions, views }) => {
    const names = phase.do.map((name) => labelOrName(actions, name));
    const verb = names.length === 1 ? "decides on" : phase.all ? "does" : "chooses among";
    const each =
      phase.each === undefined ? "" : `, once per row of ${labelOrName(views, phase.each)}`;
    const some = phase.where === undefined ? "" : " that meets the condition";
    const choices = names.join(phase.all ? ", then " : " or ");
    return (
      `Each ${labelOrName(agents, phase.decide)}${some} ${verb} ${choices}${each}, ` +
      `` +
      `${ORDERS[phase.order]}.`
    );
  },
  converse: ({ converse }, { conversations }) =>
    `Groups of agents hold the conversation “${labelOrName(conversations, converse)}”.`,
  ask: ({ ask, who }, { agents, questionnaires }) =>
    `Each ${labelOrName(agents, who)} answers the questionnaire ` +
    `“${labelOrName(questionnaires, ask)}”.`,
  match: ({ match }, { agents }) => `${labelOrName(agents, match)} agents are matched.`,
  rules: () => "Rules change the world without model calls.",
  narrate: () => "The environment model answers questions about the world.",
};

/** Describes in one sentence what happens in a phase. */
export function describePhase(phase: Phase, scenario: Scenario): string {
  const key = PHASE_KEYS.find((candidate) => candidate in phase);
  return key === undefined ? "" : PHASE_DESCRIPTIONS[key](phase as never, scenario);
}
