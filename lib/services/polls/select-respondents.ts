import type { z } from "zod";
import { AppError, type Problem } from "@/lib/contracts/errors";
import type { pollSample } from "@/lib/contracts/polls";
import {
  type Poll,
  ScenarioError,
  SimulationError,
  type Simulation,
  withTokenTable,
} from "@/lib/engine";
import type { RunRecord } from "../runs/ports";
import type { WorldTask } from "../worlds/world-tasks";
import { sampleAgents } from "./sample-agents";

/** @throws AppError invalid, with these problems */
export const invalidPoll = (message: string, problems: readonly Problem[]): AppError =>
  new AppError("invalid", message, problems);

/** The error of one part of the request. */
export const invalidPollAt = (pointer: string, message: string, suggestion?: string): AppError =>
  invalidPoll("The poll does not fit the scenario.", [
    { pointer, message, ...(suggestion !== undefined && { suggestion }) },
  ]);

type Selection = {
  readonly run: RunRecord;
  readonly questions: Omit<Poll, "agents">;
  readonly sample: z.output<typeof pollSample>;
};

type Respondents = {
  readonly agents: readonly string[];
  readonly version: number;
  readonly round: number;
};

/** Selects the agents of a poll as they are now: those of the sample who can answer. */
export const respondentsTask: WorldTask<Selection, Respondents> = {
  name: "respondents",
  label: "The selection of agents for the poll",
  limitSeconds: 60,
  run: ({ latest }, { run, questions, sample }) =>
    withTokenTable(() =>
      latest.read(run, (simulation) => {
        if (simulation.version === 0)
          throw new AppError(
            "conflict",
            "This run has no agents yet: wait until its setup is complete.",
          );
        const { agentType } = questions;
        const agents = sampleAgents(simulation, { runSeed: run.seed, agentType, sample });
        return {
          agents: selectRespondents(simulation, { ...questions, agents }),
          version: simulation.version,
          round: simulation.step()?.round ?? run.round,
        };
      }),
    ),
};

/**
 * Returns those of the sample who can answer. Prepares the questions to the first one, so that
 * problems with them show at once.
 */
function selectRespondents(simulation: Simulation, poll: Poll): string[] {
  try {
    const questions = simulation.poll(poll);
    const plan = questions.plan();
    if (plan[0]) questions.request(plan[0], []);
    return plan.map(({ agent }) => agent);
  } catch (error) {
    if (error instanceof ScenarioError)
      throw invalidPoll("The questions do not fit the scenario.", error.problems);
    if (error instanceof SimulationError) throw invalidPollAt("/items", error.message);
    throw error;
  }
}
