import { openDatabase, type Database } from "./database";
import { startDemoModel, type DemoModel } from "./demo-model";
import { openLaboratory, type Laboratory, type Worker } from "./laboratory";
import { watchMemory, type MemoryWatch } from "./memory";
import { parentOf } from "./processes";
import { processorTime, processorUse } from "./processor";
import { openStudies, type Played, type Studies, type StudyToPlay } from "./studies";

/** What a run took, from the moment its world was made to its last commit. */
export type Timed = {
  readonly played: readonly Played[];
  readonly decisions: number;
  /** Seconds of wall time. */
  readonly seconds: number;
  /** Milliseconds of the worker's processor time per decision; null where the system does not tell. */
  readonly workerMs: number | null;
  /** Mean number of cores that other programs used. */
  readonly coresOfOthers: number | null;
};

/** Everything a benchmark of the running program needs: a fresh installation with one worker, and a demo model. */
export type Bench = {
  readonly laboratory: Laboratory;
  readonly database: Database;
  readonly demo: DemoModel;
  readonly studies: Studies;
  readonly worker: Worker;
  readonly memory: MemoryWatch;
  /** Plays a study and times it; set-up is left out. `onWorld` is called when the clock starts. */
  time(study: StudyToPlay, onWorld?: () => Promise<void>): Promise<Timed>;
  /** Times a run that goes on from an earlier one, from its first decision on; `decisions` are its own. */
  timeFork(
    runId: string,
    from: { readonly round: number; readonly rounds: number },
    decisions: number,
  ): Promise<Timed>;
  close(): Promise<void>;
};

export async function openBench({
  worker: variables = {},
  nodeOptions = [],
}: {
  readonly worker?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
} = {}): Promise<Bench> {
  const laboratory = await openLaboratory();
  const database = await openDatabase(laboratory.databaseUrl);
  const [demo, worker] = await Promise.all([
    startDemoModel(),
    laboratory.startWorker(nodeOptions, variables),
  ]);
  const postgres = parentOf(database.backend);
  const studies = openStudies(laboratory);
  const memory = watchMemory(
    { worker: worker.pid, demoModel: demo.pid },
    postgres === undefined ? {} : { postgres },
  );

  return {
    laboratory,
    database,
    demo,
    studies,
    worker,
    memory,
    async time(study, onWorld) {
      await database.settle();
      let before = processorTime(worker.pid, postgres);
      let startedAt = performance.now();
      const played = await studies.play(study, async () => {
        await onWorld?.();
        before = processorTime(worker.pid, postgres);
        startedAt = performance.now();
      });
      const seconds = (performance.now() - startedAt) / 1_000;
      const use = processorUse(before, processorTime(worker.pid, postgres), seconds);
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
      const before = processorTime(worker.pid, postgres);
      const played = await studies.playFork(runId, from);
      const seconds = await database.lastSteps(played.runId);
      const use = processorUse(before, processorTime(worker.pid, postgres), seconds);
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
      await laboratory.close();
    },
  };
}
