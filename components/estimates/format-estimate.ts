import type { EstimateAmounts, StudyEstimate } from "@/lib/contracts/estimates";
import {
  formatCompact,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  NO_VALUE,
} from "@/components/ui/format";

export type Amount = keyof EstimateAmounts;

/** Formats US dollars to the cent. */
export function formatMoney(dollars: number | null): string {
  if (dollars === null) return NO_VALUE;
  if (dollars > 0 && dollars < 0.01) return "< US$0.01";
  return `US$${dollars.toLocaleString("en-GB", { minimumFractionDigits: dollars < 1_000 ? 2 : 0, maximumFractionDigits: dollars < 1_000 ? 2 : 0 })}`;
}

/** An estimate has no more than two significant digits. */
const roundToTwoDigits = (value: number): number =>
  value === 0 ? 0 : Number(value.toPrecision(2));

export const formatTime = (seconds: number | null): string =>
  seconds === null
    ? NO_VALUE
    : seconds < 1
      ? "< 1 s"
      : seconds < 59.5
        ? `${String(Math.round(seconds))} s`
        : formatDuration(roundToTwoDigits(seconds) * 1_000);

export function formatAmount(amount: Amount, value: number | null): string {
  if (value === null) return NO_VALUE;
  if (amount === "cost") return formatMoney(value);
  if (amount === "seconds") return formatTime(value);
  return amount === "calls" ? formatNumber(Math.round(value)) : formatCompact(Math.round(value));
}

/** Formats the likely range; undefined if both ends read the same. */
export function formatRange(
  amount: Amount,
  low: EstimateAmounts,
  high: EstimateAmounts,
): string | undefined {
  const [least, most] = [low[amount], high[amount]];
  if (least === null || most === null || most === 0) return undefined;
  const [from, to] = [
    formatAmount(amount, amount === "calls" ? roundToTwoDigits(least) : least),
    formatAmount(amount, amount === "calls" ? roundToTwoDigits(most) : most),
  ];
  return from === to ? undefined : `${from} to ${to}`;
}

/**
 * A range whose upper end exceeds this multiple of the lower end is shown before the point
 * estimate.
 */
const WIDE_RATIO = 2;

/**
 * Returns the main line and the detail of an amount: the estimate and its range, or a wide range
 * first.
 */
export function formatHeadline(
  amount: Amount,
  estimate: StudyEstimate,
): { readonly value: string; readonly detail: string | undefined } {
  const [least, most] = [estimate.low[amount], estimate.high[amount]];
  const between = formatRange(amount, estimate.low, estimate.high);
  const value = formatAmount(amount, estimate[amount]);
  const isWide = least !== null && most !== null && most > WIDE_RATIO * least;
  return isWide && between !== undefined
    ? { value: between, detail: `about ${value}` }
    : { value, detail: between };
}

/** Compares an actual amount with the likely range. */
export function compareToRange(
  actual: number | null,
  least: number | null,
  most: number | null,
): "within" | "above" | "below" | null {
  if (actual === null || least === null || most === null) return null;
  return actual > most ? "above" : actual < least ? "below" : "within";
}

/** The error of the estimate relative to the actual amount; positive if it was too high. */
export function formatError(estimate: number | null, actual: number | null): string {
  if (estimate === null || actual === null || actual === 0) return NO_VALUE;
  const share = estimate / actual - 1;
  return `${share >= 0.0005 ? "+" : ""}${formatPercent(share)}`;
}

/** Explains how an estimate was made, in sentences. */
export function describeBasis({
  basis,
  runs,
  cost,
  embeddingTokens,
  low,
  high,
}: StudyEstimate): readonly string[] {
  const {
    played,
    rounds,
    rough,
    plays,
    share,
    prompts,
    answers,
    recorded,
    calibrated,
    retries,
    reused,
    assumedLatency,
    concurrency,
  } = basis;
  if (reused >= 1)
    return [
      "Everything is answered from the record, which costs nothing. A run pauses where something is not on record.",
    ];
  const isWhole = played >= rounds;
  return [
    `${isWhole ? `All ${formatCount(rounds, "round")}` : `${formatNumber(played)} of ${formatCount(rounds, "round")}`} ${isWhole ? (rounds === 1 ? "was" : "were") : played === 1 ? "was" : "were"} tried out ${plays === 1 ? "once" : `${formatNumber(plays)} times`}, ${answers === "limits" ? "each time with made-up answers that lean another way" : "with answers like those given before"}${isWhole ? "" : "; later rounds are taken to go on as these did"}.`,
    ...(high.calls > WIDE_RATIO * low.calls
      ? [
          "How many calls it takes depends on the answers, which nobody knows beforehand: the range says what they may come to.",
        ]
      : []),
    ...(share < 1
      ? [
          `The population is large, so ${formatPercent(share, share < 0.01 ? 2 : 0)} of it was tried out, and half of that, to see how figures grow with it.`,
        ]
      : []),
    ...(rough ? ["There was not even time for a whole round: take these figures as rough."] : []),
    `The words of ${formatCount(prompts, "real prompt")} were counted${calibrated ? ", as this model counts them" : ", by a usual table: this model may count some more or fewer"}.`,
    answers === "record"
      ? "Answers are as long as this model’s were when the scenario ran before."
      : answers === "both"
        ? "Answers are as long as this model’s were before, where the scenario ran with it, and else about half of what is allowed."
        : "This model has not run the scenario yet: texts are taken to be about half of what is allowed, and from a quarter to four fifths in the range.",
    ...(retries > 0.001
      ? [
          `${formatPercent(retries)} of the calls ask again after an answer that did not fit, as before.`,
        ]
      : []),
    ...(reused > 0
      ? [`${formatPercent(reused, 0)} of the decisions are on record and cost nothing.`]
      : []),
    ...(embeddingTokens > 0
      ? [
          `Memories are embedded: ${formatAmount("embeddingTokens", embeddingTokens)} tokens more, in the cost but not in the tokens above.`,
        ]
      : []),
    ...(runs > 1 ? [`The ${formatNumber(runs)} runs are taken to need as much as the first.`] : []),
    ...(cost === null
      ? ["The cost is not known: give the endpoint its prices on the Models page."]
      : []),
    assumedLatency === null
      ? `The time follows from ${formatCount(recorded, "earlier call")} to this model, and from how many it takes at once (${formatNumber(concurrency)}). Others who use it make it longer.`
      : `The time is a guess: this endpoint has made no calls here yet, so each is taken to need ${formatNumber(assumedLatency, 2)} s, ${formatNumber(concurrency)} at once.`,
  ];
}
