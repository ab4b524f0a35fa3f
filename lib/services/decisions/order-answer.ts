import type { DecisionValues } from "@/lib/domain/decision";
import type { StoredDecision } from "./ports";

type Inputs = Readonly<Record<string, { readonly label?: string | undefined }>>;

/** The parts of a scenario that declare what is asked for. */
type Declarations = {
  readonly actions: Readonly<Record<string, { readonly inputs: Inputs }>>;
  readonly questionnaires: Readonly<Record<string, { readonly items: Inputs }>>;
};

type Answered = Pick<StoredDecision, "kind" | "action" | "values">;

/**
 * Returns the inputs of the scenario behind an answer, by name and in their order; none where it
 * has a fixed shape, as a turn of a conversation has.
 */
export function declaredInputs(
  { actions, questionnaires }: Declarations,
  { kind, action }: Pick<Answered, "kind" | "action">,
): Inputs {
  if (action === null) return {};
  if (kind === "action") return actions[action]?.inputs ?? {};
  return kind === "questionnaire" ? (questionnaires[action]?.items ?? {}) : {};
}

/**
 * Returns the decision with the values of its answer in the order in which the scenario asks for
 * them. The database keeps its own order.
 */
export function withOrderedAnswer<Decision extends Answered>(
  scenario: Declarations,
  decision: Decision,
): Decision {
  if (decision.values === null) return decision;
  const given: DecisionValues = decision.values;
  const asked = Object.keys(declaredInputs(scenario, decision)).filter((name) =>
    Object.hasOwn(given, name),
  );
  const names = [...new Set([...asked, ...Object.keys(given)])];
  return {
    ...decision,
    values: Object.fromEntries(names.map((name) => [name, given[name] ?? null])),
  };
}
