import { studyEstimate } from "@/lib/contracts/estimates";
import type {
  EarlierRun,
  EstimateStore,
  RecordedCall,
  RecordedPace,
  RecordedPhase,
} from "@/lib/services/estimates/ports";
import { VISIBLE_RUN } from "./visible";
import type { Database } from "./database";
import type { Prisma } from "./generated/client";

/**
 * Maximum number of decisions read from the record: enough for a mean, and fast for runs of any
 * size.
 */
const MAX_RUNS = 3;
const MAX_STEPS = 300;
const MAX_DECISIONS_PER_STEP = 100;
const MAX_CALLS = 40;
const MAX_ANSWERS = 200;

/**
 * The latest runs of a project with a model; $1 the project, $2 the model, $3 a scenario, whose
 * runs come first.
 */
const latestRuns = (more: string): string => `
  SELECT r.key, r.model = $2 AS alone, c.name = $3 AS own FROM run r
  JOIN study s ON s.id = r.study_id JOIN scenario_version v ON v.id = s.scenario_version_id
    JOIN scenario c ON c.id = v.scenario_id
  WHERE s.project_id = $1::uuid AND ${VISIBLE_RUN} AND r.decisions > r.reused
    AND r.fork_of_id IS NULL AND ${more}
    AND (r.model = $2 OR EXISTS (SELECT 1 FROM json_each(r.models) m WHERE m.value->>'model' = $2))
  ORDER BY own DESC, r.created_at DESC LIMIT ${MAX_RUNS}`;

const RUNS_OF_SCENARIO = `latest AS (${latestRuns("c.name = $3")})`;
const RUNS_OF_ANY_SCENARIO = `latest AS (${latestRuns("TRUE")})`;

/**
 * Whether an entry of a run's models is among the endpoints, or groups of them, given as
 * parameters.
 */
const isAmong = (endpoints: number, groups: number): string =>
  `coalesce(m.value->>'endpointId' = ANY($${endpoints}::text[]), ` +
  `m.value->>'group' = ANY($${groups}::text[]), FALSE)`;

/**
 * Runs that called the endpoints $4 or the groups $5, and nothing but the endpoints $6 or the
 * groups $7: those of the scenario, or without any, of all scenarios.
 */
const RUNS_ON_ENDPOINTS = `found AS (${latestRuns(
  `r.reused = 0 AND (r.endpoint_id = ANY($4::uuid[]) OR EXISTS (SELECT 1 FROM json_each(r.models) m
    WHERE ${isAmong(4, 5)}))
    AND NOT EXISTS (SELECT 1 FROM json_each(r.models) m WHERE NOT ${isAmong(6, 7)})`,
)}), latest AS (SELECT * FROM found WHERE own OR NOT EXISTS (SELECT 1 FROM found WHERE own))`;

/** A sample of their steps, spread over phases and rounds. */
const SAMPLED_STEPS = `spread AS (
  SELECT run, version, alone FROM (
    SELECT t.run, t.version, l.alone, row_number() OVER (PARTITION BY t.run, t.phase
      ORDER BY md5(t.version::text)) AS place
    FROM latest l JOIN step t ON t.run = l.key WHERE t.decisions > 0) AS placed
  ORDER BY place LIMIT ${MAX_STEPS})`;

const sampledDecisions = (columns: string, most: number): string => `
  SELECT ${columns} FROM spread p CROSS JOIN LATERAL (
    SELECT * FROM decision d WHERE d.run = p.run AND d.version = p.version AND d.seq < ${most}
      AND d.attempts > 0 AND NOT d.reused AND (p.alone OR d.model = $2)) AS d`;

/** Columns of sampled decisions; `random` shuffles their answers without bias. */
const ANSWER_SAMPLE = `d.phase, d.attempts, d.completion_tokens, d.raw, d.status,
  md5(d.version || ' ' || d.seq) AS random`;

