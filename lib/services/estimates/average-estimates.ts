import type { EstimateAmounts, StudyEstimate } from "@/lib/contracts/estimates";
import { countNullValues } from "@/lib/domain/decision";

/**
 * Averages the estimates of the arms of a study, each made as if every run of the study belonged to
 * that arm. Amounts add up to those of the study; the time is that of an average run beside the
 * others. A cost is unknown if that of any arm is. The basis reported is the weakest of all arms.
 */
export function averageEstimates(estimates: readonly StudyEstimate[]): StudyEstimate {
  const [first, ...others] = estimates;
  if (first === undefined) throw new RangeError("no arms to estimate");
  if (others.length === 0) return first;
  const bases = estimates.map(({ basis }) => basis);
  return {
    ...averageAmounts(estimates),
    low: averageAmounts(estimates.map(({ low }) => low)),
    high: averageAmounts(estimates.map(({ high }) => high)),
    runs: first.runs,
    groups: averageLines(
      estimates.map(({ groups }) => groups),
      ({ group }) => group,
      (lines) => ({
        cost: meanOrNull(
          lines.map(({ cost }) => cost),
          estimates.length,
        ),
      }),
    ),
    phases: averageLines(
      estimates.map(({ phases }) => phases),
      ({ phase, group }) => `${phase} ${group}`,
      () => ({}),
    ),
    basis: {
      ...first.basis,
      rounds: Math.max(...bases.map(({ rounds }) => rounds)),
      played: Math.min(...bases.map(({ played }) => played)),
      rough: bases.some(({ rough }) => rough),
      plays: Math.min(...bases.map(({ plays }) => plays)),
      share: Math.min(...bases.map(({ share }) => share)),
      prompts: bases.reduce((sum, { prompts }) => sum + prompts, 0),
      nullValues: addNullValues(bases.map(({ nullValues }) => nullValues)),
      answers: bases.every(({ answers }) => answers === first.basis.answers)
        ? first.basis.answers
        : "both",
      retries: mean(bases.map(({ retries }) => retries)),
      reused: mean(bases.map(({ reused }) => reused)),
    },
  };
}

/** Adds up the counts of several estimates. */
const addNullValues = (
  all: readonly StudyEstimate["basis"]["nullValues"][],
): StudyEstimate["basis"]["nullValues"] => ({
  prompts: all.reduce((sum, { prompts }) => sum + prompts, 0),
  atLeast: false,
  expressions: countNullValues(
    all.flatMap(({ expressions }) =>
      expressions.map(({ expression, count }) => ({ joined: expression, count })),
    ),
  ).expressions,
});

const mean = (values: readonly number[], count = values.length): number =>
  values.reduce((sum, value) => sum + value, 0) / count;

function meanOrNull(values: readonly (number | null)[], count: number): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < values.length ? null : mean(known, count);
}

const averageAmounts = (all: readonly EstimateAmounts[]): EstimateAmounts => ({
  calls: mean(all.map(({ calls }) => calls)),
  promptTokens: mean(all.map(({ promptTokens }) => promptTokens)),
  completionTokens: mean(all.map(({ completionTokens }) => completionTokens)),
  embeddingTokens: mean(all.map(({ embeddingTokens }) => embeddingTokens)),
  cost: meanOrNull(
    all.map(({ cost }) => cost),
    all.length,
  ),
  seconds: meanOrNull(
    all.map(({ seconds }) => seconds),
    all.length,
  ),
});

type Line = {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
};

/** Averages lines with the same key; an arm without such a line counts as zero. */
function averageLines<L extends Line>(
  perArm: readonly (readonly L[])[],
  keyOf: (line: L) => string,
  more: (lines: readonly L[]) => Partial<L>,
): L[] {
  const all = perArm.flat();
  return [...new Set(all.map(keyOf))].flatMap((key) => {
    const lines = all.filter((line) => keyOf(line) === key);
    const [line] = lines;
    const average = (amount: (line: L) => number): number => mean(lines.map(amount), perArm.length);
    return line === undefined
      ? []
      : {
          ...line,
          calls: average(({ calls }) => calls),
          promptTokens: average(({ promptTokens }) => promptTokens),
          completionTokens: average(({ completionTokens }) => completionTokens),
          ...more(lines),
        };
  });
}
