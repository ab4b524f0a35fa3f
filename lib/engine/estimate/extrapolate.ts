import { added, type Amounts, times } from "./amounts";
import type { DryLine, DryRound, DryRun } from "./contract";

export type PhaseEstimate = Amounts & {
  readonly phase: string;
  readonly label: string;
  readonly group: string;
};

/** What a whole run is expected to ask of models. */
export type RunEstimate = {
  /** One for each phase and group. */
  readonly lines: readonly PhaseEstimate[];
  /** The steps, which wait for one another: how many of so many calls there are. */
  readonly steps: readonly { readonly calls: number; readonly times: number }[];
};

/** Rounds that a mean is taken over, an even number: phases that happen every other round count half. */
const LAST = 4;

/**
 * The whole run from the rounds that were played: sums of those, and for each later one the mean calls of the last rounds
 * played, with tokens per call that go on growing as they did, ever less (a damped trend: Gardner & McKenzie 1985,
 * "Forecasting trends in time series"): prompts grow with memories until these are full.
 */
export function extrapolate({ rounds, played, endedIn }: DryRun): RunEstimate {
  const sums = new Map<string, PhaseEstimate>();
  const add = ({ phase, label, group, ...line }: PhaseEstimate): void => {
    const key = keyOf({ phase, group });
    sums.set(key, { phase, label, group, ...added(sums.get(key), line) });
  };
  for (const { lines } of played) lines.forEach(add);
  const steps = played.flatMap((round) => round.steps.map((calls) => ({ calls, times: 1 })));
  const own = played.slice(1);
  const left = endedIn === null ? rounds - own.length : 0;
  if (left > 0 && own.length > 0) {
    const last = own.slice(-Math.min(LAST, own.length > 1 ? own.length - (own.length % 2) : 1));
    for (const line of phasesOf(last)) {
      const mean = times(
        last.reduce<Amounts>(
          (sum, round) => added(sum, find(round, line) ?? times(line, 0)),
          times(line, 0),
        ),
        1 / last.length,
      );
      const [prompt, completion] = [
        damped(own, line, "promptTokens", left),
        damped(own, line, "completionTokens", left),
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

const keyOf = ({ phase, group }: Pick<DryLine, "phase" | "group">): string => `${phase}\n${group}`;

const find = ({ lines }: DryRound, line: DryLine): DryLine | undefined =>
  lines.find((one) => keyOf(one) === keyOf(line));

const phasesOf = (rounds: readonly DryRound[]): readonly DryLine[] => [
  ...new Map(
    rounds.flatMap(({ lines }) => lines.map((line) => [keyOf(line), line] as const)),
  ).values(),
];

/** Of one increase, how much the next has at most: what grows for ever is rare, and two rounds do not show it. */
const MOST_DAMPING = 0.95;
const USUAL_DAMPING = 0.7;

/** Tokens per call in each round ahead. */
function damped(
  rounds: readonly DryRound[],
  line: DryLine,
  of: "promptTokens" | "completionTokens",
  ahead: number,
): number[] {
  const series = rounds.flatMap((round) => {
    const there = find(round, line);
    return there && there.calls > 0 ? [there[of] / there.calls] : [];
  });
  const level = series.at(-1) ?? 0;
  const early = growth(series.slice(0, Math.ceil((series.length + 1) / 2)));
  const late = growth(series.slice(-Math.ceil((series.length + 1) / 2)));
  const damping =
    series.length < 4 || early <= 0
      ? USUAL_DAMPING
      : Math.min(MOST_DAMPING, Math.max(0, late / early));
  const values: number[] = [];
  let [value, step] = [level, late];
  for (let round = 0; round < ahead; round += 1) {
    step *= damping;
    value = Math.max(0, value + step);
    values.push(value);
  }
  return values;
}

/** The mean increase from one to the next. */
const growth = (series: readonly number[]): number =>
  series.length < 2 ? 0 : ((series.at(-1) ?? 0) - (series[0] ?? 0)) / (series.length - 1);
