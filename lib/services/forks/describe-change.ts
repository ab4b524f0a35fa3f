import type { RunRecord } from "../runs/ports";

type Change = {
  readonly round: number;
  readonly rounds: number;
  /** Names of the models of each group of the scenario. */
  readonly answering: {
    readonly before: ReadonlyMap<string, string>;
    readonly after: ReadonlyMap<string, string>;
  };
  readonly correction: { readonly agent: string; readonly phaseLabel: string } | null;
  readonly intervention: string | null;
};

/** Describes how a fork differs, as a sentence for its page and its files. */
export function describeChange(
  run: Pick<RunRecord, "rounds">,
  { round, rounds, answering, correction, intervention }: Change,
): string {
  const changes = [
    ...(correction
      ? [`the answer of ${correction.agent} in ${correction.phaseLabel} corrected`]
      : []),
    ...(intervention === null ? [] : [`“${intervention}”`]),
    ...otherModels(answering),
    ...(rounds === run.rounds ? [] : [`${rounds} rounds instead of ${run.rounds}`]),
  ];
  return `From round ${round}: ${changes.length === 0 ? "nothing changed" : changes.join("; ")}.`;
}

/** Describes the groups with another model; a single group needs no name. */
function otherModels({ before, after }: Change["answering"]): string[] {
  return [...after].flatMap(([group, name]) => {
    const known = before.get(group);
    if (known === name || known === undefined) return [];
    return [`${after.size === 1 ? "" : `“${group}” `}answered by ${name} instead of ${known}`];
  });
}
