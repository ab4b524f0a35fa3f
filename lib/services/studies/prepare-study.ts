import type { z } from "zod";
import { AppError, type Problem } from "@/lib/contracts/errors";
import { DEFAULT_ARM, type startStudy } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import type { ModelChoices } from "@/lib/domain/run";
import {
  checkParameterValues,
  modelGroups,
  type ParameterValues,
  type Scenario,
  toJsonPointer,
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

/** The part of a study that determines what is simulated. */
export type StudyDesign = Pick<
  z.output<typeof startStudy>,
  "template" | "document" | "parameters" | "arms" | "rounds" | "endpointId"
> & { readonly models?: ModelChoices | undefined };

/** An arm with every parameter filled in, and the rounds of its runs. */
export type PreparedArm = {
  readonly name: string;
  /** Values that override the parameters of the study. */
  readonly overrides: ParameterValues;
  readonly parameters: ParameterValues;
  readonly rounds: number;
};

export type PreparedStudy = {
  readonly projectId: string;
  readonly document: unknown;
  readonly scenario: Scenario;
  readonly compiled: CompiledScenario;
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
  seed: number,
): Promise<PreparedStudy> {
  const project = await homeProject(ports, actor);
  await requirePermission(ports.members, {
    actor,
    projectId: project.id,
    permission: "run",
    subject: "project",
  });
  const document = resolveDocument(input);
  const checked = checkDocument(document);
  if (!checked.ok)
    throw invalid(
      "The scenario has problems that must be fixed before it can run.",
      checked.problems,
    );
  const { scenario } = checked;
  const compiled = compileScenario(scenario);
  const prepareArm = (arm: ArmInput, index: number): PreparedArm => {
    const parameters = resolveParameters({ scenario, design: input, arm, index });
    const rounds = resolveRounds({ compiled, parameters, seed, rounds: input.rounds });
    return { name: arm.name, overrides: arm.parameters, parameters, rounds };
  };
  const [first = SINGLE_ARM, ...others] = input.arms ?? [];
  const arms = [
    prepareArm(first, 0),
    ...others.map((arm, index) => prepareArm(arm, index + 1)),
  ] as const;
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
    compiled,
    arms,
    availableEndpoints: availableEndpoints,
    chosen,
    datasets: datasets.pinned,
  };
}

type ArmInput = NonNullable<StudyDesign["arms"]>[number];

const SINGLE_ARM: ArmInput = { name: DEFAULT_ARM, parameters: {} };

/**
 * Returns the parameters of an arm: its own, those of the study, and the defaults of the scenario.
 * Problems point to where the value was given.
 */
function resolveParameters({
  scenario,
  design: { parameters, arms },
  arm,
  index,
}: {
  readonly scenario: Scenario;
  readonly design: StudyDesign;
  readonly arm: ArmInput;
  readonly index: number;
}): ParameterValues {
  const checked = checkParameterValues(scenario, { ...parameters, ...arm.parameters });
  const problems = checked.ok ? findUnstorableTexts(checked.values) : checked.problems;
  if (checked.ok && problems.length === 0) return checked.values;
  const isOverride = (pointer: string): boolean =>
    Object.keys(arm.parameters).some((name) => toJsonPointer([name]) === pointer);
  throw invalid(
    arms === undefined
      ? "The parameters are not valid for the scenario."
      : `The parameters of the arm “${arm.name}” are not valid for the scenario.`,
    problems.map((problem) =>
      isOverride(problem.pointer)
        ? { ...problem, pointer: `/arms/${index}/parameters${problem.pointer}` }
        : problem,
    ),
  );
}

function resolveDocument(input: StudyDesign): unknown {
  if ((input.template === undefined) === (input.document === undefined)) {
    throw new AppError("invalid", "Send either a template or a document.");
  }
  return input.template !== undefined ? templateDocument(input.template) : input.document;
}

/** Returns the rounds of a run, which follow from the parameters unless given. */
function resolveRounds({
  compiled,
  parameters,
  seed,
  rounds,
}: {
  readonly compiled: CompiledScenario;
  readonly parameters: ParameterValues;
  readonly seed: number;
  readonly rounds: number | undefined;
}): number {
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
