import { VISIBLE_RUN } from "./visible";
import type { RecordPolicy, RunModels, RunStatus } from "@/lib/domain/run";
import type { ParameterValues } from "@/lib/domain/scenario";
import type { StopCause } from "@/lib/domain/run";
import type { RunRecord } from "@/lib/services/runs/ports";

/**
 * The columns of a `RunRecord`, joined with the names of its study, arm and endpoint, of runs that
 * are not deleted.
 */
export const RUN_QUERY = `
  SELECT r.id, r.key, r.study_id, s.name AS study_name, s.is_example, s.project_id,
         s.scenario_version_id, v.number AS scenario_number, c.id AS scenario_id,
         c.name AS scenario_name, c.title AS scenario_title,
         c.deleted_at IS NOT NULL AS scenario_deleted,
         r.arm_id, a.number AS arm_number, a.name AS arm_name, a.parameters AS arm_parameters,
         (SELECT count(*)::int FROM study_arm WHERE study_id = r.study_id) AS arm_count,
           r.replicate, r.parameters, r.seed, r.rounds, r.datasets, r.embedder_id, r.models,
         r.round, r.phase, r.done, r.span, r.fork_of_id, r.fork_version, r.fork_round,
           r.fork_change,
         r.endpoint_id, e.name AS endpoint_name, r.model, r.is_demo,
         r.status, r.status_reason, r.pause_cause, r.resume_at AT TIME ZONE 'UTC'
           AS resume_at, r.resume_tries, r.version, r.epoch, r.digest, r.stop_reason,
           r.step_planned, r.step_done,
         r.decisions, r.invalid, r.rejected, r.prompt_tokens, r.completion_tokens,
           r.embedding_tokens, r.cost, r.reused, r.record_of, s.budget_tokens, s.budget_money,
           p.budget_tokens AS project_tokens, p.budget_money AS project_money,
           s.record, s.pause_after, s.token_cap,
         r.active_ms, r.active_since, r.created_at, r.started_at, r.finished_at,
           r.prompts_deleted_at
  FROM run r
  JOIN study s ON s.id = r.study_id AND ${VISIBLE_RUN}
  JOIN project p ON p.id = s.project_id
  JOIN study_arm a ON a.id = r.arm_id
  JOIN scenario_version v ON v.id = s.scenario_version_id
  JOIN scenario c ON c.id = v.scenario_id
  JOIN endpoint e ON e.id = r.endpoint_id`;

/** A row of `RUN_QUERY`; the driver returns bigints as texts. */
export type RunRow = {
  id: string;
  key: number;
  study_id: string;
  study_name: string;
  is_example: boolean;
  project_id: string;
  scenario_version_id: string;
  scenario_number: number;
  scenario_id: string;
  scenario_name: string;
  scenario_title: string;
  scenario_deleted: boolean;
  arm_id: string;
  arm_number: number;
  arm_name: string;
  arm_parameters: ParameterValues;
  arm_count: number;
  replicate: number;
  parameters: ParameterValues;
  seed: number;
  rounds: number;
  datasets: Record<string, string>;
  embedder_id: string | null;
  models: RunModels;
  round: number;
  phase: string;
  done: number;
  span: number;
  fork_of_id: string | null;
  fork_version: number | null;
  fork_round: number | null;
  fork_change: string | null;
  endpoint_id: string;
  endpoint_name: string;
  model: string;
  is_demo: boolean;
  status: RunStatus;
  status_reason: string | null;
  pause_cause: StopCause | null;
  resume_at: Date | null;
  resume_tries: number;
  version: number;
  epoch: number;
  digest: string | null;
  stop_reason: string | null;
  step_planned: number;
  step_done: number;
  decisions: number;
  invalid: number;
  rejected: number;
  prompt_tokens: string;
  completion_tokens: string;
  embedding_tokens: string;
  cost: number;
  reused: number;
  record_of: number | null;
  budget_tokens: string | null;
  budget_money: number | null;
  project_tokens: string | null;
  project_money: number | null;
  record: RecordPolicy;
  pause_after: number | null;
  token_cap: number | null;
  active_ms: string;
  active_since: Date | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  prompts_deleted_at: Date | null;
};

export const toRunRecord = (row: RunRow): RunRecord => ({
  id: row.id,
  key: row.key,
  studyId: row.study_id,
  studyName: row.study_name,
  isExample: row.is_example,
  projectId: row.project_id,
  scenarioVersionId: row.scenario_version_id,
  scenarioVersion: row.scenario_number,
  scenarioId: row.scenario_id,
  scenarioName: row.scenario_name,
  scenarioTitle: row.scenario_title,
  isScenarioDeleted: row.scenario_deleted,
  arm: {
    id: row.arm_id,
    number: row.arm_number,
    name: row.arm_name,
    parameters: row.arm_parameters,
    count: row.arm_count,
  },
  replicate: row.replicate,
  parameters: row.parameters,
  seed: row.seed,
  rounds: row.rounds,
  datasets: row.datasets,
  embedderId: row.embedder_id,
  models: row.models,
  round: row.round,
  phase: row.phase,
  done: row.done,
  span: row.span,
  forkOfId: row.fork_of_id,
  forkVersion: row.fork_version,
  forkRound: row.fork_round,
  forkChange: row.fork_change,
  endpointId: row.endpoint_id,
  endpointName: row.endpoint_name,
  model: row.model,
  isDemo: row.is_demo,
  status: row.status,
  statusReason: row.status_reason,
  pauseCause: row.pause_cause,
  resumeAt: row.resume_at,
  resumeTries: row.resume_tries,
  version: row.version,
  epoch: row.epoch,
  digest: row.digest,
  stopReason: row.stop_reason,
  stepPlanned: row.step_planned,
  stepDone: row.step_done,
  decisions: row.decisions,
  invalid: row.invalid,
  rejected: row.rejected,
  promptTokens: Number(row.prompt_tokens),
  completionTokens: Number(row.completion_tokens),
  embeddingTokens: Number(row.embedding_tokens),
  cost: row.cost,
  reused: row.reused,
  recordOf: row.record_of,
  budget: {
    tokens: row.budget_tokens === null ? null : Number(row.budget_tokens),
    money: row.budget_money,
  },
  projectBudget: {
    tokens: row.project_tokens === null ? null : Number(row.project_tokens),
    money: row.project_money,
  },
  record: row.record,
  failures: { pauseAfter: row.pause_after, tokenCap: row.token_cap },
  activeMs: Number(row.active_ms),
  activeSince: row.active_since,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  promptsDeletedAt: row.prompts_deleted_at,
});
