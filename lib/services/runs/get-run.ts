import type { RunDetail, RunModel } from "@/lib/contracts/runs";
import type { Actor } from "@/lib/domain/access";
import { modelGroups, type Scenario } from "@/lib/domain/scenario";
import { hasPermission } from "../access/require-permission";
import { runFiles } from "../files/run-files";
import { nameModelChoices } from "../endpoints/name-model-choices";
import type { EndpointStore } from "../endpoints/ports";
import type { Clock } from "../environment/ports";
import { findRun } from "./find-run";
import { describeMeasures } from "./list-measures";
import type { RunRecord, RunScenarioPorts } from "./ports";
import { toRunSummary } from "./to-progress";

export type GetRunPorts = RunScenarioPorts & {
  /** For the names of the models. */
  readonly endpoints: Pick<EndpointStore, "get">;
  readonly clock: Clock;
};

/**
 * Returns a run with everything its page shows at first.
 * @throws AppError notFound
 */
export async function getRun(ports: GetRunPorts, actor: Actor, runId: string): Promise<RunDetail> {
  const run = await findRun(ports, actor, runId, "read");
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const [mayRun, mayReview] = await Promise.all([
    hasPermission(ports.members, { actor, projectId: run.projectId, permission: "run" }),
    hasPermission(ports.members, { actor, projectId: run.projectId, permission: "review" }),
  ]);
  return {
    ...toRunSummary(run, ports.clock.now()),
    parameters: Object.entries(scenario.parameters).map(([name, parameter]) => {
      const value = run.parameters[name] ?? parameter.default;
      return {
        name,
        label: parameter.label ?? name,
        value,
        isDefault: value === parameter.default,
      };
    }),
    scenarioSummary: scenario.summary,
    promptsDeletedAt: run.promptsDeletedAt?.toISOString() ?? null,
    endpointName: run.endpointName,
    models: await describeModels(ports, run, scenario),
    record: run.record,
    agentTypes: Object.keys(scenario.agents),
    phases: scenario.phases.map((phase) => ({ id: phase.id, label: phase.label ?? phase.id })),
    actions: listAskables(scenario),
    networks: Object.entries(scenario.networks).map(([name, { label = name }]) => ({
      name,
      label,
    })),
    measures: describeMeasures(scenario),
    files: runFiles(scenario),
    mayRun,
    mayReview,
  };
}

/**
 * Describes the model of each group; a run that was started before groups existed had one endpoint
 * for all.
 */
async function describeModels(
  ports: Pick<GetRunPorts, "endpoints">,
  run: RunRecord,
  scenario: Scenario,
): Promise<RunModel[]> {
  const names = await nameModelChoices(ports, run.models);
  return modelGroups(scenario).map(({ group, agents, tasks }) => {
    const { model, ...choice } = run.models[group] ?? {
      endpointId: run.endpointId,
      model: run.model,
    };
    return {
      group,
      choice,
      name: names.get(group) ?? run.endpointName,
      model,
      agents: [...agents],
      tasks: [...tasks],
    };
  });
}

const listAskables = (scenario: Scenario): RunDetail["actions"] => [
  ...Object.entries(scenario.actions).map(([name, action]) => ({
    name,
    label: action.label ?? name,
    kind: "action" as const,
  })),
  ...Object.entries(scenario.questionnaires).map(([name, questionnaire]) => ({
    name,
    label: questionnaire.label ?? name,
    kind: "questionnaire" as const,
  })),
];
