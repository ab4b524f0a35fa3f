import { firstRoundBodies, timeOpenaiClient, timeUndici } from "./measuring/bare-clients";
import { type Bench, openBench, type TimedRuns } from "./measuring/bench";
import { idealBusyShare } from "./measuring/ideal-slots";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { loadBenchScenario } from "./measuring/scenarios";
import { rounded, roundedSpread, spread } from "./measuring/spread";
import type { BenchOptions } from "./options";

const DECISIONS = 20_000;
const CONCURRENCY = 64;
/** Slots and latency of the simulated server, lognormal around 400 ms. */
const SLOTS = 128;
const SIGMA = 0.5;
const SLOW = `latency=400,sigma=${SIGMA},slots=${SLOTS}`;
/** The same number of decisions, with a round that waits for the previous one. */
const SLOW_ROUNDS = 2;
const SLOW_AGENTS = DECISIONS / SLOW_ROUNDS;

/**
 * Overhead of the pool: the same calls by the program, by the plain `openai` client and by plain
 * undici; then the utilisation of a slow server with a fixed number of slots.
 */
export async function* poolCases(
  { repetitions }: Pick<BenchOptions, "repetitions">,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  const bench = await openBench();
  try {
    yield await fastCase(bench, repetitions, say);
    for (const runs of [1, 2]) yield await slowCase(bench, { runs, repetitions, say });
  } finally {
    await bench.close();
  }
}

async function fastCase(
  bench: Bench,
  repetitions: number,
  say: (line: string) => void,
): Promise<BenchResult> {
  const { demo, studies, memory } = bench;
  const document = loadBenchScenario("opinion");
  const endpointId = await studies.endpoint("fast", demo.address(), { concurrency: CONCURRENCY });
  const play = (agents: number): Promise<TimedRuns> =>
    bench.time({ document, parameters: { agents }, rounds: 1, endpoint: { endpointId } });
  // Compiles hot code on both sides before the measurement.
  await play(2_000);
  const bodies = firstRoundBodies(document, { agents: DECISIONS }, 1);
  await timeOpenaiClient(demo.address(), bodies.slice(0, 2_000), CONCURRENCY);
  const done: {
    readonly program: TimedRuns;
    readonly openai: number;
    readonly undici: number;
    readonly shared: number;
  }[] = [];
  for (let count = 1; count <= repetitions; count += 1) {
    const program = await play(DECISIONS);
    await demo.reset();
    const openai = await timeOpenaiClient(demo.address(), bodies, CONCURRENCY);
    const counts = await demo.counts();
    const undici = await timeUndici([demo.address()], bodies, CONCURRENCY);
    done.push({ program, openai, undici, shared: counts.cachedPromptTokens / counts.promptTokens });
    say(
      `pool, ${count} of ${repetitions}: ${Math.round(DECISIONS / program.seconds)} ` +
        `decisions/s, openai ${Math.round(DECISIONS / openai)}, undici ` +
        `${Math.round(DECISIONS / undici)}`,
    );
  }
  const over = (figure: (one: (typeof done)[number]) => number) =>
    roundedSpread(spread(done.map(figure)));
  return withEnvironment(
    {
      bench: "pool",
      parameters: { case: "no latency", decisions: DECISIONS, lanes: CONCURRENCY, repetitions },
      figures: {
        decisionsPerSecond: over(({ program }) => DECISIONS / program.seconds),
        workerMsPerDecision: over(({ program }) => program.workerMs ?? 0),
        sharedPrefix: over(({ shared }) => shared),
        coresUsedByOthers: over(({ program }) => program.coresOfOthers ?? 0),
      },
      reference: {
        what: "bare loop over the openai client",
        callsPerSecond: over(({ openai }) => DECISIONS / openai),
        undiciPerSecond: over(({ undici }) => DECISIONS / undici),
      },
      ratio: over(({ program, openai }) => openai / program.seconds),
      peakMemoryMiB: memory.peaks(),
    },
    bench.database.version,
  );
}

async function slowCase(
  bench: Bench,
  {
    runs,
    repetitions,
    say,
  }: {
    readonly runs: number;
    readonly repetitions: number;
    readonly say: (line: string) => void;
  },
): Promise<BenchResult> {
  const { demo, studies, memory } = bench;
  const document = loadBenchScenario("opinion");
  // More calls than slots, so that the server always has the next one.
  const endpointId = await studies.endpoint("slow", demo.address(SLOW), { concurrency: SLOTS * 2 });
  const done: { readonly timed: TimedRuns; readonly busy: number }[] = [];
  for (let count = 1; count <= repetitions; count += 1) {
    const timed = await bench.time(
      {
        document,
        parameters: { agents: SLOW_AGENTS / runs },
        rounds: SLOW_ROUNDS,
        runs,
        seed: count,
        endpoint: { endpointId },
      },
      () => demo.reset(SLOW),
    );
    const counts = await demo.counts(SLOW);
    done.push({ timed, busy: counts.busySlotMs / (SLOTS * timed.seconds * 1_000) });
    say(
      `pool with latency, ${runs} ${runs === 1 ? "run" : "runs"}, ${count} of ` +
        `${repetitions}: slots busy ${rounded(done.at(-1)?.busy ?? 0, 3)}`,
    );
  }
  const over = (figure: (one: (typeof done)[number]) => number) =>
    roundedSpread(spread(done.map(figure)));
  return withEnvironment(
    {
      bench: "pool",
      parameters: {
        case: "400 ms",
        runs,
        agents: SLOW_AGENTS,
        rounds: SLOW_ROUNDS,
        slots: SLOTS,
        repetitions,
      },
      figures: {
        slotsBusy: over(({ busy }) => busy),
        decisionsPerSecond: over(({ timed }) => timed.decisions / timed.seconds),
        workerMsPerDecision: over(({ timed }) => timed.workerMs ?? 0),
        coresUsedByOthers: over(({ timed }) => timed.coresOfOthers ?? 0),
      },
      reference: {
        what: "all slots busy from the first call to the last commit",
        decisionsPerSecond: rounded(SLOTS / 0.4),
        // The calls of a round wait for the last ones of the previous round, whichever client makes
        // them.
        slotsBusyAtBest: rounded(
          idealBusyShare({
            slots: SLOTS,
            sigma: SIGMA,
            runs,
            callsPerRound: SLOW_AGENTS / runs,
            rounds: SLOW_ROUNDS,
          }),
          3,
        ),
      },
      ratio: over(({ timed }) => timed.decisions / timed.seconds / (SLOTS / 0.4)),
      peakMemoryMiB: memory.peaks(),
    },
    bench.database.version,
  );
}
