import type { InterventionStore } from "../interventions/ports";
import type { RunRecord, RunStore } from "../runs/ports";

/**
 * Builds the manifest: everything needed to identify a run, and to check that another one equals
 * it.
 */
export async function buildManifest(
  ports: {
    readonly runs: Pick<RunStore, "scenario">;
    readonly interventions: Pick<InterventionStore, "list">;
    readonly programVersion: string;
  },
  run: RunRecord,
) {
  const interventions = (await ports.interventions.list(run.key)).filter(
    ({ version }) => version !== null,
  );
  const { document, hash, number } = await ports.runs.scenario(run.scenarioVersionId);
  return {
    format: "microcosm/manifest/1",
    notice: run.isDemo
      ? "Simulated data, answered by the built-in demo model, which is not a language model."
      : `Simulated data, answered by the language model ${run.model}.`,
    program: { name: "microcosm", version: ports.programVersion },
    run: run.id,
    study: { id: run.studyId, name: run.studyName },
    scenario: {
      name: run.scenarioName,
      title: run.scenarioTitle,
      version: number,
      sha256: hash,
      document,
    },
    /** The name of the arm, as in the CSV files. */
    condition: run.arm.name,
    arm: { number: run.arm.number, name: run.arm.name, parameters: run.arm.parameters },
    replicate: run.replicate,
    parameters: run.parameters,
    seed: run.seed,
    rounds: run.rounds,
    /**
     * The datasets that its scenario names: an id of this installation, or `sample:` and the name
     * of a synthetic sample.
     */
    datasets: run.datasets,
    model: { name: run.model, endpoint: run.endpointName, isDemo: run.isDemo },
    forkOf:
      run.forkOfId === null
        ? null
        : {
            run: run.forkOfId,
            version: run.forkVersion,
            round: run.forkRound,
            change: run.forkChange,
          },
    interventions: interventions.map(({ number, label, version, round, effects }) => ({
      number,
      label,
      version,
      round,
      effects,
    })),
    status: run.status,
    stopReason: run.stopReason,
    digest: run.digest,
    totals: {
      steps: run.version,
      decisions: run.decisions,
      invalid: run.invalid,
      rejected: run.rejected,
      promptTokens: run.promptTokens,
      completionTokens: run.completionTokens,
      activeSeconds: run.activeMs / 1_000,
    },
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    promptsDeletedAt: run.promptsDeletedAt?.toISOString() ?? null,
  };
}
