import { firstRoundBodies, timeUndici } from "./measuring/bare-clients";
import { type Bench, openBench, type TimedRuns } from "./measuring/bench";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { loadBenchScenario } from "./measuring/scenarios";
import { rounded, roundedSpread, spread } from "./measuring/spread";
import type { BenchOptions } from "./options";

const ENDPOINTS = [1, 2, 4, 8];
const AGENTS = 10_000;
/** Concurrent calls of an endpoint: a batch, and the next ones ready. */
export const CONCURRENCY = 320;

/** The settings of simulated GPU number `number` with a model of 8 billion parameters. */
const gpu = (number: number): string => `gpu=8b,seed=${number}`;

/** Creates a group of this many simulated GPUs and returns its name. */
export async function gpuGroup({ studies, demo }: Bench, count: number): Promise<string> {
  const group = `${count} GPUs`;
  for (let number = 1; number <= count; number += 1)
    await studies.endpoint(`GPU ${number} of ${count}`, demo.address(gpuSettings(number, count)), {
      concurrency: CONCURRENCY,
      group,
    });
  return group;
}

/** Separate base paths, so that no case finds prompts of another one in a prefix cache. */
const gpuSettings = (number: number, count: number): string => gpu(count * 100 + number);

/** Registers this many further GPUs, with empty prefix caches. */
const freshAddresses = ({ demo }: Bench, count: number): string[] =>
  Array.from({ length: count }, (_, at) => demo.address(gpu(count * 100 + 50 + at)));

/** Mean tokens per call, and the share of prompts found in prefix caches. */
async function countTokens({ demo }: Bench, count: number) {
  const all = await Promise.all(
    Array.from({ length: count }, (_, at) => demo.counts(gpuSettings(at + 1, count))),
  );
  const sum = (of: (one: (typeof all)[number]) => number): number =>
    all.reduce((total, one) => total + of(one), 0);
  const calls = sum((one) => one.chatCompletions);
  return {
    promptTokens: rounded(sum((one) => one.promptTokens) / calls, 3),
    completionTokens: rounded(sum((one) => one.completionTokens) / calls, 3),
    prefixCached: rounded(sum((one) => one.cachedPromptTokens) / sum((one) => one.promptTokens), 3),
    inFlight: sum((one) => one.inFlight),
    busiest: rounded(Math.max(...all.map((one) => one.chatCompletions)) / (calls / count), 3),
  };
}

/**
 * One round of 10,000 agents on 1, 2, 4 and 8 simulated GPUs: the speed-up by further GPUs. The
 * reference is a bare loop over all prompts: batches fill and drain once a round in any case.
 */
export async function* gpuCases(
  { repetitions }: Pick<BenchOptions, "repetitions">,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  const bench = await openBench();
  const document = loadBenchScenario("town-hall");
  const bodies = firstRoundBodies(document, { agents: AGENTS }, 1);
  try {
    // Compiles hot code before the measurement, at a server that is not measured.
    const endpointId = await bench.studies.endpoint("warm-up", bench.demo.address(), {
      concurrency: CONCURRENCY,
    });
    await bench.time({
      document,
      parameters: { agents: 500 },
      rounds: 1,
      endpoint: { endpointId },
    });
    let one: number | undefined;
    let bareOne: number | undefined;
    for (const count of ENDPOINTS) {
      const group = await gpuGroup(bench, count);
      const done: TimedRuns[] = [];
      for (let repetition = 1; repetition <= repetitions; repetition += 1) {
        for (let number = 1; number <= count; number += 1)
          await bench.demo.reset(gpuSettings(number, count));
        done.push(
          await bench.time({
            document,
            parameters: { agents: AGENTS },
            rounds: 1,
            seed: repetition,
            endpoint: { group },
          }),
        );
        say(
          `gpus, ${count}, ${repetition} of ${repetitions}: ` +
            `${rounded(done.at(-1)?.seconds ?? 0, 3)} s`,
        );
      }
      const seconds = roundedSpread(spread(done.map((timed) => timed.seconds)));
      one ??= seconds.median;
      const bare = await timeUndici(freshAddresses(bench, count), bodies, CONCURRENCY);
      bareOne ??= bare;
      const { busiest, ...tokens } = await countTokens(bench, count);
      yield withEnvironment(
        {
          bench: "gpus",
          parameters: {
            endpoints: count,
            agents: AGENTS,
            rounds: 1,
            repetitions,
            model: "8b, imitated",
          },
          figures: {
            seconds,
            speedUp: rounded(one / seconds.median, 3),
            agentsPerHour: rounded((AGENTS / seconds.median) * 3_600, 3),
            ...tokens,
            busiestEndpoint: busiest,
            workerMsPerDecision: roundedSpread(spread(done.map(({ workerMs }) => workerMs ?? 0))),
            coresUsedByOthers: roundedSpread(
              spread(done.map(({ coresOfOthers }) => coresOfOthers ?? 0)),
            ),
          },
          reference: {
            what: "one endpoint; also a bare undici loop over the same prompts",
            seconds: one,
            bareSeconds: rounded(bare, 3),
            bareSpeedUp: rounded(bareOne / bare, 3),
          },
          ratio: rounded(one / seconds.median / count, 3),
          peakMemoryMiB: bench.memory.peaks(),
        },
        bench.database.version,
      );
    }
  } finally {
    await bench.close();
  }
}
