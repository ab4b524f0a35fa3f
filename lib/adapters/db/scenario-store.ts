import type { ScenarioDocument } from "@/lib/domain/scenario";
import type { ScenarioRecord, ScenarioStore } from "@/lib/services/scenarios/ports";
import type { Database } from "./database";

/**
 * Versions with the studies and own runs made of them, without deleted ones; forks are no part of a
 * study's design.
 */
const VERSIONS = `
  SELECT c.id AS scenario_id, c.project_id, c.name, c.title,
    c.deleted_at IS NOT NULL AS is_deleted, v.id, v.number, v.hash,
    v.created_at AT TIME ZONE 'UTC' AS created_at,
    count(DISTINCT s.id)::int AS studies,
    count(r.id) FILTER (WHERE r.fork_version IS NULL)::int AS runs
  FROM scenario c
  JOIN scenario_version v ON v.scenario_id = c.id
  LEFT JOIN study s ON s.scenario_version_id = v.id AND s.deleted_at IS NULL
  LEFT JOIN run r ON r.study_id = s.id AND r.deleted_at IS NULL`;

const GROUPED =
  "GROUP BY c.id, v.id ORDER BY max(v.created_at) OVER (PARTITION BY c.id) DESC, c.id";

type Row = {
  scenario_id: string;
  project_id: string;
  name: string;
  title: string;
  is_deleted: boolean;
  id: string;
  number: number;
  hash: string;
  created_at: Date;
  studies: number;
  runs: number;
};

/** Scenarios of projects in Postgres; their versions are immutable. */
export function scenarioStore({ pool, prisma }: Database): ScenarioStore {
  const select = async (where: string, id: string): Promise<ScenarioRecord[]> => {
    const { rows } = await pool.query<Row>(
      `${VERSIONS} WHERE ${where} = $1 ${GROUPED}, v.number DESC`,
      [id],
    );
    const found = new Map<string, Row[]>();
    for (const row of rows)
      found.set(row.scenario_id, [...(found.get(row.scenario_id) ?? []), row]);
    return [...found].flatMap(([scenarioId, versions]) => {
      const [first] = versions;
      return first ? [toRecord(scenarioId, first, versions)] : [];
    });
  };
  return {
    listForProject: (projectId) => select("c.deleted_at IS NULL AND c.project_id", projectId),
    get: async (scenarioId) => (await select("c.id", scenarioId))[0] ?? null,

    async version(versionId) {
      const found = await prisma.scenarioVersion.findUnique({
        where: { id: versionId },
        include: { scenario: { select: { projectId: true } } },
      });
      return (
        found && {
          id: found.id,
          number: found.number,
          createdAt: found.createdAt,
          scenarioId: found.scenarioId,
          projectId: found.scenario.projectId,
          document: found.document as ScenarioDocument,
        }
      );
    },
  };
}

const toRecord = (
  id: string,
  { project_id: projectId, name, title, is_deleted: isDeleted }: Row,
  versions: readonly Row[],
): ScenarioRecord => ({
  ...{ id, projectId, name, title, isDeleted },
  versions: versions.map((row) => ({
    id: row.id,
    number: row.number,
    hash: row.hash,
    createdAt: row.created_at,
    studies: row.studies,
    runs: row.runs,
  })),
});
