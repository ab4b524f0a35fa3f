import type { RecordedPace } from "./ports";

/**
 * What the program itself takes for a decision, where no large step is on record to say: a worker
 * makes about so many a second.
 */
const USUAL_SECONDS_PER_DECISION = 1 / 1_000;
/** Decisions of a step from which the time for one can be told. */
const LARGE_STEP = 100;
/** A step that took so many times as long as it should was paused in between. */
const PAUSED = 20;
/** What a step takes of itself where none is on record: handing out, storing, the next job. */
const USUAL_STEP_SECONDS = 0.04;

/**
 * Of a language model that was never called: its first token, and those after it. Servers range
 * from a third to three times of it.
 */
const ASSUMED_FIRST_TOKEN_SECONDS = 0.5;
const ASSUMED_TOKENS_PER_SECOND = 50;
/** The demo model and the model in the process answer at once. */
const ASSUMED_DEMO_SECONDS = 0.005;

export type Pace = {
  /** What the program itself takes for a step in which nobody is asked, and for one with calls. */
  readonly ownSeconds: { readonly quiet: number; readonly asking: number };
  /** What it takes for a decision, when no model has to be waited for. */
  readonly ownPerDecision: number;
  /** The wait for one answer. */
  readonly latency: number;
  /** Each call of a large step. */
  readonly secondsPerCall: number;
};

/**
 * How fast steps are made: a call of a large step takes the larger of what the endpoints can do at
 * once (mean latency over `concurrency` places: Little's law) and what the program took for large
 * steps on record. Null where no call is on record.
 */
export function measurePace(
  { calls, latencyMs, steps }: RecordedPace,
  concurrency: number,
): Pace | null {
  if (calls === 0) return null;
  const latency = latencyMs / 1_000;
  const served = latency / Math.max(1, concurrency);
  const large = steps.filter(({ decisions }) => decisions >= LARGE_STEP);
  const each =
    median(large.map(({ seconds, decisions }) => Math.max(0, seconds - latency / 2) / decisions)) ??
    USUAL_SECONDS_PER_DECISION;
  const secondsPerCall = Math.max(served, each);
  const pace = {
    ownPerDecision: Math.min(each, USUAL_SECONDS_PER_DECISION),
    latency,
    secondsPerCall,
  };
  const own = steps
    .map(({ seconds, decisions }) => ({
      asks: decisions > 0,
      seconds: seconds - waitSeconds(pace, decisions),
    }))
    .filter(({ seconds }) => seconds < PAUSED * (latency + 1));
  const meanOf = (some: typeof own): number | undefined => mean(some.map(({ seconds }) => seconds));
  const ownOf = (asks: boolean): number =>
    Math.max(
      0,
      meanOf(own.filter((step) => step.asks === asks)) ?? meanOf(own) ?? USUAL_STEP_SECONDS,
    );
  return { ...pace, ownSeconds: { quiet: ownOf(false), asking: ownOf(true) } };
}

/**
 * The pace of a model that was never called: what is assumed of any, by the length of its answers
 * in tokens.
 */
export function assumedPace({
  answerTokens,
  concurrency,
  isDemo,
}: {
  readonly answerTokens: number;
  readonly concurrency: number;
  readonly isDemo: boolean;
}): Pace {
  const latency = isDemo
    ? ASSUMED_DEMO_SECONDS
    : ASSUMED_FIRST_TOKEN_SECONDS + answerTokens / ASSUMED_TOKENS_PER_SECOND;
  const secondsPerCall = Math.max(latency / Math.max(1, concurrency), USUAL_SECONDS_PER_DECISION);
  return {
    ownSeconds: { quiet: USUAL_STEP_SECONDS, asking: USUAL_STEP_SECONDS },
    ownPerDecision: USUAL_SECONDS_PER_DECISION,
    latency,
    secondsPerCall,
  };
}

/**
 * Where a step has more calls than places, the last of them still wait for their answer while
 * places are free already.
 */
const waitSeconds = (
  { latency, secondsPerCall }: Pick<Pace, "latency" | "secondsPerCall">,
  calls: number,
): number => (calls === 0 ? 0 : Math.max(latency, calls * secondsPerCall + latency / 2));

/**
 * Seconds for the steps of so many runs at once, with their decisions in each, of which the record
 * answers `reused` (a share).
 */
export function estimateSeconds(
  pace: Pace,
  steps: readonly { readonly calls: number; readonly times: number }[],
  { runs, reused }: { readonly runs: number; readonly reused: number },
): number {
  return steps.reduce(
    (sum, { calls, times }) =>
      sum +
      times *
        ((calls > 0 ? pace.ownSeconds.asking : pace.ownSeconds.quiet) +
          calls * runs * reused * pace.ownPerDecision +
          waitSeconds(pace, calls * runs * (1 - reused))),
    0,
  );
}

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
