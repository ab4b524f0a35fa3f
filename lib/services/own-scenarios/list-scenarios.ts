import { AppError, notFound } from "@/lib/contracts/errors";
import type {
  ScenarioVersionUse,
  StoredScenario,
  StoredScenarioDetail,
} from "@/lib/contracts/scenarios";
import type { Actor } from "@/lib/domain/access";
import { findTemplate } from "@/lib/domain/gallery";
import { parseScenario, type Scenario, type ScenarioDocument } from "@/lib/domain/scenario";
import { compileScenario, openSimulation } from "@/lib/engine";
import { isUuid } from "../access/is-uuid";
import type { MembershipStore } from "../access/ports";
import { hasPermission, requirePermission } from "../access/require-permission";
import type { Clock } from "../environment/ports";
import { homeProject } from "../projects/home-project";
import type { ProjectStore } from "../projects/ports";
import type { RunStore } from "../runs/ports";
import { toRunSummary } from "../runs/to-progress";
import type { ScenarioRecord, ScenarioStore, StoredVersion } from "../scenarios/ports";

type Hash = { readonly hash: (text: string) => string };
type FindScenarioPorts = {
  readonly members: MembershipStore;
  readonly storedScenarios: Pick<ScenarioStore, "get" | "version">;
};

export type ListScenariosPorts = Hash & {
  readonly members: MembershipStore;
  readonly projects: ProjectStore;
  readonly storedScenarios: Pick<ScenarioStore, "listForProject">;
};

export type GetScenarioPorts = FindScenarioPorts &
  Hash & {
    readonly runs: Pick<RunStore, "listForScenarioVersion">;
    readonly clock: Clock;
  };

/** Which version of a scenario: by its number, else the latest. */
export type VersionChoice = { readonly version?: number | undefined };

/** Lists the scenarios that studies of the actor's project were made of, the latest first. */
export async function listScenarios(
  ports: ListScenariosPorts,
  actor: Actor,
): Promise<StoredScenario[]> {
  const { id: projectId } = await homeProject(ports, actor);
  const query = { actor, projectId, permission: "read", subject: "project" } as const;
  await requirePermission(ports.members, query);
  return (await ports.storedScenarios.listForProject(projectId)).map((record) =>
    toStoredScenario(ports, record),
  );
}

/**
 * Returns a scenario with one of its versions, and the runs of that.
 * @throws AppError notFound; invalid for a version that this program can no longer read
 */
export async function getScenario(
  ports: GetScenarioPorts,
  actor: Actor,
  scenarioId: string,
  choice: VersionChoice,
): Promise<StoredScenarioDetail> {
  const { record, version } = await findVersion(ports, actor, scenarioId, choice);
  const scenario = toStoredScenario(ports, record);
  const now = ports.clock.now();
  const [runs, mayRun] = await Promise.all([
    ports.runs.listForScenarioVersion(version.id),
    hasPermission(ports.members, { actor, projectId: record.projectId, permission: "run" }),
  ]);
  return {
    scenario,
    version: versionUse(scenario, version.number),
    document: version.document,
    ...readVersion(version.document),
    runs: runs.map((run) => toRunSummary(run, now)),
    mayRun,
  };
}

/**
 * Returns a version of a scenario as its author wrote it, with a name for its file.
 * @throws AppError notFound
 */
export async function getScenarioDocument(
  ports: FindScenarioPorts,
  actor: Actor,
  scenarioId: string,
  choice: VersionChoice,
): Promise<{ readonly fileName: string; readonly document: ScenarioDocument }> {
  const { record, version } = await findVersion(ports, actor, scenarioId, choice);
  const safe = record.name.replace(/[^\w.-]+/g, "_");
  return { fileName: `${safe}-v${version.number}.json`, document: version.document };
}

async function findVersion(
  { members, storedScenarios }: FindScenarioPorts,
  actor: Actor,
  scenarioId: string,
  { version: number }: VersionChoice,
): Promise<{ readonly record: ScenarioRecord; readonly version: StoredVersion }> {
  const record = isUuid(scenarioId) ? await storedScenarios.get(scenarioId) : null;
  if (!record || record.isDeleted) throw notFound("scenario");
  const { projectId, versions } = record;
  await requirePermission(members, { actor, projectId, permission: "read", subject: "scenario" });
  const chosen = number === undefined ? versions[0] : versions.find((one) => one.number === number);
  const version = chosen && (await storedScenarios.version(chosen.id));
  if (!version) throw notFound("scenario");
  return { record, version };
}

/** Returns a scenario as pages show it. */
export const toStoredScenario = (
  { hash }: Hash,
  { id, name, title, versions }: ScenarioRecord,
): StoredScenario => {
  const template = findTemplate(name);
  const templateHash = template && hash(JSON.stringify(template));
  return {
    ...{ id, name, title },
    versions: versions.map((version) => ({
      id: version.id,
      number: version.number,
      createdAt: version.createdAt.toISOString(),
      studies: version.studies,
      runs: version.runs,
      isTemplate: version.hash === templateHash,
    })),
  };
};

/** @throws AppError notFound */
export function versionUse({ versions }: StoredScenario, number: number): ScenarioVersionUse {
  const found = versions.find((version) => version.number === number);
  if (!found) throw notFound("scenario");
  return found;
}

/**
 * Reads a stored document for a form.
 * @throws AppError invalid for one that this program can no longer read
 */
export function readVersion(document: ScenarioDocument): {
  readonly parsed: Scenario;
  readonly defaultRounds: number;
} {
  const result = parseScenario(document);
  if (!result.ok)
    throw new AppError(
      "invalid",
      "This version of the scenario was stored by another version of Microcosm, which this one " +
        "cannot read. Its runs and files are safe.",
      result.problems,
    );
  const { scenario: parsed } = result;
  const compiled = compileScenario(parsed);
  return { parsed, defaultRounds: openSimulation(compiled, { parameters: {}, seed: 0 }).rounds };
}
