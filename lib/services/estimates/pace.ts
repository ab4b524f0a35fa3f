import type { RecordedPace } from "./ports";

/** What the program itself takes for a decision, where no large step is on record to say: a worker makes about so many a second. */
const USUAL_SECONDS_PER_DECISION = 1 / 1_000;
/** Decisions of a step from which the time for one can be told. */
const LARGE_STEP = 100;
/** A step that took so many times as long as it should was paused in between. */
const PAUSED = 20;

/** In seconds: what the program itself takes for a step, the wait for one answer, and each call of a step beyond. */
export type Pace = { readonly ownSeconds: number; readonly latency: number; readonly secondsPerCall: number };

/**
 * How fast steps are made: a time for each, which is the wait for one answer and the program's own work, and a time for each
 * call beyond, which is the larger of what the endpoints can do at once (mean latency over `concurrency` places: Little's
 * law) and what large steps on record took. Null where no call is on record.
 */
export function paceOf({ calls, latencyMs, steps }: RecordedPace, concurrency: number): Pace | null {
  if (calls === 0) return null;
  const latency = latencyMs / 1_000;
  const served = latency / Math.max(1, concurrency);
  const large = steps.filter(({ decisions }) => decisions >= LARGE_STEP);
  const each = median(large.map(({ seconds, decisions }) => Math.max(0, seconds - latency) / decisions)) ?? USUAL_SECONDS_PER_DECISION;
  const secondsPerCall = Math.max(served, each);
  const own = steps.map(({ seconds, decisions }) => seconds - (decisions === 0 ? 0 : latency) - decisions * secondsPerCall).filter((seconds) => seconds < PAUSED * (latency + 1));
  return { secondsPerCall, ownSeconds: Math.max(0, median(own) ?? 0), latency };
}

/** Seconds for the steps of so many runs at once, with their calls in each. */
export function secondsFor({ ownSeconds, latency, secondsPerCall }: Pace, steps: readonly number[], runs: number): number {
  return steps.reduce((sum, calls) => sum + ownSeconds + (calls === 0 ? 0 : latency + calls * runs * secondsPerCall), 0);
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
