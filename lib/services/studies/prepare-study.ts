import type { z } from "zod";
import { AppError, type Problem } from "@/lib/contracts/errors";
import type { startStudy } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import type { ModelChoices } from "@/lib/domain/run";
import {
  checkParameterValues,
  modelGroups,
  type ParameterValues,
  type Scenario,
} from "@/lib/domain/scenario";
import {
  type CompiledScenario,
  compileScenario,
  openSimulation,
  ScenarioError,
} from "@/lib/engine";
import { requirePermission } from "../access/require-permission";
import { type PinnedDatasets, resolveDatasets } from "../datasets/run-datasets";
import type { StoredEndpoint } from "../endpoints/ports";
import { homeProject } from "../projects/home-project";
import { checkDocument } from "../scenarios/check-scenario";
import { templateDocument } from "../scenarios/list-templates";
import { findUnstorableTexts } from "../scenarios/find-unstorable-texts";
import { chooseModels, type ChosenModels, invalidModelsError } from "./choose-models";
import type { PrepareStudyPorts } from "./ports";

/** What a study is made of, as far as it says what will be played. */
export type StudyDesign = Pick<
  z.output<typeof startStudy>,
  "template" | "document" | "parameters" | "rounds" | "endpointId"
> & { readonly models?: ModelChoices | undefined };

export type PreparedStudy = {
  readonly projectId: string;
  readonly document: unknown;
  readonly scenario: Scenario;
  readonly compiled: CompiledScenario;
  readonly parameters: ParameterValues;
  readonly rounds: number;
  readonly availableEndpoints: StoredEndpoint[];
  readonly chosen: ChosenModels;
  readonly datasets: PinnedDatasets;
};

/**
 * Everything that has to hold before a study can begin.
 * @throws AppError invalid (with problems), notFound (template, project)
 */
export async function prepareStudy(
  ports: PrepareStudyPorts,
  actor: Actor,
  input: StudyDesign,
  seed: number,
): Promise<PreparedStudy> {
  const project = await homeProject(ports, actor);
  await requirePermission(ports.members, actor, project.id, "run", "project");
  const document = resolveDocument(input);
  const checked = checkDocument(document);
  if (!checked.ok) throw invalid("The scenario cannot run as it stands.", checked.problems);
  const values = checkParameterValues(checked.scenario, input.parameters);
  if (!values.ok) throw invalid("The parameters do not fit the scenario.", values.problems);
  const unstorable = findUnstorableTexts(values.values);
  if (unstorable.length > 0) throw invalid("The parameters do not fit the scenario.", unstorable);
  const { scenario } = checked;
  const compiled = compileScenario(scenario);
  const rounds = resolveRounds(compiled, values.values, seed, input.rounds);
  const onOffer = await ports.endpoints.list();
  const chosen = chooseModels(modelGroups(scenario), onOffer, input);
  if ("problems" in chosen) throw invalidModelsError(chosen.problems);
  const datasets = await resolveDatasets(ports.datasets, project.id, scenario);
  if (!datasets.ok) throw invalid("The scenario names data that are not there.", datasets.problems);
  return {
    projectId: project.id,
    document,
    scenario,
    compiled,
    parameters: values.values,
    rounds,
    availableEndpoints: onOffer,
    chosen,
    datasets: datasets.pinned,
  };
}

function resolveDocument(input: StudyDesign): unknown {
  if ((input.template === undefined) === (input.document === undefined)) {
    throw new AppError("invalid", "Name either a template or send a whole scenario document.");
  }
  return input.template !== undefined ? templateDocument(input.template) : input.document;
}

/** How long the run will be: its rounds follow from the parameters unless they are given. */
function resolveRounds(
  compiled: CompiledScenario,
  parameters: ParameterValues,
  seed: number,
  rounds: number | undefined,
): number {
  try {
    return openSimulation(compiled, { parameters, seed, ...(rounds !== undefined && { rounds }) })
      .rounds;
  } catch (error) {
    if (error instanceof ScenarioError)
      throw invalid("The scenario cannot run with these parameters.", error.problems);
    throw error;
  }
}

const invalid = (message: string, problems: readonly Problem[]): AppError =>
  new AppError("invalid", message, problems);
