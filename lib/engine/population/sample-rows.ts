import { readNumber } from "@/lib/domain/data";
import { indexFrom } from "../random";
import type { Draws } from "../base/row";
import { ScenarioRuntimeError } from "../kit/evaluation-context";
import { cellError, type DatasetReader } from "./dataset";

/** Draws the index of the dataset row that a new row is made from, with the new row's own draws. */
export type SampleRow = (draws: Draws) => number;

/** The name of the draw, which no attribute can have. */
const SAMPLE_DRAW = "dataset row";

/**
 * Samples with replacement, in proportion to a column of weights or uniformly. The draw belongs to
 * the new row: a larger sample begins with the smaller one, and no draw of another row changes. By
 * inversion of the cumulative weights; a draw costs the logarithm of the number of rows.
 *
 * @throws ScenarioRuntimeError when the column does not exist, a weight is not a number of at least
 * 0, or none is above 0
 */
export function rowSampler(
  dataset: DatasetReader,
  weight: string | undefined,
  pointer: string,
): SampleRow {
  if (dataset.size === 0)
    throw new ScenarioRuntimeError(
      `The dataset “${dataset.name}” has no rows to draw from.`,
      pointer,
    );
  if (weight === undefined)
    return (draws) => indexFrom(draws.uniform(SAMPLE_DRAW, 0), dataset.size);
  const cumulated = cumulateWeights(dataset, weight, pointer);
  const total = cumulated[cumulated.length - 1] ?? 0;
  if (!(total > 0))
    throw new ScenarioRuntimeError(
      `All weights in column “${weight}” of the dataset “${dataset.name}” are 0.`,
      pointer,
    );
  return (draws) => upperBound(cumulated, draws.uniform(SAMPLE_DRAW, 0) * total);
}

function cumulateWeights(dataset: DatasetReader, weight: string, pointer: string): Float64Array {
  const cell = dataset.column(weight, pointer);
  const sums = new Float64Array(dataset.size);
  let sum = 0;
  for (let index = 0; index < sums.length; index += 1) {
    const number = readNumber(cell(index));
    if (number === undefined || number < 0)
      throw cellError(dataset, {
        index,
        column: weight,
        reason: `“${cell(index)}” is not a weight, which is a number of at least 0.`,
        pointer,
      });
    sum += number;
    sums[index] = sum;
  }
  return sums;
}

/** Returns the first index whose cumulative sum exceeds the target; never a row of weight 0. */
function upperBound(sums: Float64Array, aim: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > aim) high = middle;
    else low = middle + 1;
  }
  return low;
}
