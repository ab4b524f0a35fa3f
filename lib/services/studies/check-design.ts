import type { z } from "zod";
import { AppError, type Problem } from "@/lib/contracts/errors";
import { WAS_VALID } from "@/lib/contracts/scenarios";
import { DEFAULT_ARM, type startStudy } from "@/lib/contracts/runs";
import {
  checkParameterValues,
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
import type { Task } from "../computation/ports";
import { checkDocument } from "../scenarios/check-scenario";
import { findUnstorableTexts } from "../scenarios/find-unstorable-texts";

/** An arm with every parameter filled in, and the rounds of its runs. */
export type PreparedArm = {
  readonly name: string;
  /** Values that override the parameters of the study. */
  readonly overrides: ParameterValues;
  readonly parameters: ParameterValues;
  readonly rounds: number;
};

/** What is simulated, without endpoints and datasets. */
type Design = Pick<z.output<typeof startStudy>, "parameters" | "arms" | "rounds"> & {
  readonly document: unknown;
  readonly seed: number;
};

type CheckedDesign = {
  readonly scenario: Scenario;
  /** In the order of the design. */
  readonly arms: readonly [PreparedArm, ...PreparedArm[]];
};

/** Checks a scenario with the parameters and rounds of every arm, which can take long. */
export const designTask: Task<Design, CheckedDesign> = {
  name: "design",
  label: "The check of the scenario",
  limitSeconds: 20,
  run: checkDesign,
};

/** @throws AppError invalid, with problems */
function checkDesign(design: Design): CheckedDesign {
  const checked = checkDocument(design.document);
  if (!checked.ok)
    throw invalid(
      "The scenario has problems that must be fixed before it can run." +
        (checked.wasValid ? ` ${WAS_VALID}` : ""),
      checked.problems,
    );
  const { scenario } = checked;
  const compiled = compileScenario(scenario);
  const prepareArm = (arm: ArmInput, index: number): PreparedArm => {
    const parameters = resolveParameters({ scenario, design, arm, index });
    const rounds = resolveRounds({
      compiled,
      parameters,
      seed: design.seed,
      rounds: design.rounds,
    });
    return { name: arm.name, overrides: arm.parameters, parameters, rounds };
  };
  const [first = SINGLE_ARM, ...others] = design.arms ?? [];
  return {
    scenario,
    arms: [prepareArm(first, 0), ...others.map((arm, index) => prepareArm(arm, index + 1))],
  };
}

type ArmInput = NonNullable<Design["arms"]>[number];

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
  readonly design: Design;
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
