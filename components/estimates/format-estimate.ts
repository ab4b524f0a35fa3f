import type { EstimateAmounts, StudyEstimate } from "@/lib/contracts/estimates";
import { describeNullValues } from "@/lib/domain/decision/null-values";
import {
  formatCompact,
  formatCount,
  formatDuration,
  formatNumber,
  formatPercent,
  NO_VALUE,
} from "@/components/ui/format";

export type EstimateAmount = keyof EstimateAmounts;

/** Formats US dollars to the cent. */
export function formatMoney(dollars: number | null): string {
  if (dollars === null) return NO_VALUE;
  if (dollars > 0 && dollars < 0.01) return "< US$0.01";
  const digits = dollars < 1_000 ? 2 : 0;
  const amount = dollars.toLocaleString("en-GB", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `US$${amount}`;
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

export function formatAmount(amount: EstimateAmount, value: number | null): string {
  if (value === null) return NO_VALUE;
  if (amount === "cost") return formatMoney(value);
  if (amount === "seconds") return formatTime(value);
  return amount === "calls" ? formatNumber(Math.round(value)) : formatCompact(Math.round(value));
}

/** Formats the likely range; undefined if both ends read the same. */
export function formatRange(
  amount: EstimateAmount,
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
  amount: EstimateAmount,
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
    rough,
    share,
    prompts,
    answers,
    recorded,
    calibrated,
    nullValues,
    retries,
    reused,
    assumedLatency,
    concurrency,
  } = basis;
  if (reused >= 1)
    return [
      "All answers are recorded ones, at no cost. A run pauses if an answer is not on record.",
    ];
  return [
    describePilotRuns(basis),
    ...(high.calls > WIDE_RATIO * low.calls
      ? [
          "The number of calls depends on the answers, which are not known in advance. The " +
            "range covers the likely cases.",
        ]
      : []),
    ...(share < 1
      ? [
          `The population is large, so a ${formatPercent(share, share < 0.01 ? 2 : 0)} sample ` +
            "and half of it were simulated and extrapolated.",
        ]
      : []),
    ...(rough
      ? ["Not even one round could be simulated in the time available: these figures are rough."]
      : []),
    ...(nullValues.prompts > 0
      ? [describeNullValues(nullValues, { total: prompts, noun: "prompts" })]
      : []),
    `Tokens were counted in ${formatCount(prompts, "actual prompt")}` +
      (calibrated
        ? ", calibrated to this model."
        : " with a common tokenizer; the count of this model may differ."),
    answers === "record"
      ? "Lengths of answers are taken from earlier runs of the scenario with this model."
      : answers === "both"
        ? "Lengths of answers are taken from earlier runs with this model where available; " +
          "otherwise, half of the limit is assumed."
        : "This model has not run the scenario yet: answers are assumed to be half of the " +
          "limit, from a quarter to four fifths in the range.",
    ...(retries > 0.001
      ? [
          `${formatPercent(retries)} of the calls are retries after invalid answers, as in ` +
            "earlier runs.",
        ]
      : []),
    ...(reused > 0
      ? [`${formatPercent(reused, 0)} of the decisions reuse recorded answers at no cost.`]
      : []),
    ...(embeddingTokens > 0
      ? [
          "Embedding memories takes another " +
            `${formatAmount("embeddingTokens", embeddingTokens)} tokens, included in the cost ` +
            "but not in the tokens above.",
        ]
      : []),
    ...(runs > 1
      ? [`All ${formatNumber(runs)} runs are assumed to need as much as the first.`]
      : []),
    ...(cost === null
      ? ["The cost is unknown: enter the prices of the endpoint on the Models page."]
      : []),
    assumedLatency === null
      ? `The time is based on ${formatCount(recorded, "earlier call")} to this model and its ` +
        `concurrency limit (${formatNumber(concurrency)}). Other load on the endpoint adds to ` +
        "it."
      : "The time is a rough guess: this endpoint has not been called yet, so " +
        `${formatNumber(assumedLatency, 2)} s per call and ${formatNumber(concurrency)} ` +
        "concurrent calls are assumed.",
  ];
}

/** Says what was simulated for the estimate. */
function describePilotRuns({
  played,
  rounds,
  plays,
  answers,
}: Pick<StudyEstimate["basis"], "played" | "rounds" | "plays" | "answers">): string {
  const isWhole = played >= rounds;
  const simulated = isWhole
    ? `All ${formatCount(rounds, "round")}`
    : `${formatNumber(played)} of ${formatCount(rounds, "round")}`;
  const verb = (isWhole ? rounds : played) === 1 ? "was" : "were";
  const times = plays === 1 ? "once" : `${formatNumber(plays)} times`;
  const how =
    answers === "limits"
      ? "each time with synthetic answers of a different tendency"
      : "with answers like earlier ones";
  const rest = isWhole ? "" : "; later rounds are assumed to continue in the same way";
  return `${simulated} ${verb} simulated ${times}, ${how}${rest}.`;
}
