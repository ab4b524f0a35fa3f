import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { z } from "zod";
import type { startStudy as startStudyContract, StartedStudy } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import { DEFAULT_FAILURE_POLICY, UNLIMITED_BUDGET } from "@/lib/domain/run";
import { replicateSeed } from "@/lib/domain/run/replicate-seed";
import type { ScenarioDocument } from "@/lib/domain/scenario";
import type { Log } from "../environment/ports";
import { chooseEmbedder } from "../memory/choose-embedder";
import { enqueueCurrentStep } from "../dispatch/enqueue-current-step";
import type { StartRunPorts, StartStudyPorts } from "./ports";
import { requirePrices } from "../budget/require-prices";
import { prepareStudy } from "./prepare-study";

type Parsed = z.output<typeof startStudyContract>;
type Defaulted = "models" | "budget" | "record" | "failures";
export type StartStudyInput = Omit<Parsed, Defaulted> &
  Partial<Pick<Parsed, Defaulted>> & {
    /** Marks the study that a fresh installation shows. */
    readonly isExample?: boolean;
  };

/**
 * Validates the design, stores scenario version, study, arms and runs in one transaction, and
 * starts the runs.
 * @throws AppError invalid (with problems), notFound (template)
 */
export async function startStudy(
  ports: StartStudyPorts,
  actor: Actor,
  input: StartStudyInput,
): Promise<StartedStudy> {
  const seed = input.seed ?? ports.anySeed();
  const {
    projectId,
    document,
    scenario,
    arms,
    availableEndpoints: availableEndpoints,
    chosen,
    datasets,
  } = await prepareStudy(ports, actor, input, { seed });
  const { endpoint, models, model, isDemo } = chosen;
  const embedderId = chooseEmbedder(scenario, availableEndpoints, endpoint);
  // Answers from the record cost nothing.
  if ((input.budget?.money ?? null) !== null && input.record !== "only")
    await requirePrices(ports, { endpointId: endpoint.id, embedderId, models });

  const { studyId, runIds } = await ports.studies.create({
    projectId,
    name: input.name || scenario.title,
    isExample: input.isExample ?? false,
    createdById: actor.kind === "user" ? actor.userId : null,
    budget: input.budget ?? UNLIMITED_BUDGET,
    record: input.record ?? "fresh",
    failures: input.failures ?? DEFAULT_FAILURE_POLICY,
    estimate: null,
    scenario: {
      name: scenario.name,
      title: scenario.title,
      hash: ports.hash(JSON.stringify(document)),
      document: document as ScenarioDocument,
    },
    arms: arms.map(({ name, overrides, parameters, rounds }) => ({
      name,
      parameters: overrides,
      runs: Array.from({ length: input.replicates }, (_, index) => ({
        replicate: index + 1,
        parameters,
        // The same in every arm: common random numbers make differences between arms more precise.
        seed: replicateSeed(seed, index + 1),
        rounds,
        datasets,
        embedderId,
        models,
        endpointId: endpoint.id,
        model,
        isDemo,
      })),
    })),
    audit: auditEntry(actor, "study.start", {
      projectId,
      after: {
        name: input.name || scenario.title,
        scenario: scenario.name,
        arms: arms.length,
        replicates: input.replicates,
        model,
      },
    }),
  });
  await startRuns(ports, runIds);
  return { studyId, runIds };
}

/**
 * Starts the runs of a study that is stored. A database or queue that is too busy for it must not
 * make the study appear as not started: workers start queued runs when they look for runs without
 * jobs.
 */
export async function startRuns(
  ports: StartRunPorts & { readonly log: Log },
  runIds: readonly string[],
): Promise<void> {
  for (const runId of runIds)
    try {
      await startRun(ports, runId);
    } catch (error) {
      ports.log("runs are left for a worker to start", {
        level: "warning",
        run: runId,
        error: error instanceof Error ? error.message : String(error),
      });
      return;
    }
}

/** Moves a queued run to running and enqueues its first step. */
export async function startRun(ports: StartRunPorts, runId: string): Promise<void> {
  const run = await ports.runs.transition(runId, { from: ["queued"], to: "running" });
  if (run) await enqueueCurrentStep(ports, run);
}
