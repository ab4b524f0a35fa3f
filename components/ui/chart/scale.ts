import { formatCompact, formatFixed, formatNumber } from "../format";
import { numberAt, type ChartProps } from "./types";

export interface Scale {
  domain: [number, number];
  ticks: number[];
  /** The same number of decimals for every tick. */
  format: (value: number) => string;
}

const STEPS = [1, 2, 2.5, 5, 10];
const COMPACT_FROM = 10_000;

/**
 * Round tick values over the range of the data.
 *
 * @param fixed ends that the axis must have; "auto" lets that end move outwards to the next tick
 * @param most the largest number of steps
 * @param whole whether a tick must be a whole number, as for rounds
 */
export function niceScale(
  values: readonly number[],
  fixed: readonly [number | "auto", number | "auto"] = ["auto", "auto"],
  most = 5,
  whole = false,
): Scale {
  const finite = values.filter((value) => Number.isFinite(value));
  let low = fixed[0] === "auto" ? finite.reduce((a, b) => Math.min(a, b), Infinity) : fixed[0];
  let high = fixed[1] === "auto" ? finite.reduce((a, b) => Math.max(a, b), -Infinity) : fixed[1];
  if (!Number.isFinite(low)) low = Number.isFinite(high) ? high - 1 : 0;
  if (!Number.isFinite(high) || high < low) high = low + 1;
  if (high === low) {
    // A constant gets space on both sides, or it would be drawn on the edge; zero gets none below.
    const room = whole ? 1 : Math.abs(low) * 0.1 || 1;
    if (fixed[0] === "auto" && low !== 0) low -= room;
    if (fixed[1] === "auto" || low === high) high += room;
  }
  const step = niceStep((high - low) / most, whole);
  const slack = step * 1e-9;
  const first = fixed[0] === "auto" ? Math.floor(low / step + 1e-9) : Math.ceil(low / step - 1e-9);
  const last =
    fixed[1] === "auto" ? Math.ceil(high / step - 1e-9) : Math.floor((high + slack) / step);
  const decimals = decimalsOf(step);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toFixed(decimals)),
  );
  const domain: [number, number] = [
    fixed[0] === "auto" ? (ticks[0] ?? low) : low,
    fixed[1] === "auto" ? (ticks.at(-1) ?? high) : high,
  ];
  const compact = Math.max(Math.abs(domain[0]), Math.abs(domain[1])) >= COMPACT_FROM;
  return {
    domain,
    ticks,
    format: (value) => (compact ? formatCompact(value) : formatFixed(value, decimals)),
  };
}

/** Formats single values: whole numbers as such, others to about a hundredth of their range. */
export function valueFormat({
  data,
  series,
  y,
}: Pick<ChartProps, "data" | "series" | "y">): (value: number) => string {
  if (y.format !== undefined) return y.format;
  const values = data.flatMap((row) => series.flatMap((one) => numberAt(row, one.key) ?? []));
  if (values.every((value) => Number.isInteger(value))) return (value) => formatNumber(value);
  const span =
    values.reduce((a, b) => Math.max(a, b), -Infinity) -
    values.reduce((a, b) => Math.min(a, b), Infinity);
  const size = span > 0 ? span : Math.abs(values[0] ?? 0) || 1;
  const decimals = Math.min(12, Math.max(0, Math.ceil(-Math.log10(size)) + 2));
  return (value) => formatFixed(value, decimals);
}

function niceStep(atLeast: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  const candidates = STEPS.map((factor) => factor * power).filter(
    (step) => step >= atLeast * (1 - 1e-9),
  );
  if (!whole) return candidates[0] ?? 10 * power;
  return atLeast <= 1 ? 1 : (candidates.find((step) => Number.isInteger(step)) ?? 10 * power);
}

function decimalsOf(step: number): number {
  const [mantissa = "1", exponent = "0"] = Number(step.toPrecision(3)).toExponential().split("e");
  return Math.min(12, Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent)));
}
