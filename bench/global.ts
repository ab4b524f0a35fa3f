import type { ScenarioDocument } from "@/lib/domain/scenario";
import { type Bench, openBench, type TimedRuns } from "./measuring/bench";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { rounded, roundedSpread, spread } from "./measuring/spread";
import type { BenchOptions } from "./options";
import { gathering, market } from "./scenarios/global";

const AGENTS = 10_000;
const ROUNDS = 3;
const CONCURRENCY = 256;

/** Scenarios with and without global state. */
const SCENARIOS = { gathering, market } as const;

/** Global state in every prompt and decision, compared with the same agents without it. */
export async function* globalCases(
  { repetitions }: Pick<BenchOptions, "repetitions">,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  const bench = await openBench();
  try {
    const endpointId = await bench.studies.endpoint("instant", "inprocess://instant", {
      concurrency: CONCURRENCY,
    });
    for (const [name, scenario] of Object.entries(SCENARIOS)) {
      const [shared, alone] = [scenario(true), scenario(false)];
      const play = (document: ScenarioDocument, seed: number): Promise<TimedRuns> =>
        bench.time({
          document,
          parameters: { agents: AGENTS },
          rounds: ROUNDS,
          seed,
          endpoint: { endpointId },
        });
      await play(shared, 99);
      await play(alone, 99);
      const done: { readonly shared: TimedRuns; readonly alone: TimedRuns }[] = [];
      for (let count = 1; count <= repetitions; count += 1) {
        done.push({ shared: await play(shared, count), alone: await play(alone, count) });
        say(
          `global, ${name}, ${count} of ${repetitions}: ` +
            `${rounded(done.at(-1)?.shared.seconds ?? 0, 3)} s, without ` +
            `${rounded(done.at(-1)?.alone.seconds ?? 0, 3)} s`,
        );
      }
      yield globalLine(name, done, bench);
    }
  } finally {
    await bench.close();
  }
}

function globalLine(
  name: string,
  done: readonly { readonly shared: TimedRuns; readonly alone: TimedRuns }[],
  { memory, database }: Bench,
): BenchResult {
  const over = (figure: (one: (typeof done)[number]) => number) =>
    roundedSpread(spread(done.map(figure)));
  return withEnvironment(
    {
      bench: "global",
      parameters: { scenario: name, agents: AGENTS, rounds: ROUNDS, repetitions: done.length },
      figures: {
        seconds: over(({ shared }) => shared.seconds),
        workerMsPerDecision: over(({ shared }) => shared.workerMs ?? 0),
        workerMsRatio: over(({ shared, alone }) => (shared.workerMs ?? 0) / (alone.workerMs ?? 1)),
        coresUsedByOthers: over(({ shared }) => shared.coresOfOthers ?? 0),
      },
      reference: {
        what: "the same agents without the global state",
        seconds: over(({ alone }) => alone.seconds),
      },
      ratio: over(({ shared, alone }) => shared.seconds / alone.seconds),
      peakMemoryMiB: memory.peaks(),
    },
    database.version,
  );
}
