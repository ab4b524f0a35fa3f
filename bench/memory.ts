import pg from "pg";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import { type Bench, openBench, type TimedRuns } from "./measuring/bench";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { loadBenchScenario } from "./measuring/scenarios";
import { rounded, roundedSpread, spread } from "./measuring/spread";
import type { BenchOptions } from "./options";

const MEMORIES = 200;
/** Bytes of an embedding. */
const SIZE = 256;

/**
 * Cost of memory retrieval: a round of agents with 200 memories each with an instant model, minus
 * the same round of agents without memories. The reference is a bare scan of as many vectors.
 */
export async function* memoryCases(
  { agents, repetitions }: Pick<BenchOptions, "agents" | "repetitions">,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  for (const count of agents) {
    const bench = await openBench();
    try {
      const endpointId = await bench.studies.endpoint("instant", "inprocess://instant", {
        concurrency: 64,
      });
      const done: {
        readonly remembering: TimedRuns;
        readonly forgetful: TimedRuns;
        readonly scan: number;
      }[] = [];
      for (let repetition = 1; repetition <= repetitions; repetition += 1) {
        const remembering = await timeSecondRound(bench, {
          document: scenario({ kind: "reflection", keep: 4, retrieve: 4, threshold: 1_000_000 }),
          agents: count,
          seed: repetition,
          endpointId,
          remembers: true,
        });
        const forgetful = await timeSecondRound(bench, {
          document: scenario({ kind: "none" }),
          agents: count,
          seed: repetition,
          endpointId,
          remembers: false,
        });
        done.push({ remembering, forgetful, scan: scanVectors(count) });
        say(
          `memory, ${count} agents, ${repetition} of ${repetitions}: ` +
            `${rounded(((remembering.seconds - forgetful.seconds) * 1_000) / count, 3)} ms per ` +
            "agent",
        );
      }
      const over = (figure: (one: (typeof done)[number]) => number) =>
        roundedSpread(spread(done.map(figure)));
      yield withEnvironment(
        {
          bench: "memory",
          parameters: { agents: count, memories: MEMORIES, repetitions },
          figures: {
            msPerAgent: over(
              ({ remembering, forgetful }) =>
                ((remembering.seconds - forgetful.seconds) * 1_000) / count,
            ),
            workerMsPerAgent: over(
              ({ remembering, forgetful }) =>
                (remembering.workerMs ?? 0) - (forgetful.workerMs ?? 0),
            ),
            secondsOfRound: over(({ remembering }) => remembering.seconds),
            coresUsedByOthers: over(({ remembering }) => remembering.coresOfOthers ?? 0),
          },
          reference: {
            what: "bare scan of the same number of vectors",
            msPerAgent: over((one) => (one.scan * 1_000) / count),
          },
          ratio: over(
            ({ remembering, forgetful, scan: bare }) =>
              (remembering.seconds - forgetful.seconds) / bare,
          ),
          peakMemoryMiB: bench.memory.peaks(),
        },
        bench.database.version,
      );
    } finally {
      await bench.close();
    }
  }
}

function scenario(memory: object): ScenarioDocument {
  const document = loadBenchScenario("opinion") as ScenarioDocument & {
    agents: Record<string, object>;
  };
  return {
    ...document,
    name: `bench-memory-${JSON.stringify(memory).length}`,
    agents: { Voter: { ...document.agents["Voter"], memory } },
  } as ScenarioDocument;
}

/** Runs a round, inserts memories of all agents, and times the next round as a fork. */
async function timeSecondRound(
  bench: Bench,
  {
    document,
    agents,
    seed,
    endpointId,
    remembers,
  }: {
    readonly document: ScenarioDocument;
    readonly agents: number;
    readonly seed: number;
    readonly endpointId: string;
    readonly remembers: boolean;
  },
): Promise<TimedRuns> {
  const [first] = await bench.studies.play({
    document,
    parameters: { agents },
    rounds: 1,
    seed,
    endpoint: { endpointId },
  });
  if (!first) throw new Error("the study has no run");
  if (remembers) await insertMemories(bench.installation.databaseUrl, first.runId);
  return bench.timeFork(first.runId, { round: 2, rounds: 2 }, agents);
}

async function insertMemories(databaseUrl: string, runId: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO memory (run, agent_type, agent, version, seq, round, phase, kind, text,
         importance, cites, embedding, embedder)
       SELECT r.key, 'Voter', 'Voter-' || a, 0, 1000000 + (a - 1) * $2::int + m, 1, 'read', 'told',
              'Somebody told you about the charge, the ' || m || 'th thing you heard.',
              (m % 10) / 10.0, '{}',
              decode(repeat(md5(a || '.' || m), ${SIZE / 16}), 'hex'), 'hashing'
       FROM run r, generate_series(1, (r.parameters->>'agents')::int) AS a,
         generate_series(1, $2::int) AS m
       WHERE r.id = $1`,
      [runId, MEMORIES],
    );
    await client.query("VACUUM ANALYZE memory");
  } finally {
    await client.end();
  }
}

/** Seconds to compare one vector with all of every agent's. */
function scanVectors(agents: number): number {
  const vectors = Int8Array.from(
    { length: MEMORIES * SIZE },
    (_, at) => ((at * 2_654_435_761) >>> 24) - 128,
  );
  const query = vectors.slice(0, SIZE);
  const startedAt = performance.now();
  let best = 0;
  for (let agent = 0; agent < agents; agent += 1) {
    for (let start = 0; start < vectors.length; start += SIZE) {
      let dot = 0;
      for (let at = 0; at < SIZE; at += 1)
        dot += (vectors[start + at] as number) * (query[at] as number);
      if (dot > best) best = dot;
    }
  }
  if (best < 0) throw new RangeError("a vector is at least like itself");
  return (performance.now() - startedAt) / 1_000;
}
