import { describeEnvironment } from "./environment";
import type { Spread } from "./spread";

/** One number, or the median and extremes of repetitions; null if it could not be measured. */
export type Figure = number | string | Spread | null;

/** What a benchmark prints: one line of JSON for each case. */
export type BenchResult = {
  readonly bench: string;
  readonly parameters: Readonly<Record<string, number | string>>;
  readonly figures: Readonly<Record<string, Figure>>;
  /** Measured in the same run, for comparison. */
  readonly reference: Readonly<Record<string, Figure>>;
  /** The figure that has a target, over its reference. */
  readonly ratio: Figure;
  readonly peakMemoryMiB: Readonly<Record<string, number>>;
} & ReturnType<typeof describeEnvironment>;

export const withEnvironment = (
  line: Omit<BenchResult, keyof ReturnType<typeof describeEnvironment>>,
  postgres = "none",
): BenchResult => ({ ...line, ...describeEnvironment(postgres) });
