import type { RecordedPace } from "./ports";

/**
 * Seconds of the program's own work per decision where no large step is on record: a worker makes
 * about this many per second.
 */
const USUAL_SECONDS_PER_DECISION = 1 / 1_000;
/** Minimum number of decisions of a step from which the time per decision is derived. */
const LARGE_STEP = 100;
/** A step that took this many times as long as expected was paused in between. */
const PAUSED = 20;
/** Seconds of overhead of a step where none is on record: dispatch, storing, the next job. */
const USUAL_STEP_SECONDS = 0.04;

/**
 * Assumptions about a language model that was never called: time to its first token, and speed
 * after it. Servers range from a third to three times these.
 */
const ASSUMED_FIRST_TOKEN_SECONDS = 0.5;
const ASSUMED_TOKENS_PER_SECOND = 50;
/** The demo model and the model in the process answer at once. */
const ASSUMED_DEMO_SECONDS = 0.005;

export type Pace = {
  /** The program's own time for a step without calls, and for one with calls. */
  readonly ownSeconds: { readonly withoutCalls: number; readonly withCalls: number };
  /** The program's own time per decision, without waiting for a model. */
  readonly ownPerDecision: number;
  /** Latency of one answer. */
  readonly latency: number;
  /** Time per call of a large step. */
  readonly secondsPerCall: number;
};

/**
 * Measures how fast steps are made. A call of a large step takes the larger of what the endpoints
 * allow (mean latency divided by `concurrency`: Little's law) and what the program took for large
 * steps on record. Null without calls on record.
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
  return { ...pace, ownSeconds: { withoutCalls: ownOf(false), withCalls: ownOf(true) } };
}

/**
 * Returns the assumed pace of a model that was never called, by the length of its answers in
 * tokens.
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
    ownSeconds: { withoutCalls: USUAL_STEP_SECONDS, withCalls: USUAL_STEP_SECONDS },
    ownPerDecision: USUAL_SECONDS_PER_DECISION,
    latency,
    secondsPerCall,
  };
}

/**
 * Returns the wait for the last answers of a step: where it has more calls than the endpoints take
 * at once, places are free while the last calls are in flight.
 */
const waitSeconds = (
  { latency, secondsPerCall }: Pick<Pace, "latency" | "secondsPerCall">,
  calls: number,
): number => (calls === 0 ? 0 : Math.max(latency, calls * secondsPerCall + latency / 2));

/**
 * Returns the seconds for the steps of this many concurrent runs, with their decisions in each, of
 * which the record answers the share `reused`.
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
        ((calls > 0 ? pace.ownSeconds.withCalls : pace.ownSeconds.withoutCalls) +
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
