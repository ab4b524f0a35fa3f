import { type InterventionForm, parseInterventionForm } from "@/components/interventions";
import type { ParsedForm } from "@/components/run-data";
import type { Population } from "@/lib/contracts/population";
import type { ForkRun, Forks } from "@/lib/contracts/forks";
import type { ModelChoices } from "@/lib/domain/run";

export interface ForkForm {
  /** null: the default round. */
  readonly round: number | null;
  /** Total number of rounds; null: as many as this run. */
  readonly rounds: number | null;
  readonly change: "none" | "intervention";
  readonly intervention: InterventionForm;
  /** By group of the scenario; only those that differ from this run. */
  readonly models: ModelChoices;
}

type ForkPoints = Pick<Forks, "from" | "continueAt" | "rounds">;

/** The round a fork begins in by default: the latest. */
export const defaultForkRound = ({ from, continueAt }: ForkPoints): number | null =>
  from?.last ?? continueAt;

/** Lists the rounds a run can be forked from, latest first. */
export function forkRounds({ from, continueAt }: ForkPoints): number[] {
  const begun = from
    ? Array.from({ length: from.last - from.first + 1 }, (_, index) => from.last - index)
    : [];
  return continueAt === null ? begun : [continueAt, ...begun];
}

/**
 * Turns the form into a request. Problems point to fields of the form, those of the intervention as
 * in its own form.
 */
export function parseForkForm(
  form: ForkForm,
  points: ForkPoints,
  population: Population | undefined,
): ParsedForm<ForkRun> {
  const round = form.round ?? defaultForkRound(points);
  if (round === null)
    return fail("/round", "This run cannot be forked yet: its first round has not started");
  const rounds = form.rounds ?? points.rounds;
  if (!Number.isInteger(rounds) || rounds < round)
    return fail(
      "/rounds",
      `Enter at least ${String(round)}: the fork starts in round ${String(round)}`,
    );
  if (rounds > 10_000) return fail("/rounds", "Enter at most 10,000");
  const input: ForkRun = {
    round,
    ...(rounds !== points.rounds && { rounds }),
    ...(Object.keys(form.models).length > 0 && { models: form.models }),
  };
  if (form.change === "none") return { ok: true, input };
  if (!population) return fail("/intervention", "The agents of this run are still loading");
  const intervention = parseInterventionForm(form.intervention, population);
  return intervention.ok
    ? { ok: true, input: { ...input, intervention: intervention.input } }
    : intervention;
}

const fail = (pointer: string, message: string): ParsedForm<ForkRun> => ({
  ok: false,
  problems: [{ pointer, message }],
});
