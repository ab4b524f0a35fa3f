import type { z } from "zod";
import { AppError, notFound, type Problem } from "@/lib/contracts/errors";
import type { startStudy } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import type { ModelChoices } from "@/lib/domain/run";
import { modelGroups, type Scenario } from "@/lib/domain/scenario";
import { personOf } from "../computation/person-of";
import { isUuid } from "../access/is-uuid";
import { requirePermission } from "../access/require-permission";
import { type PinnedDatasets, resolveDatasets } from "../datasets/run-datasets";
import type { StoredEndpoint } from "../endpoints/ports";
import { homeProject } from "../projects/home-project";
import { isTooDeep } from "../scenarios/is-too-deep";
import { templateDocument } from "../scenarios/list-templates";
import { type PreparedArm, designTask } from "./check-design";
import { chooseModels, type ChosenModels, invalidModelsError } from "./choose-models";
import type { PrepareStudyPorts } from "./ports";

/** The part of a study that determines what is simulated. */
export type StudyDesign = Pick<
  z.output<typeof startStudy>,
  "template" | "document" | "scenarioVersionId" | "parameters" | "arms" | "rounds" | "endpointId"
> & { readonly models?: ModelChoices | undefined };

export type PreparedStudy = {
  readonly projectId: string;
  readonly document: unknown;
  readonly scenario: Scenario;
  /** In the order of the design. */
  readonly arms: readonly [PreparedArm, ...PreparedArm[]];
  readonly availableEndpoints: StoredEndpoint[];
  readonly chosen: ChosenModels;
  readonly datasets: PinnedDatasets;
};

/**
 * Validates the design of a study before it starts.
 * @throws AppError invalid (with problems), notFound (template, project)
 */
export async function prepareStudy(
  ports: PrepareStudyPorts,
  actor: Actor,
  input: StudyDesign,
  { seed, signal }: { readonly seed: number; readonly signal?: AbortSignal | undefined },
): Promise<PreparedStudy> {
  const project = await homeProject(ports, actor);
  await requirePermission(ports.members, {
    actor,
    projectId: project.id,
    permission: "run",
    subject: "project",
  });
  const document = await resolveDocument(ports, project.id, input);
  if (isTooDeep(document)) throw new AppError("invalid", "The scenario is nested too deeply.");
  const { parameters, arms: declared, rounds } = input;
  const { scenario, arms } = await ports.computation.run(
    designTask,
    { document, parameters, arms: declared, rounds, seed },
    { person: personOf(actor), signal },
  );
  const availableEndpoints = await ports.endpoints.list();
  const chosen = chooseModels(modelGroups(scenario), availableEndpoints, input);
  if ("problems" in chosen) throw invalidModelsError(chosen.problems);
  const datasets = await resolveDatasets(ports.datasets, project.id, scenario);
  if (!datasets.ok)
    throw invalid("The scenario uses datasets or columns that do not exist.", datasets.problems);
  return {
    projectId: project.id,
    document,
    scenario,
    arms,
    availableEndpoints: availableEndpoints,
    chosen,
    datasets: datasets.pinned,
  };
}

async function resolveDocument(
  { storedScenarios }: Pick<PrepareStudyPorts, "storedScenarios">,
  projectId: string,
  { template, document, scenarioVersionId: id }: StudyDesign,
): Promise<unknown> {
  if ([template, document, id].filter((source) => source !== undefined).length !== 1)
    throw new AppError("invalid", "Send a template, a document or a scenarioVersionId.");
  if (template !== undefined) return templateDocument(template);
  if (id === undefined) return document;
  const version = isUuid(id) ? await storedScenarios.version(id) : null;
  // Versions of other projects, the actor's others too: what a study uses belongs to its project.
  if (version?.projectId !== projectId) throw notFound("scenario version");
  return version.document;
}

const invalid = (message: string, problems: readonly Problem[]): AppError =>
  new AppError("invalid", message, problems);
