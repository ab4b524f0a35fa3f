import { CONCURRENCY, gpuGroup } from "./gpus";
import { openBench } from "./measuring/bench";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { loadBenchScenario } from "./measuring/scenarios";
import { rounded } from "./measuring/spread";
import type { BenchOptions } from "./options";

const ENDPOINTS = 8;
const POLLING_INTERVAL_MS = 20;
/** Number of agents from which calls fill all GPUs, so that time is linear in agents. */
const FILLING = 2 * ENDPOINTS * CONCURRENCY;

/** Small cases run more rounds, so that the polling error at start and end weighs little. */
const MIN_DECISIONS = 3_000;

/** Time per round by number of agents on eight simulated GPUs, and the share with idle models. */
export async function* agentCases(
  { agents, rounds: fewest }: Pick<BenchOptions, "agents" | "rounds">,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  const bench = await openBench();
  const document = loadBenchScenario("town-hall");
  const group = await gpuGroup(bench, ENDPOINTS);
  const measured: { agents: number; seconds: number }[] = [];
  try {
    await bench.time({ document, parameters: { agents: 500 }, rounds: 1, endpoint: { group } });
    for (const count of agents) {
      const rounds = Math.max(fewest, Math.ceil(MIN_DECISIONS / count));
      const idle = new IdleWatch(() => bench.demo.inFlight());
      const timed = await bench.time(
        { document, parameters: { agents: count }, rounds, seed: count, endpoint: { group } },
        () => Promise.resolve(idle.start()),
      );
      const coordination = idle.stop();
      const seconds = timed.seconds / rounds;
      measured.push({ agents: count, seconds });
      say(
        `agents, ${count}: ${rounded(seconds, 3)} s per round, no model busy ` +
          `${rounded(coordination * 100, 2)}% of the time`,
      );
      const line = fitLine(measured, count);
      yield withEnvironment(
        {
          bench: "agents",
          parameters: { agents: count, rounds, endpoints: ENDPOINTS, model: "8b, imitated" },
          figures: {
            secondsPerRound: rounded(seconds),
            millisecondsPerAgent: rounded((seconds * 1_000) / count),
            coordination: rounded(coordination, 3),
            workerMsPerDecision: rounded(timed.workerMs ?? 0, 3),
            coresUsedByOthers: rounded(timed.coresOfOthers ?? 0, 3),
          },
          reference: {
            what: "straight line through the first two numbers of agents that fill the GPUs",
            secondsPerRound: line,
          },
          ratio: line === null ? null : rounded(seconds / line, 3),
          peakMemoryMiB: bench.memory.peaks(),
        },
        bench.database.version,
      );
    }
  } finally {
    await bench.close();
  }
}

/**
 * Extrapolates the line through the first two measurements that filled the GPUs; null without two.
 */
function fitLine(
  measured: readonly { readonly agents: number; readonly seconds: number }[],
  agents: number,
): number | null {
  const [first, second] = measured.filter((one) => one.agents >= FILLING);
  if (!first || !second || agents < FILLING) return null;
  return rounded(
    first.seconds +
      ((second.seconds - first.seconds) * (agents - first.agents)) / (second.agents - first.agents),
  );
}

/** Share of the time in which no call was under way, sampled. */
class IdleWatch {
  private looks = 0;
  private idle = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly inFlight: () => Promise<number>) {}

  start(): void {
    this.timer = setInterval(() => void this.look(), POLLING_INTERVAL_MS);
  }

  stop(): number {
    clearInterval(this.timer);
    return this.looks === 0 ? 0 : this.idle / this.looks;
  }

  private async look(): Promise<void> {
    const calls = await this.inFlight();
    this.looks += 1;
    if (calls === 0) this.idle += 1;
  }
}
