import type { z } from "zod";
import { AppError, type Problem } from "@/lib/contracts/errors";
import type { startStudy as startStudyContract, StartedStudy } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import { NO_BUDGET } from "@/lib/domain/run";
import { checkParameterValues, modelGroups, type ParameterValues, type Scenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario, openSimulation, ScenarioError } from "@/lib/engine";
import { requirePermission } from "../access/require-permission";
import { resolveDatasets } from "../datasets/run-datasets";
import { chooseEmbedder } from "../memory/choose-embedder";
import { homeProject } from "../projects/home-project";
import { checkDocument } from "../scenarios/check-scenario";
import { templateDocument } from "../scenarios/list-templates";
import { unstorableTexts } from "../scenarios/unstorable-texts";
import { enqueueCurrentStep } from "../runs/execute/enqueue-current-step";
import { chooseModels, refusedModels } from "./choose-models";
import type { StudyPorts } from "./ports";

type Parsed = z.output<typeof startStudyContract>;
type Usual = "models" | "budget" | "record";
export type StartStudyInput = Omit<Parsed, Usual> & Partial<Pick<Parsed, Usual>>;

/** Replicates get neighbouring seeds: draws are hashes, so neighbours are as independent as any two. */
const seedOf = (first: number, replicate: number): number => (first + replicate - 1) % 2_147_483_648;

/**
 * Checks everything, stores scenario version, study and runs in one transaction, and starts the runs.
 * @throws AppError invalid (with problems), notFound (template)
 */
export async function startStudy(ports: StudyPorts, actor: Actor, input: StartStudyInput): Promise<StartedStudy> {
  const project = await homeProject(ports, actor);
  await requirePermission(ports.members, actor, project.id, "run", "project");
  const document = documentOf(input);
  const checked = checkDocument(document);
  if (!checked.ok) throw invalid("The scenario cannot run as it stands.", checked.problems);
  const values = checkParameterValues(checked.scenario, input.parameters);
  if (!values.ok) throw invalid("The parameters do not fit the scenario.", values.problems);
  const unstorable = unstorableTexts(values.values);
  if (unstorable.length > 0) throw invalid("The parameters do not fit the scenario.", unstorable);
  const { scenario } = checked;
  const seed = input.seed ?? ports.anySeed();
  const rounds = roundsFor(scenario, values.values, seed, input.rounds);
  const onOffer = await ports.endpoints.list();
  const chosen = chooseModels(modelGroups(scenario), onOffer, input);
  if ("problems" in chosen) throw refusedModels(chosen.problems);
  const { endpoint, models, model, isDemo } = chosen;
  const embedderId = chooseEmbedder(scenario, onOffer, endpoint);
  const datasets = await resolveDatasets(ports.datasets, project.id, scenario);
  if (!datasets.ok) throw invalid("The scenario names data that are not there.", datasets.problems);

  const { studyId, runIds } = await ports.runs.createStudy({
    projectId: project.id,
    name: input.name || scenario.title,
    createdById: actor.kind === "user" ? actor.userId : null,
    budget: input.budget ?? NO_BUDGET,
    record: input.record ?? "fresh",
    estimate: null,
    scenario: { name: scenario.name, title: scenario.title, hash: ports.hash(JSON.stringify(document)), document: document as ScenarioDocument },
    runs: Array.from({ length: input.replicates }, (_, index) => ({
      condition: "all",
      replicate: index + 1,
      parameters: values.values,
      seed: seedOf(seed, index + 1),
      rounds,
      datasets: datasets.pinned,
      embedderId,
      models,
      endpointId: endpoint.id,
      model,
      isDemo,
    })),
  });
  for (const runId of runIds) await startRun(ports, runId);
  return { studyId, runIds };
}

/** Moves a queued run to running and hands its first step out. */
export async function startRun(ports: Pick<StudyPorts, "runs" | "queue" | "ledger" | "interventions">, runId: string): Promise<void> {
  const run = await ports.runs.transition(runId, { from: ["queued"], to: "running" });
  if (run) await enqueueCurrentStep(ports, run);
}

function documentOf(input: StartStudyInput): unknown {
  if ((input.template === undefined) === (input.document === undefined)) {
    throw new AppError("invalid", "Name either a template or send a whole scenario document.");
  }
  return input.template !== undefined ? templateDocument(input.template) : input.document;
}

/** How long the run will be: its rounds follow from the parameters unless they are given. */
function roundsFor(scenario: Scenario, parameters: ParameterValues, seed: number, rounds: number | undefined): number {
  try {
    return openSimulation(compileScenario(scenario), { parameters, seed, ...(rounds !== undefined && { rounds }) }).rounds;
  } catch (error) {
    if (error instanceof ScenarioError) throw invalid("The scenario cannot run with these parameters.", error.problems);
    throw error;
  }
}

const invalid = (message: string, problems: readonly Problem[]): AppError => new AppError("invalid", message, problems);
