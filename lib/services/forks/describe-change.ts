import type { RunRecord } from "../runs/ports";

type Change = {
  readonly round: number;
  readonly rounds: number;
  readonly endpoint: { readonly id: string; readonly name: string };
  readonly correction: { readonly agent: string; readonly place: string } | null;
  readonly intervention: string | null;
};

/** What a fork does differently, as a sentence for its page and its files. */
export function describeChange(run: Pick<RunRecord, "rounds" | "endpointId" | "endpointName">, { round, rounds, endpoint, correction, intervention }: Change): string {
  const changes = [
    ...(correction ? [`the answer of ${correction.agent} in ${correction.place} corrected`] : []),
    ...(intervention === null ? [] : [`“${intervention}”`]),
    ...(endpoint.id === run.endpointId ? [] : [`answered by ${endpoint.name} instead of ${run.endpointName}`]),
    ...(rounds === run.rounds ? [] : [`${rounds} rounds instead of ${run.rounds}`]),
  ];
  return `From round ${round}: ${changes.length === 0 ? "nothing changed" : changes.join("; ")}.`;
}
