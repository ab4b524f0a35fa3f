import { notFound } from "@/lib/contracts/errors";
import { DEFAULT_ARM } from "@/lib/contracts/runs";
import type { Design, DesignSettings } from "@/lib/contracts/scenarios";
import type { Actor } from "@/lib/domain/access";
import type { RunModels } from "@/lib/domain/run";
import { modelGroups, type ParameterValues } from "@/lib/domain/scenario";
import { openSimulation } from "@/lib/engine";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import { findRun } from "../runs/find-run";
import { isFork, type RunRecord, type RunScenarioPorts, type RunStore } from "../runs/ports";
import {
  readVersion,
  toStoredScenario,
  versionUse,
  type VersionChoice,
} from "../own-scenarios/list-scenarios";
import type { ScenarioStore } from "../scenarios/ports";
import { findStudy } from "./find-study";
import type { FindStudyPorts, StudyRecord } from "./ports";

export type GetDesignPorts = FindStudyPorts &
  RunScenarioPorts & {
    readonly runs: Pick<RunStore, "get" | "listForStudy">;
    readonly projects: ProjectStore;
    readonly storedScenarios: Pick<ScenarioStore, "get" | "version">;
    /** SHA-256 (hex) of a text. */
    readonly hash: (text: string) => string;
  };

type Origin = { readonly run: string } | { readonly study: string };

/**
 * Returns what a run or a study was made of, to start another study with changes; with another
 * version of the scenario if one is chosen.
 * @throws AppError notFound; invalid for a version that this program can no longer read
 */
export async function getDesign(
  ports: GetDesignPorts,
  actor: Actor,
  origin: Origin,
  { version: chosen }: VersionChoice,
): Promise<Design> {
  const run = "run" in origin ? await findRun(ports, actor, origin.run, "run") : null;
  const studyId = "study" in origin ? origin.study : (run?.studyId ?? "");
  const study = await findStudy(ports, actor, studyId, "run");
  const own = (await ports.runs.listForStudy(study.id)).filter((one) => !isFork(one));
  const first = run ?? own[0];
  const record = await ports.storedScenarios.get(study.scenarioId);
  if (!first || !record) throw notFound("study");
  const scenario = toStoredScenario(ports, record);
  const version = versionUse(scenario, chosen ?? study.scenarioVersion);
  const stored = await ports.storedScenarios.version(version.id);
  if (!stored) throw notFound("scenario");
  const home = await homeProject(ports, actor);
  return {
    study: { id: study.id, name: study.name },
    run: run && {
      id: run.id,
      arm: { number: run.arm.number, name: run.arm.name, count: run.arm.count },
      replicate: run.replicate,
      forkRound: run.forkRound,
    },
    isInCurrentProject: home.id === study.projectId,
    scenario,
    usedVersion: study.scenarioVersion,
    version,
    ...readVersion(stored.document),
    settings: await settingsOf(ports, { study, first, own: run ? null : own }),
  };
}

async function settingsOf(
  ports: Pick<GetDesignPorts, "scenarios">,
  {
    study,
    first,
    own,
  }: {
    readonly study: StudyRecord;
    readonly first: RunRecord;
    /** All runs of a whole study; null for one run, whose arm is part of its parameters. */
    readonly own: readonly RunRecord[] | null;
  },
): Promise<DesignSettings> {
  const { compiled } = await ports.scenarios.get(study.scenarioVersionId);
  const parameters = own ? sharedParameters(study, own, first) : first.parameters;
  const usual = openSimulation(compiled, { parameters, seed: first.seed }).rounds;
  const [only, ...others] = study.arms;
  const isSingle =
    others.length === 0 && only?.name === DEFAULT_ARM && Object.keys(only.parameters).length === 0;
  return {
    parameters,
    rounds: first.rounds === usual ? null : first.rounds,
    // The first replicate has the seed of the study.
    seed: (own?.find(({ replicate }) => replicate === 1) ?? first).seed,
    replicates: own ? Math.max(...own.map(({ replicate }) => replicate)) : 1,
    models: modelsOf(first, modelGroups(compiled.scenario)),
    budget: study.budget,
    record: study.record,
    failures: study.failures,
    arms:
      own && !isSingle
        ? study.arms.map(({ name, parameters: overrides }) => ({ name, parameters: overrides }))
        : null,
  };
}

/** Of each parameter the value in an arm that does not override it, which is that of the study. */
function sharedParameters(
  { arms }: StudyRecord,
  own: readonly RunRecord[],
  first: RunRecord,
): ParameterValues {
  return Object.fromEntries(
    Object.entries(first.parameters).map(([name, value]) => {
      const arm = arms.find(({ parameters }) => !Object.hasOwn(parameters, name));
      const run = own.find((one) => one.arm.id === arm?.id);
      return [name, run?.parameters[name] ?? value];
    }),
  );
}

/** A run that was started before groups existed had one endpoint for all. */
const modelsOf = (
  { models, endpointId, model }: RunRecord,
  groups: readonly { readonly group: string }[],
): RunModels =>
  Object.fromEntries(groups.map(({ group }) => [group, models[group] ?? { endpointId, model }]));
