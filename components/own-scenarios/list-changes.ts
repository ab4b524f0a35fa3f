import { draftModelChoice, valueOf, type StudyDraft } from "@/components/scenarios";
import { formatNumber } from "@/components/ui/format";
import type { Endpoint } from "@/lib/contracts/endpoints";
import type { Design } from "@/lib/contracts/scenarios";
import { resolveChoice } from "@/lib/domain/run";
import { modelGroups, type Parameter } from "@/lib/domain/scenario";

/** One difference between what was run and what would be started. */
export interface Change {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

const SOURCES = {
  fresh: "call the model",
  reuse: "reuse recorded answers",
  only: "recorded answers only",
};

/** Lists what a study started from this form would do otherwise than the run or study before. */
export function listChanges(
  design: Design,
  draft: StudyDraft,
  endpoints: readonly Endpoint[],
): Change[] {
  const { settings, parsed } = design;
  const changes: Change[] = [];
  const compare = (label: string, before: string, after: string): void => {
    if (before !== after) changes.push({ label, before, after });
  };
  compare("Scenario version", String(design.usedVersion), String(design.version.number));
  for (const [name, parameter] of Object.entries(parsed.parameters)) {
    const before = settings.parameters[name];
    const after = valueOf(draft, name, parameter);
    if (before !== after) compare(parameter.label ?? name, show(before), show(after, parameter));
  }
  for (const [name, value] of Object.entries(settings.parameters))
    if (!Object.hasOwn(parsed.parameters, name)) compare(name, show(value), NO_PARAMETER);
  const usual = "as the scenario says";
  compare("Rounds", limit(settings.rounds, usual), limit(draft.rounds, usual));
  compare("Replicates", limit(settings.replicates, ""), limit(draft.replicates, "empty"));
  compare("Seed", String(settings.seed), draft.seed === null ? "random" : String(draft.seed));
  for (const { group } of modelGroups(parsed)) {
    const label = group === "default" ? "Model" : `Model for “${group}”`;
    compare(label, ...modelChange(design, draft, { group, endpoints }));
  }
  const { budget, failures } = settings;
  compare("Token budget", limit(budget.tokens), limit(draft.budget.tokens));
  compare("Cost budget (US$)", limit(budget.money), limit(draft.budget.money));
  compare("Answer source", SOURCES[settings.record], SOURCES[draft.record]);
  compare(
    "Pause after failed decisions",
    limit(failures.pauseAfter, "never"),
    limit(draft.failures.pauseAfter, "never"),
  );
  const automatic = "four times the limit";
  compare(
    "Token cap of truncated answers",
    limit(failures.tokenCap, automatic),
    limit(draft.failures.tokenCap, automatic),
  );
  return changes;
}

const NO_PARAMETER = "not a parameter of this version";

const show = (value: unknown, parameter?: Parameter): string => {
  if (value === undefined) return "not a parameter then";
  if (value === null) return "empty";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const text = typeof value === "number" ? formatNumber(value, 12) : `“${String(value)}”`;
  return parameter?.unit === undefined ? text : `${text} ${parameter.unit}`;
};

const limit = (value: number | null, none = "no limit"): string =>
  value === null ? none : formatNumber(value, 12);

/** The model of a group then and now: an endpoint can have been given another model. */
function modelChange(
  { settings }: Design,
  draft: StudyDraft,
  { group, endpoints }: { readonly group: string; readonly endpoints: readonly Endpoint[] },
): [before: string, after: string] {
  const used = settings.models[group];
  const chosen = draftModelChoice(draft, group, endpoints);
  const nameOf = (choice: NonNullable<typeof chosen>): string =>
    "group" in choice
      ? `group “${choice.group}”`
      : (endpoints.find(({ id }) => id === choice.endpointId)?.name ?? "a deleted endpoint");
  const resolved = chosen && resolveChoice(chosen, endpoints);
  return [
    used ? `${used.model} (${nameOf(used)})` : "no such group",
    chosen
      ? `${resolved?.ok === true ? resolved.model : "not available"} (${nameOf(chosen)})`
      : "none chosen",
  ];
}
