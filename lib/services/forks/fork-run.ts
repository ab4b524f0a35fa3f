import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { forkRun as forkRunContract, ForkedRun } from "@/lib/contracts/forks";
import type { Actor } from "@/lib/domain/access";
import { formatAgentName, type Scenario } from "@/lib/domain/scenario";
import { POSITION_TABLE } from "@/lib/engine";
import { checkEffects } from "../interventions/check-intervention";
import { personOf } from "../computation/person-of";
import { nameModelChoices } from "../endpoints/name-model-choices";
import { nameAgents } from "../population/name-agents";
import { findRun } from "../runs/find-run";
import type { RunRecord } from "../runs/ports";
import { startRun } from "../studies/start-study";
import { describeChange } from "./describe-change";
import { positionTask, roundsTask } from "./fork-tasks";
import { resolveForkModels } from "./resolve-fork-models";
import { versionAtRound } from "./fork-points";
import type { ForkPorts } from "./ports";
import { type Correction, readCorrection } from "./read-correction";

export type ForkRunInput = z.output<typeof forkRunContract>;

/**
 * Creates and starts a new run of the same study that shares the history of this one up to the
 * beginning of a round, or up to the step of a decision that is corrected. The run itself stays as
 * it is and may be active meanwhile.
 * @throws AppError notFound; invalid (with problems) for an impossible round, correction,
 *   intervention or choice of models
 */
export async function forkRun(
  ports: ForkPorts,
  actor: Actor,
  runId: string,
  input: ForkRunInput,
): Promise<ForkedRun> {
  const run = await findRun(ports, actor, runId, "run");
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const createdById = actor.kind === "user" ? actor.userId : null;
  const correction =
    input.correction === undefined
      ? null
      : await readCorrection(ports, actor, run, input.correction);
  const start = await resolveStart(ports, { run, input, correction });
  const rounds = await resolveRounds(ports, actor, {
    run,
    round: start.round,
    asked: input.rounds,
  });
  const chosen = await resolveForkModels(ports, { run, scenario, requested: input });
  const groups = Object.keys(chosen.models);
  const answering = {
    before: await nameModels(ports, run, groups),
    after: await nameModels(ports, { ...chosen, endpointName: run.endpointName }, groups),
  };
  const intervention = input.intervention && {
    label: input.intervention.label,
    effects: checkEffects(scenario, input.intervention.effects, "/intervention"),
    createdById,
  };
  const texts = correction ? [correction.agent] : [];
  const names = await nameAgents(ports, { run: run.key, scenario, texts });
  const change = describeChange(run, {
    round: start.round,
    rounds,
    answering,
    correction: correction && {
      ...correction,
      agent: formatAgentName(correction.agent, names[correction.agent]),
    },
    intervention: input.intervention?.label ?? null,
  });
  const forkId = await ports.forks.create(run, {
    ...start,
    rounds,
    ...chosen,
    change,
    correction,
    intervention: intervention ?? null,
    endMeasures: listEndMeasures(scenario),
    audit: auditEntry(actor, "run.fork", {
      projectId: run.projectId,
      after: { of: run.id, round: start.round, change },
    }),
  });
  await startFork(ports, actor, forkId);
  return { runId: forkId, studyId: run.studyId };
}

async function resolveStart(
  ports: ForkPorts,
  {
    run,
    input: { round },
    correction,
  }: {
    readonly run: RunRecord;
    readonly input: ForkRunInput;
    readonly correction: Correction | null;
  },
): Promise<{ version: number; round: number }> {
  if (!correction)
    return { round: round ?? 1, version: await versionAtRound(ports, run, round ?? 1) };
  if (round !== undefined && round !== correction.round) {
    throw new AppError("invalid", "The round is not that of the corrected decision.", [
      {
        pointer: "/round",
        message: `the decision is from round ${correction.round}: omit the round or use that one`,
      },
    ]);
  }
  return { round: correction.round, version: correction.version };
}

async function resolveRounds(
  ports: ForkPorts,
  actor: Actor,
  {
    run,
    round,
    asked,
  }: {
    readonly run: RunRecord;
    readonly round: number;
    readonly asked: number | undefined;
  },
): Promise<number> {
  const rounds = asked ?? run.rounds;
  if (rounds < round) {
    const message =
      asked === undefined
        ? `this run has ${run.rounds} rounds: set at least ${round} for the fork`
        : `must be at least ${round} to fork from round ${round}`;
    throw new AppError("invalid", "The number of rounds is too low.", [
      { pointer: "/rounds", message },
    ]);
  }
  const lengthened = { ...run, rounds };
  await ports.worlds.run(roundsTask, { run: lengthened }, { person: personOf(actor) });
  return rounds;
}

/**
 * Returns the model of each group by name; a run that was started before groups existed had one
 * endpoint for all.
 */
async function nameModels(
  ports: ForkPorts,
  { models, endpointName }: Pick<RunRecord, "models" | "endpointName">,
  groups: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const names = await nameModelChoices(ports, models);
  return new Map([...groups].map((group) => [group, names.get(group) ?? endpointName]));
}

const listEndMeasures = ({ measures }: Scenario): string[] =>
  Object.entries(measures).flatMap(([name, { at }]) => (at === "end" ? [name] : []));

/**
 * Stores the fork's position, for display before its first commit, and starts it. Its world is
 * loaded by the workers.
 */
async function startFork(ports: ForkPorts, actor: Actor, forkId: string): Promise<void> {
  const fork = await ports.runs.get(forkId);
  if (!fork) return;
  const { rows } = await ports.population.find(fork.key, POSITION_TABLE, null, 1);
  const person = personOf(actor);
  const position = await ports.worlds.run(positionTask, { run: fork, rows }, { person });
  if (position) await ports.forks.setPosition(forkId, position);
  await startRun(ports, forkId);
}
