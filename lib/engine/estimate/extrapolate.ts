import type { DryLine, DryRound, DryRun } from "./contract";

/** What a whole run is expected to ask of models. */
export type RunEstimate = {
  /** One for each phase and group. */
  readonly lines: readonly Omit<DryLine, "round">[];
  /** The calls of each step, in order. */
  readonly steps: readonly number[];
};

/** Rounds that a mean is taken over, an even number: phases that happen every other round count half. */
const LAST = 4;

/**
 * The whole run from the rounds that were played: sums of those, and for each later one the mean calls of the last rounds
 * played, with tokens per call that go on growing as they did, ever less (a damped trend: Gardner & McKenzie 1985,
 * "Forecasting trends in time series"): prompts grow with memories until these are full.
 */
export function extrapolate({ rounds, played, endedIn }: DryRun): RunEstimate {
  const sums = new Map<string, Omit<DryLine, "round">>();
  const add = (line: DryLine, times = 1): void => {
    const key = keyOf(line);
    const { phase, label, group } = line;
    const known = sums.get(key) ?? { phase, label, group, decisions: 0, calls: 0, promptTokens: 0, completionTokens: 0 };
    sums.set(key, {
      ...known,
      decisions: known.decisions + times * line.decisions,
      calls: known.calls + times * line.calls,
      promptTokens: known.promptTokens + times * line.promptTokens,
      completionTokens: known.completionTokens + times * line.completionTokens,
    });
  };
  for (const { lines } of played) lines.forEach((line) => add(line));
  const steps = played.flatMap((round) => [...round.steps]);
  const own = played.slice(1);
  const left = endedIn === null ? rounds - own.length : 0;
  if (left > 0 && own.length > 0) {
    const last = own.slice(-Math.min(LAST, own.length > 1 ? own.length - (own.length % 2) : 1));
    for (const line of phasesOf(last)) {
      const calls = last.map((round) => find(round, line)?.calls ?? 0);
      const mean = calls.reduce((sum, one) => sum + one, 0) / last.length;
      const decisions = last.reduce((sum, round) => sum + (find(round, line)?.decisions ?? 0), 0) / last.length;
      const [prompt, completion] = [damped(own, line, "promptTokens", left), damped(own, line, "completionTokens", left)];
      for (let ahead = 0; ahead < left; ahead += 1) add({ ...line, decisions, calls: mean, promptTokens: mean * (prompt[ahead] ?? 0), completionTokens: mean * (completion[ahead] ?? 0) });
    }
    for (let ahead = 0; ahead < left; ahead += 1) steps.push(...(last[ahead % last.length]?.steps ?? []));
  }
  return { lines: [...sums.values()], steps };
}

const keyOf = ({ phase, group }: Pick<DryLine, "phase" | "group">): string => `${phase}\n${group}`;

const find = ({ lines }: DryRound, line: DryLine): DryLine | undefined => lines.find((one) => keyOf(one) === keyOf(line));

const phasesOf = (rounds: readonly DryRound[]): readonly DryLine[] => [...new Map(rounds.flatMap(({ lines }) => lines.map((line) => [keyOf(line), line] as const))).values()];

/** Of one increase, how much the next has at most: what grows for ever is rare, and two rounds do not show it. */
const MOST_DAMPING = 0.95;
const USUAL_DAMPING = 0.7;

/** Tokens per call in each round ahead. */
function damped(rounds: readonly DryRound[], line: DryLine, of: "promptTokens" | "completionTokens", ahead: number): number[] {
  const series = rounds.flatMap((round) => {
    const there = find(round, line);
    return there && there.calls > 0 ? [there[of] / there.calls] : [];
  });
  const level = series.at(-1) ?? 0;
  const early = growth(series.slice(0, Math.ceil((series.length + 1) / 2)));
  const late = growth(series.slice(-Math.ceil((series.length + 1) / 2)));
  const damping = series.length < 4 || early <= 0 ? USUAL_DAMPING : Math.min(MOST_DAMPING, Math.max(0, late / early));
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
const growth = (series: readonly number[]): number => (series.length < 2 ? 0 : ((series.at(-1) ?? 0) - (series[0] ?? 0)) / (series.length - 1));