/** Recorded use of earlier runs, and the estimates stored with studies. */
export const estimateStore = ({ pool, prisma }: Database): EstimateStore => ({
  async phases(projectId, scenarioName, model) {
    const { rows } = await pool.query<RecordedPhase>(
      `WITH ${RUNS_OF_SCENARIO}, ${SAMPLED_STEPS}
       SELECT phase, count(*)::int AS decisions, sum(attempts)::int
         AS calls, sum(completion_tokens)::int AS "completionTokens",
         coalesce((array_agg(raw ORDER BY random) FILTER (WHERE raw IS NOT NULL
           AND status <> 'invalid'))[1:${MAX_ANSWERS}], '{}') AS answers
       FROM
         (${sampledDecisions(ANSWER_SAMPLE, MAX_DECISIONS_PER_STEP)}) AS seen GROUP BY phase`,
      [projectId, model, scenarioName],
    );
    return rows;
  },

  async calls(projectId, scenarioName, model) {
    const { rows } = await pool.query<RecordedCall>(
      `WITH ${RUNS_OF_ANY_SCENARIO}, ${SAMPLED_STEPS}, seen AS (${sampledDecisions("d.*", 3)}
        WHERE d.attempts = 1 AND d.prompt IS NOT NULL LIMIT ${MAX_CALLS})
       SELECT h.text AS system, d.prompt, coalesce(d.raw, '') AS raw, d.prompt_tokens
         AS "promptTokens", d.completion_tokens AS "completionTokens"
       FROM seen d LEFT JOIN prompt_head h ON h.run = d.run AND h.hash = d.head`,
      [projectId, model, scenarioName],
    );
    return rows;
  },

  async pace(projectId, scenarioName, model, { own, all }): Promise<RecordedPace> {
    const values = [
      projectId,
      model,
      scenarioName,
      own.endpoints,
      own.groups,
      all.endpoints,
      all.groups,
    ];
    const calls = await pool.query<{ calls: number; latencyMs: number }>(
      `WITH ${RUNS_ON_ENDPOINTS}, ${SAMPLED_STEPS}
       SELECT coalesce(sum(attempts), 0)::int AS calls, coalesce(sum(latency_ms)::float /
         nullif(sum(attempts), 0), 0) AS "latencyMs"
       FROM (${sampledDecisions("d.attempts, d.latency_ms", MAX_DECISIONS_PER_STEP)}) AS seen`,
      values,
    );
    const steps = await pool.query<{ seconds: number; decisions: number }>(
      `WITH ${RUNS_ON_ENDPOINTS}
       SELECT extract(epoch FROM t.committed_at - coalesce(lag(t.committed_at) OVER (PARTITION BY
         t.run ORDER BY t.version), r.started_at))::float AS seconds, t.decisions
       FROM latest l JOIN run r ON r.key = l.key JOIN step t ON t.run = l.key
         WHERE r.started_at IS NOT NULL LIMIT ${MAX_STEPS * 10}`,
      values,
    );
    return {
      calls: calls.rows[0]?.calls ?? 0,
      latencyMs: calls.rows[0]?.latencyMs ?? 0,
      steps: steps.rows,
    };
  },

  async findSameRuns({ projectId, scenarioHash, parameters, datasets, model, seeds }) {
    const { rows } = await pool.query<EarlierRun>(
      `SELECT DISTINCT ON (r.seed) r.seed, r.rounds, r.decisions, r.status = 'completed'
        AS completed FROM run r
       JOIN study s ON s.id = r.study_id JOIN scenario_version v ON v.id = s.scenario_version_id
       WHERE s.project_id = $1::uuid AND ${VISIBLE_RUN} AND v.hash = $2
         AND r.parameters::jsonb = $3::jsonb
         AND r.datasets::jsonb = $6::jsonb AND r.model = $4 AND r.seed = ANY($5::int[])
         AND r.fork_of_id IS NULL AND r.decisions > 0
       ORDER BY r.seed, r.decisions DESC`,
      [projectId, scenarioHash, JSON.stringify(parameters), model, seeds, JSON.stringify(datasets)],
    );
    return rows;
  },

  async findForStudy(studyId) {
    const study = await prisma.study.findUnique({
      where: { id: studyId },
      select: { estimate: true },
    });
    return studyEstimate.safeParse(study?.estimate).data ?? null;
  },

  async save(studyId, estimate) {
    await prisma.study.update({
      where: { id: studyId },
      data: { estimate: estimate as Prisma.InputJsonObject },
    });
  },

  async countCalls(run) {
    const { rows } = await pool.query<{ calls: string }>(
      "SELECT coalesce(sum(attempts), 0) AS calls FROM decision WHERE run = $1 AND NOT reused",
      [run],
    );
    return Number(rows[0]?.calls ?? 0);
  },
});
