import { setTimeout as sleep } from "node:timers/promises";
import { resetEnv, parseEnv } from "@/lib/config/env";
import { openContainer } from "@/lib/container";
import { SYSTEM } from "@/lib/domain/access";
import { isSettled } from "@/lib/domain/run";
import type { ParameterValues, ScenarioDocument } from "@/lib/domain/scenario";
import type { BenchInstallation } from "./installation";

const POLLING_INTERVAL_MS = 20;

export type CompletedRun = {
  readonly runId: string;
  readonly digest: string;
  readonly decisions: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
};

export type StudySpec = {
  readonly document: ScenarioDocument;
  readonly parameters?: ParameterValues;
  readonly rounds: number;
  readonly seed?: number;
  /** Number of concurrent runs. */
  readonly runs?: number;
  readonly endpoint: { readonly group: string } | { readonly endpointId: string };
};

/** Starts studies through the services of the program, in this process; workers execute them. */
export type Studies = {
  /** Returns the id of an endpoint with these properties, creating it if necessary. */
  endpoint(
    name: string,
    baseUrl: string,
    more: { readonly concurrency: number; readonly group?: string },
  ): Promise<string>;
  /**
   * Runs a study to its end. `onWorld` is called once the worlds of all runs exist, before any
   * decision.
   */
  play(study: StudySpec, onWorld?: () => Promise<void>): Promise<readonly CompletedRun[]>;
  /** Starts a study without waiting for it. */
  begin(study: StudySpec): Promise<readonly string[]>;
  /** Forks a run; resolves at the end of the fork. */
  playFork(
    runId: string,
    from: { readonly round: number; readonly rounds: number },
  ): Promise<CompletedRun>;
  /** Returns a file of a run as the server streams it, without HTTP. */
  file(runId: string, name: string): Promise<AsyncIterable<Uint8Array>>;
  cancel(runId: string): Promise<void>;
  close(): Promise<void>;
};

export function openStudies(installation: Pick<BenchInstallation, "environment">): Studies {
  resetEnv();
  const { services, close } = openContainer(parseEnv(installation.environment), "bench");

  const until = async (
    runIds: readonly string[],
    holds: (progress: Awaited<ReturnType<typeof services.getRun>>["progress"]) => boolean,
  ): Promise<void> => {
    for (const runId of runIds) {
      while (!holds((await services.getRun(SYSTEM, runId)).progress))
        await sleep(POLLING_INTERVAL_MS);
    }
  };

  const begin = async ({
    document,
    parameters = {},
    rounds,
    seed = 1,
    runs = 1,
    endpoint,
  }: StudySpec): Promise<readonly string[]> => {
    const choice = "group" in endpoint ? { models: { default: endpoint } } : endpoint;
    return (
      await services.startStudy(SYSTEM, {
        document,
        parameters,
        rounds,
        seed,
        replicates: runs,
        ...choice,
      })
    ).runIds;
  };

  const played = async (runId: string): Promise<CompletedRun> => {
    const { progress } = await services.getRun(SYSTEM, runId);
    if (progress.status !== "completed")
      throw new Error(`a run is ${progress.status}: ${progress.statusReason ?? ""}`);
    return {
      runId,
      digest: progress.digest ?? "",
      decisions: progress.decisions,
      promptTokens: progress.promptTokens,
      completionTokens: progress.completionTokens,
    };
  };

  return {
    async endpoint(name, baseUrl, { concurrency, group }) {
      const made = await services.ensureEndpoint({
        name,
        baseUrl,
        model: "microcosm-demo",
        apiKey: null,
        concurrency,
      });
      if (group !== undefined && made.group !== group)
        await services.updateEndpoint(SYSTEM, made.id, {
          name,
          baseUrl,
          model: "microcosm-demo",
          concurrency,
          group,
        });
      return made.id;
    },

    begin,

    async play(study, onWorld) {
      const runIds = await begin(study);
      await until(runIds, ({ version, status }) => version > 0 || isSettled(status));
      await onWorld?.();
      await until(runIds, ({ status }) => isSettled(status));
      return Promise.all(runIds.map(played));
    },

    async playFork(runId, from) {
      const forked = await services.forkRun(SYSTEM, runId, from);
      await until([forked.runId], ({ status }) => isSettled(status));
      return played(forked.runId);
    },

    file: async (runId, name) => (await services.exportRun(SYSTEM, runId, name)).content,
    cancel: async (runId) => void (await services.commandRun(SYSTEM, runId, "cancel")),

    close,
  };
}
