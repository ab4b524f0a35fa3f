import { openBench } from "./measuring/bench";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { loadBenchScenario } from "./measuring/scenarios";
import { rounded } from "./measuring/spread";
import type { BenchOptions } from "./options";

/**
 * On 64 cores, without persistence: Pan et al., Very large-scale multi-agent simulation in
 * AgentScope (2024), arXiv:2407.17789.
 */
const AGENTSCOPE = { agents: 1_000_000, seconds: 40 };
const CALL_MS = 1_000;

/** Every agent makes one call of one second, in the worker, unlimited; everything is persisted. */
export async function* dummyCases(
  { agents }: Pick<BenchOptions, "agents">,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  for (const count of agents) {
    // A shard holds at most 2,500 decisions.
    const bench = await openBench({
      worker: { WORKER_CONCURRENCY: "40" },
      nodeOptions: ["--max-old-space-size=10000"],
    });
    try {
      const endpointId = await bench.studies.endpoint(
        "a second",
        `inprocess://instant?latency=${CALL_MS}`,
        { concurrency: 1_000_000 },
      );
      const startedAt = performance.now();
      const timed = await bench.time({
        document: loadBenchScenario("dummy"),
        parameters: { agents: count },
        rounds: 1,
        endpoint: { endpointId },
      });
      const whole = (performance.now() - startedAt) / 1_000;
      say(
        `dummy, ${count} agents: ${rounded(timed.seconds, 3)} s, with setup ${rounded(whole, 3)} s`,
      );
      yield withEnvironment(
        {
          bench: "dummy",
          parameters: { agents: count, rounds: 1, callMs: CALL_MS },
          figures: {
            seconds: rounded(timed.seconds),
            secondsWithSetup: rounded(whole),
            decisionsPerSecond: rounded(count / timed.seconds),
            workerMsPerDecision: rounded(timed.workerMs ?? 0, 3),
            coresUsedByOthers: rounded(timed.coresOfOthers ?? 0, 3),
          },
          reference: {
            what: "AgentScope, 1,000,000 agents on 64 cores, nothing persisted",
            seconds: AGENTSCOPE.seconds,
          },
          ratio: rounded(timed.seconds / (AGENTSCOPE.seconds * (count / AGENTSCOPE.agents)), 3),
          peakMemoryMiB: bench.memory.peaks(),
        },
        bench.database.version,
      );
    } finally {
      await bench.close();
    }
  }
}
