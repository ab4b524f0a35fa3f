import type { EstimateAmounts, StudyEstimate } from "@/lib/contracts/estimates";
import { formatCompact, formatCount, formatDuration, formatNumber, formatPercent, NO_VALUE } from "@/components/ui/format";

export type Amount = keyof EstimateAmounts;

/** US dollars; cents are enough, and less than one is said so. */
export function money(dollars: number | null): string {
  if (dollars === null) return NO_VALUE;
  if (dollars > 0 && dollars < 0.01) return "< US$0.01";
  return `US$${dollars.toLocaleString("en-GB", { minimumFractionDigits: dollars < 1_000 ? 2 : 0, maximumFractionDigits: dollars < 1_000 ? 2 : 0 })}`;
}

/** Two digits are as many as an estimate has. */
const rounded = (value: number): number => (value === 0 ? 0 : Number(value.toPrecision(2)));

export const time = (seconds: number | null): string => (seconds === null ? NO_VALUE : seconds < 1 ? "< 1 s" : seconds < 59.5 ? `${String(Math.round(seconds))} s` : formatDuration(rounded(seconds) * 1_000));

export function worded(amount: Amount, value: number | null): string {
  if (value === null) return NO_VALUE;
  if (amount === "cost") return money(value);
  if (amount === "seconds") return time(value);
  return amount === "calls" ? formatNumber(Math.round(value)) : formatCompact(Math.round(value));
}

/** From the least to the most that is likely. */
export function range(amount: Amount, low: EstimateAmounts, high: EstimateAmounts): string | undefined {
  const [least, most] = [low[amount], high[amount]];
  if (least === null || most === null || most === 0) return undefined;
  const [from, to] = [worded(amount, amount === "calls" ? rounded(least) : least), worded(amount, amount === "calls" ? rounded(most) : most)];
  return from === to || most - least < 0.02 * most ? undefined : `${from} to ${to}`;
}

/** How far the estimate was off, as a share of what it came to: above nought, it was too high. */
export function error(estimate: number | null, actual: number | null): string {
  if (estimate === null || actual === null || actual === 0) return NO_VALUE;
  const share = estimate / actual - 1;
  return `${share >= 0.0005 ? "+" : ""}${formatPercent(share)}`;
}

/** What an estimate rests on, in sentences. */
export function basisOf({ basis, runs, cost, seconds }: StudyEstimate): readonly string[] {
  const { played, rounds, rough, prompts, answers, recorded, calibrated, retries } = basis;
  const whole = played >= rounds;
  return [
    rough
      ? "The population is so large that only part of the first round was tried out. Take these figures as rough."
      : `${whole ? `${formatCount(rounds, "round")}, all there are, ${rounds === 1 ? "was" : "were"}` : `${formatNumber(played)} of ${formatCount(rounds, "round")} ${played === 1 ? "was" : "were"}`} tried out ${answers === "limits" ? "with made-up answers" : "with answers given before"}${whole ? "" : "; the others are taken to go on as these did"}.`,
    `The words of ${formatCount(prompts, "real prompt")} were counted${calibrated ? ", as this model counts them" : ", by a usual table: this model may count some more or fewer"}.`,
    answers === "record"
      ? "Answers are as long as this model’s were when the scenario ran before."
      : answers === "both"
        ? "Answers are as long as this model’s were before, where the scenario ran with it, and else three fifths of what is allowed."
        : "This model has not run the scenario yet: texts are taken to be three fifths of what is allowed, up to 600 characters.",
    ...(retries > 0.001 ? [`${formatPercent(retries)} of the calls ask again after an answer that did not fit, as before.`] : []),
    ...(runs > 1 ? [`The ${formatNumber(runs)} runs are taken to need as much as the first.`] : []),
    ...(cost === null ? ["The cost is not known: give the endpoint its prices on the Models page."] : []),
    seconds === null ? "How long it takes is not known: this model has made no calls here yet." : `The time follows from ${formatCount(recorded, "earlier call")} to this model, and from how many it takes at once.`,
  ];
}
