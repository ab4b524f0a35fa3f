/** Median and extremes of repetitions, in the unit of the samples. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number };

/** @throws RangeError without samples */
export function spread(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high, min, max] = [
    sorted[Math.floor(middle)],
    sorted[Math.ceil(middle)],
    sorted[0],
    sorted.at(-1),
  ];
  if (low === undefined || high === undefined || min === undefined || max === undefined)
    throw new RangeError("no samples");
  return { median: (low + high) / 2, min, max };
}

/** Rounds to this many significant digits, the precision of a timing. */
export const rounded = (value: number, digits = 4): number => Number(value.toPrecision(digits));

export const roundedSpread = ({ median, min, max }: Spread): Spread => ({
  median: rounded(median),
  min: rounded(min),
  max: rounded(max),
});
