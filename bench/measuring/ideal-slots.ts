/** Runs whose rounds follow each other, on a server whose slots take lognormal times of mean 1. */
export type IdealCase = {
  readonly slots: number;
  readonly sigma: number;
  readonly runs: number;
  readonly callsPerRound: number;
  readonly rounds: number;
};

const TRIALS = 30;

/**
 * Upper bound of slot utilisation, if only calls took time: a round starts when the last call of
 * the previous one has ended, and near its end there are fewer calls than slots.
 */
export function idealBusyShare(ideal: IdealCase): number {
  let sum = 0;
  for (let trial = 0; trial < TRIALS; trial += 1) sum += busyShare(ideal);
  return sum / TRIALS;
}

function busyShare({ slots, sigma, runs, callsPerRound, rounds }: IdealCase): number {
  const left = Array.from({ length: runs }, () => ({ rounds: rounds - 1, open: callsPerRound }));
  const waiting = left.flatMap((_, run) => Array.from({ length: callsPerRound }, () => run));
  const running: { readonly run: number; readonly ends: number }[] = [];
  let now = 0;
  let busy = 0;
  let next = 0;
  for (;;) {
    while (running.length < slots && next < waiting.length) {
      const duration = Math.exp(sigma * normal() - (sigma * sigma) / 2);
      busy += duration;
      insert(running, { run: waiting[next++] ?? 0, ends: now + duration });
    }
    const first = running.pop();
    if (!first) return busy / (slots * now);
    now = first.ends;
    const run = left[first.run];
    if (!run || --run.open > 0 || run.rounds === 0) continue;
    run.rounds -= 1;
    run.open = callsPerRound;
    for (let call = 0; call < callsPerRound; call += 1) waiting.push(first.run);
  }
}

/** Keeps the slot that becomes free first at the end. */
function insert(
  running: { readonly run: number; readonly ends: number }[],
  call: { readonly run: number; readonly ends: number },
): void {
  let [low, high] = [0, running.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((running[middle]?.ends ?? 0) > call.ends) low = middle + 1;
    else high = middle;
  }
  running.splice(low, 0, call);
}

const normal = (): number =>
  Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
