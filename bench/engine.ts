import { join } from "node:path";
import {
  openBenchDatabase,
  type CopyReference,
  type BenchDatabase,
  type StepTimes,
} from "./measuring/database";
import {
  openBenchInstallation,
  type BenchRun,
  type BenchInstallation,
} from "./measuring/installation";
import { type BenchResult, withEnvironment } from "./measuring/result";
import { watchMemory } from "./measuring/memory";
import { findParent } from "./measuring/processes";
import { readProcessorTime, processorUse } from "./measuring/processor";
import { rounded, roundedSpread, spread } from "./measuring/spread";
import { PROJECT_ROOT } from "@/lib/config/project-root";
import type { BenchOptions } from "./options";

const SCENARIO = join(PROJECT_ROOT, "bench/scenarios/opinion.json");
const SEED = 1;
/** Answers at once, at any concurrency. */
const MODEL = ["--base-url", "inprocess://instant", "--model", "instant", "--concurrency", "1000"];
/** Size of the run before each case, in which a worker compiles its hot code. */
const WARM_UP = { agents: 1_000, rounds: 3 };

type Repetition = {
  readonly run: BenchRun;
  readonly processor: ReturnType<typeof processorUse>;
  readonly steps: StepTimes;
  readonly copy: CopyReference;
};

/**
 * The whole program with an instant model: opinions on a network, everything persisted, one worker.
 * The reference is raw COPY of the same decision rows into the same server, after each repetition.
 */
export async function* engineCases(
  options: BenchOptions,
  say: (line: string) => void,
): AsyncGenerator<BenchResult> {
  const installation = await openBenchInstallation();
  const database = await openBenchDatabase(installation.databaseUrl);
  try {
    for (const agents of options.agents)
      yield await measure(installation, { database, agents, options, say });
  } finally {
    await database.close();
    await installation.close();
  }
}

const profilingTo = (folder: string): string[] => ["--cpu-prof", `--cpu-prof-dir=${folder}`];

async function measure(
  installation: BenchInstallation,
  {
    database,
    agents,
    options,
    say,
  }: {
    readonly database: BenchDatabase;
    readonly agents: number;
    readonly options: BenchOptions;
    readonly say: (line: string) => void;
  },
) {
  const { rounds, repetitions, profile } = options;
  // One worker per case, so that its peak memory is that of the case.
  const worker = await installation.startWorker(
    profile === undefined ? [] : profilingTo(join(profile, `agents-${agents}`)),
  );
  const postgres = findParent(database.backend);
  const memory = watchMemory({ worker: worker.pid }, postgres === undefined ? {} : { postgres });
  const runOnce = (size: { agents: number; rounds: number }): Promise<BenchRun> =>
    installation.run(
      [
        SCENARIO,
        "--param",
        `agents=${size.agents}`,
        "--rounds",
        String(size.rounds),
        "--seed",
        String(SEED),
        "--no-estimate",
        ...MODEL,
      ],
      (pid) => memory.add("commandLine", pid),
    );
  try {
    await runOnce(WARM_UP);
    const done: Repetition[] = [];
    for (let count = 1; count <= repetitions; count += 1) {
      await database.settle();
      const before = readProcessorTime(worker.pid, postgres);
      const startedAt = performance.now();
      const run = await runOnce({ agents, rounds });
      const processor = processorUse(
        before,
        readProcessorTime(worker.pid, postgres),
        (performance.now() - startedAt) / 1_000,
      );
      done.push({
        run,
        processor,
        steps: await database.stepTimes(run.runId),
        copy: await database.copyDecisions(run.runId),
      });
      say(
        `engine, ${agents} agents, ${count} of ${repetitions}: ${run.seconds} s, ` +
          `${Math.round(run.decisions / run.seconds)} decisions/s`,
      );
    }
    return engineLine({ agents, rounds, done, peaks: memory.peaks(), postgres: database.version });
  } catch (error) {
    say(worker.log());
    throw error;
  } finally {
    memory.stop();
    await worker.stop();
  }
}

function engineLine({
  agents,
  rounds,
  done,
  peaks,
  postgres,
}: {
  readonly agents: number;
  readonly rounds: number;
  readonly done: readonly Repetition[];
  readonly peaks: Record<string, number>;
  readonly postgres: string;
}): BenchResult {
  const [first] = done;
  if (!first) throw new RangeError("at least one repetition is needed");
  const { decisions, invalid, digest } = first.run;
  if (done.some(({ run }) => run.digest !== digest))
    throw new Error(
      `runs with the same seed differ: ${done.map(({ run }) => run.digest).join(", ")}`,
    );
  const over = (figure: (repetition: Repetition) => number) =>
    roundedSpread(spread(done.map(figure)));
  const used = (who: "worker" | "postgres") =>
    over(({ processor }) => ((processor?.[who] ?? 0) * 1_000) / decisions);
  return withEnvironment(
    {
      bench: "engine",
      parameters: {
        agents,
        rounds,
        repetitions: done.length,
        workers: 1,
        model: "inprocess://instant",
      },
      figures: {
        decisions,
        invalid,
        digest,
        seconds: over(({ run }) => run.seconds),
        setupSeconds: over(({ steps }) => steps.setup),
        phasesSeconds: over(({ steps }) => steps.phases),
        decisionsPerSecond: over(({ run }) => run.decisions / run.seconds),
        millisecondsPerAgent: over(({ run }) => (run.seconds * 1_000) / agents),
        // Processor time depends less on other programs than wall time; only with /proc.
        ...(first.processor && {
          workerMsPerDecision: used("worker"),
          postgresMsPerDecision: used("postgres"),
          coresUsedByOthers: over(({ processor }) => processor?.coresOfOthers ?? 0),
        }),
      },
      reference: {
        what: "raw COPY of the same decision rows",
        rows: first.copy.rows,
        megabytes: rounded(first.copy.bytes / 1e6),
        seconds: over(({ copy }) => copy.seconds),
      },
      /** Wall time of a run over the time of its COPY. */
      ratio: over(({ run, copy }) => run.seconds / copy.seconds),
      peakMemoryMiB: peaks,
    },
    postgres,
  );
}
