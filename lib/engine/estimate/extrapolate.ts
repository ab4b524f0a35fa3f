import { addAmounts, type Amounts, scaleAmounts } from "./amounts";
import type { DryRunLine, DryRunRound, DryRun } from "./contract";

export type PhaseEstimate = Amounts & {
  readonly phase: string;
  readonly label: string;
  readonly group: string;
};

/** Expected use of a whole run. */
export type RunEstimate = {
  /** One line per phase and group. */
  readonly lines: readonly PhaseEstimate[];
  /** Steps, which run one after the other: `times` steps with `calls` calls each. */
  readonly steps: readonly { readonly calls: number; readonly times: number }[];
};

/** Number of rounds to average over; even, so that phases that run every other round count half. */
const AVERAGED_ROUNDS = 4;

/**
 * Estimates a whole run from the rounds of a dry run: sums their use and, for each later round,
 * adds the mean calls of the last rounds. Tokens per call keep growing at a decreasing rate (a
 * damped trend: Gardner & McKenzie 1985, "Forecasting trends in time series"), because prompts grow
 * with memories until these reach their limit.
 */
export function extrapolate({ rounds, played, endedIn }: DryRun): RunEstimate {
  const sums = new Map<string, PhaseEstimate>();
  const add = ({ phase, label, group, ...line }: PhaseEstimate): void => {
    const key = keyOf({ phase, group });
    sums.set(key, { phase, label, group, ...addAmounts(sums.get(key), line) });
  };
  for (const { lines } of played) lines.forEach(add);
  const steps = played.flatMap((round) => round.steps.map((calls) => ({ calls, times: 1 })));
  const own = played.slice(1);
  const left = endedIn === null ? rounds - own.length : 0;
  if (left > 0 && own.length > 0) {
    const last = own.slice(
      -Math.min(AVERAGED_ROUNDS, own.length > 1 ? own.length - (own.length % 2) : 1),
    );
    for (const line of distinctLines(last)) {
      const mean = scaleAmounts(
        last.reduce<Amounts>(
          (sum, round) => addAmounts(sum, findLine(round, line) ?? scaleAmounts(line, 0)),
          scaleAmounts(line, 0),
        ),
        1 / last.length,
      );
      const [prompt, completion] = [
        dampedGrowth({ rounds: own, line, of: "promptTokens", ahead: left }),
        dampedGrowth({ rounds: own, line, of: "completionTokens", ahead: left }),
      ];
      for (let ahead = 0; ahead < left; ahead += 1)
        add({
          ...line,
          ...mean,
          promptTokens: mean.calls * (prompt[ahead] ?? 0),
          completionTokens: mean.calls * (completion[ahead] ?? 0),
        });
    }
    for (const round of last)
      steps.push(...round.steps.map((calls) => ({ calls, times: left / last.length })));
  }
  return { lines: [...sums.values()], steps };
}

const keyOf = ({ phase, group }: Pick<DryRunLine, "phase" | "group">): string =>
  `${phase}\n${group}`;

const findLine = ({ lines }: DryRunRound, line: DryRunLine): DryRunLine | undefined =>
  lines.find((one) => keyOf(one) === keyOf(line));

const distinctLines = (rounds: readonly DryRunRound[]): readonly DryRunLine[] => [
  ...new Map(
    rounds.flatMap(({ lines }) => lines.map((line) => [keyOf(line), line] as const)),
  ).values(),
];

/**
 * Maximum ratio of one increase to the previous one: unlimited growth is rare, and two rounds are
 * too few to detect it.
 */
const MAX_DAMPING = 0.95;
const DEFAULT_DAMPING = 0.7;

/** Tokens per call in each remaining round. */
function dampedGrowth({
  rounds,
  line,
  of,
  ahead,
}: {
  readonly rounds: readonly DryRunRound[];
  readonly line: DryRunLine;
  readonly of: "promptTokens" | "completionTokens";
  readonly ahead: number;
}): number[] {
  const series = rounds.flatMap((round) => {
    const there = findLine(round, line);
    return there && there.calls > 0 ? [there[of] / there.calls] : [];
  });
  const level = series.at(-1) ?? 0;
  const early = meanIncrease(series.slice(0, Math.ceil((series.length + 1) / 2)));
  const late = meanIncrease(series.slice(-Math.ceil((series.length + 1) / 2)));
  const damping =
    series.length < 4 || early <= 0
      ? DEFAULT_DAMPING
      : Math.min(MAX_DAMPING, Math.max(0, late / early));
  const values: number[] = [];
  let [value, step] = [level, late];
  for (let round = 0; round < ahead; round += 1) {
    step *= damping;
    value = Math.max(0, value + step);
    values.push(value);
  }
  return values;
}

/** Mean difference between successive values. */
const meanIncrease = (series: readonly number[]): number =>
  series.length < 2 ? 0 : ((series.at(-1) ?? 0) - (series[0] ?? 0)) / (series.length - 1);
