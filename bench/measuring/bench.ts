import { openBenchDatabase, type BenchDatabase } from "./database";
import { spawnDemoModel, type DemoModelProcess } from "./demo-model";
import { openBenchInstallation, type BenchInstallation, type Worker } from "./installation";
import { watchMemory, type MemoryWatch } from "./memory";
import { findParent } from "./processes";
import { readProcessorTime, processorUse } from "./processor";
import { openStudies, type CompletedRun, type Studies, type StudySpec } from "./studies";

/** Time and resource use of runs, from the first version of their worlds to the last commit. */
export type TimedRuns = {
  readonly played: readonly CompletedRun[];
  readonly decisions: number;
  /** Seconds of wall time. */
  readonly seconds: number;
  /** Worker processor time per decision in ms; null where the system does not report it. */
  readonly workerMs: number | null;
  /** Mean number of cores that other programs used. */
  readonly coresOfOthers: number | null;
};

/** Test bed of a benchmark: a fresh installation with one worker, and a demo model. */
export type Bench = {
  readonly installation: BenchInstallation;
  readonly database: BenchDatabase;
  readonly demo: DemoModelProcess;
  readonly studies: Studies;
  readonly worker: Worker;
  readonly memory: MemoryWatch;
  /** Runs a study and times it without its setup. `onWorld` is called when the clock starts. */
  time(study: StudySpec, onWorld?: () => Promise<void>): Promise<TimedRuns>;
  /** Times a fork from its first own decision on; `decisions` is the number of its own. */
  timeFork(
    runId: string,
    from: { readonly round: number; readonly rounds: number },
    decisions: number,
  ): Promise<TimedRuns>;
  close(): Promise<void>;
};

export async function openBench({
  worker: variables = {},
  nodeOptions = [],
}: {
  readonly worker?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
} = {}): Promise<Bench> {
  const installation = await openBenchInstallation();
  const database = await openBenchDatabase(installation.databaseUrl);
  const [demo, worker] = await Promise.all([
    spawnDemoModel(),
    installation.startWorker(nodeOptions, variables),
  ]);
  const postgres = findParent(database.backend);
  const studies = openStudies(installation);
  const memory = watchMemory(
    { worker: worker.pid, demoModel: demo.pid },
    postgres === undefined ? {} : { postgres },
  );

  return {
    installation: installation,
    database,
    demo,
    studies,
    worker,
    memory,
    async time(study, onWorld) {
      await database.settle();
      let before = readProcessorTime(worker.pid, postgres);
      let startedAt = performance.now();
      const played = await studies.play(study, async () => {
        await onWorld?.();
        before = readProcessorTime(worker.pid, postgres);
        startedAt = performance.now();
      });
      const seconds = (performance.now() - startedAt) / 1_000;
      const use = processorUse(before, readProcessorTime(worker.pid, postgres), seconds);
      const decisions = played.reduce((sum, one) => sum + one.decisions, 0);
      return {
        played,
        decisions,
        seconds,
        workerMs: use ? (use.worker * 1_000) / decisions : null,
        coresOfOthers: use?.coresOfOthers ?? null,
      };
    },
    async timeFork(runId, from, decisions) {
      await database.settle();
      const before = readProcessorTime(worker.pid, postgres);
      const played = await studies.playFork(runId, from);
      const seconds = await database.lastSteps(played.runId);
      const use = processorUse(before, readProcessorTime(worker.pid, postgres), seconds);
      return {
        played: [played],
        decisions,
        seconds,
        workerMs: use ? (use.worker * 1_000) / decisions : null,
        coresOfOthers: use?.coresOfOthers ?? null,
      };
    },
    async close() {
      memory.stop();
      await studies.close();
      await worker.stop();
      await demo.close();
      await database.close();
      await installation.close();
    },
  };
}
