import { agentIdsProblem, parseAgentIds, type ParsedForm } from "@/components/run-data";
import type { Population, PopulationAttribute } from "@/lib/contracts/population";
import type { Problem } from "@/lib/contracts/errors";
import type { InterventionInput } from "@/lib/contracts/interventions";
import { setEffects, tellEffects } from "@/lib/domain/intervention";
import type { Value } from "@/lib/domain/scenario";
import { tableOfRowId } from "@/lib/domain/scenario/row-id";

export type InterventionKind = "tell" | "set" | "effects";

/** The values of the form as typed. */
export interface InterventionForm {
  readonly kind: InterventionKind;
  /** Empty: a name is made from the effects. */
  readonly label: string;
  readonly agentType: string;
  readonly to: "all" | "chosen";
  readonly agents: string;
  readonly text: string;
  readonly agent: string;
  readonly attribute: string;
  readonly value: string;
  readonly effects: string;
}

export const EMPTY_INTERVENTION: InterventionForm = {
  kind: "tell",
  label: "",
  agentType: "",
  to: "all",
  agents: "",
  text: "",
  agent: "",
  attribute: "",
  value: "",
  effects: "",
};

const MAX_LABEL_LENGTH = 200;
const MAX_QUOTE_LENGTH = 60;

/** Turns the form into a request. Problems point to its fields (`/text`). */
export function parseInterventionForm(
  form: InterventionForm,
  population: Population,
): ParsedForm<InterventionInput> {
  const read = PARSERS[form.kind](form, population);
  if ("problems" in read) return { ok: false, problems: read.problems };
  const label = form.label.trim() === "" ? read.label : form.label.trim();
  return { ok: true, input: { label: label.slice(0, MAX_LABEL_LENGTH), effects: read.effects } };
}

type ParsedKind =
  | { readonly label: string; readonly effects: InterventionInput["effects"] }
  | { readonly problems: readonly Problem[] };

const invalid = (pointer: string, message: string): ParsedKind => ({
  problems: [{ pointer, message }],
});

const PARSERS: Readonly<
  Record<InterventionKind, (form: InterventionForm, population: Population) => ParsedKind>
> = {
  tell({ agentType, to, agents, text }, population) {
    const type = population.types.find(({ name }) => name === agentType);
    if (!type) return invalid("/agentType", "Choose the recipients");
    const ids = parseAgentIds(agents, agentType);
    const idProblem = to === "chosen" ? agentIdsProblem(ids, agentType) : undefined;
    if (idProblem !== undefined) return invalid("/agents", idProblem);
    const message = text.trim();
    if (message === "") return invalid("/text", "Enter a message");
    const recipients =
      to === "all"
        ? `every ${type.label}`
        : ids.length === 1
          ? (ids[0] ?? "")
          : `${String(ids.length)} of ${type.label}`;
    const quote =
      message.length > MAX_QUOTE_LENGTH
        ? `${message.slice(0, MAX_QUOTE_LENGTH).trimEnd()}…`
        : message;
    return {
      label: `Told ${recipients}: ${quote}`,
      effects: tellEffects(agentType, to === "all" ? "all" : ids, message),
    };
  },

  set({ agent, attribute, value }, population) {
    const id = agent.trim();
    const type = population.types.find(({ name }) => name === tableOfRowId(id));
    if (!type) return invalid("/agent", "Enter the ID of one agent, for example Voter-3");
    const chosen = type.attributes.find(({ name, dynamic }) => name === attribute && dynamic);
    if (!chosen) return invalid("/attribute", "Choose an attribute");
    const read = parseAttributeValue(chosen, value);
    if (!read.ok) return invalid("/value", read.message);
    const shown = read.value === null ? "nothing" : String(read.value);
    return {
      label: `${chosen.label} of ${id} set to ${shown}`.slice(0, MAX_LABEL_LENGTH),
      effects: setEffects({
        table: type.name,
        id,
        attribute,
        value: read.value,
        refTo: chosen.to ?? undefined,
      }),
    };
  },

  effects({ effects, label }) {
    if (label.trim() === "") return invalid("/label", "Enter a name");
    let parsed: unknown;
    try {
      parsed = JSON.parse(effects);
    } catch (error) {
      return invalid(
        "/effects",
        effects.trim() === ""
          ? "Enter at least one effect"
          : `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}`,
      );
    }
    if (!Array.isArray(parsed) || parsed.length === 0)
      return invalid("/effects", "Enter a list of effects in square brackets");
    return { label, effects: parsed };
  },
};

type ParsedValue =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string };

/**
 * Parses the typed value of an attribute: `yes` and `no` for booleans, empty for a ref to no row.
 */
export function parseAttributeValue(
  { type, options, min, max, to }: PopulationAttribute,
  typed: string,
): ParsedValue {
  const text = typed.trim();
  const good = (value: Value): ParsedValue => ({ ok: true, value });
  const bad = (message: string): ParsedValue => ({ ok: false, message });
  switch (type) {
    case "text":
      return good(typed);
    case "category":
      return options?.includes(typed) === true ? good(typed) : bad("Choose one of the options");
    case "boolean":
      return text === "yes" || text === "no" ? good(text === "yes") : bad("Choose yes or no");
    case "integer":
    case "number": {
      const number = text === "" ? Number.NaN : Number(text);
      if (!Number.isFinite(number)) return bad("Enter a number");
      if (type === "integer" && !Number.isInteger(number)) return bad("Enter a whole number");
      if (min !== null && number < min) return bad(`Enter at least ${String(min)}`);
      return max !== null && number > max ? bad(`Enter at most ${String(max)}`) : good(number);
    }
    case "ref":
      if (text === "") return good(null);
      return tableOfRowId(text) === to
        ? good(text)
        : bad(
            `Enter the ID of a row of ${to ?? "the table"}, for example ${to ?? "Row"}-1, or ` +
              "leave empty for none",
          );
    case "list":
      return bad("Lists cannot be set here: use Advanced");
  }
}
