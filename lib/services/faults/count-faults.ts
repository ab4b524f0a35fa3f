import type { DecisionFaults } from "@/lib/contracts/faults";
import type { Actor } from "@/lib/domain/access";
import { FAILURE_REASONS, INVALID_REASONS } from "@/lib/domain/answers";
import { countNullValues } from "@/lib/domain/decision";
import type { Scenario } from "@/lib/domain/scenario";
import { type AgentNamePorts, nameAgents } from "../population/name-agents";
import { findRun } from "../runs/find-run";
import type { RunScenarioPorts } from "../runs/ports";
import type { FaultStore, PhaseCounts, ReasonCount } from "./ports";

export type FaultPorts = RunScenarioPorts & {
  readonly faults: FaultStore;
} & AgentNamePorts;

type Counts = Omit<DecisionFaults, "phases" | "failedAgents" | "unembedded" | "nullValues">;

const MAX_AGENTS = 5;

/** Decisions with empty values are counted up to this number: more would be slow for a page. */
const MAX_NULL_DECISIONS = 10_000;
const MAX_EXPRESSIONS = 10;

/**
 * Counts a run's decisions that could not be used, by reason: in total, and per phase in the
 * scenario's order.
 * @throws AppError notFound
 */
export async function countFaults(
  ports: FaultPorts,
  actor: Actor,
  runId: string,
): Promise<DecisionFaults> {
  const run = await findRun(ports, actor, runId, "read");
  const { scenario } = await ports.scenarios.get(run.scenarioVersionId);
  const [phases, reasons, failedAgents, unembedded, nullValues] = await Promise.all([
    ports.faults.phases(run.key, run.version),
    ports.faults.reasons(run.key, run.version),
    ports.faults.agents(run.key, run.version, { reasons: FAILURE_REASONS, limit: MAX_AGENTS }),
    ports.faults.unembedded(run.key),
    ports.faults.nullValues(run.key, run.version, MAX_NULL_DECISIONS + 1),
  ]);
  const texts = failedAgents.map(({ agent }) => agent);
  const names = await nameAgents(ports, { run: run.key, scenario, texts });
  const asked = phases.filter(({ decisions }) => decisions > 0);
  return {
    ...countByOutcome(asked, reasons),
    failedAgents: failedAgents.map((one) => ({ ...one, name: names[one.agent] ?? null })),
    unembedded,
    nullValues: summarizeNullValues(nullValues),
    phases: orderPhases(scenario, asked).map(({ phase, label }) => ({
      phase,
      label,
      ...countByOutcome(asked.filter(isOfPhase(phase)), reasons.filter(isOfPhase(phase))),
    })),
  };
}

function summarizeNullValues(
  counted: Awaited<ReturnType<FaultStore["nullValues"]>>,
): DecisionFaults["nullValues"] {
  const { prompts, expressions } = countNullValues(counted);
  return {
    prompts: Math.min(prompts, MAX_NULL_DECISIONS),
    atLeast: prompts > MAX_NULL_DECISIONS,
    expressions: expressions.slice(0, MAX_EXPRESSIONS),
  };
}

const isOfPhase =
  (phase: string) =>
  (one: { readonly phase: string }): boolean =>
    one.phase === phase;

/** Labels of steps that are not phases of the scenario. */
const LABELS: Readonly<Record<string, string>> = { setup: "Setup", reflection: "Reflection" };

function orderPhases(
  { phases }: Scenario,
  counted: readonly PhaseCounts[],
): { phase: string; label: string }[] {
  const labels = new Map([
    ["setup", "Setup"],
    ...phases.map(({ id, label }): [string, string] => [id, label ?? id]),
  ]);
  for (const { phase } of counted)
    if (!labels.has(phase)) labels.set(phase, LABELS[phase] ?? phase);
  const present = new Set(counted.map(({ phase }) => phase));
  return [...labels]
    .filter(([phase]) => present.has(phase))
    .map(([phase, label]) => ({ phase, label }));
}

function countByOutcome(phases: readonly PhaseCounts[], reasons: readonly ReasonCount[]): Counts {
  const decisions = sumBy(phases, (one) => one.decisions);
  const invalid = sumBy(phases, (one) => one.invalid);
  const rejected = sumBy(phases, (one) => one.rejected);
  const byReason = INVALID_REASONS.map(
    (reason) =>
      [
        reason,
        sumBy(
          reasons.filter((one) => one.reason === reason),
          (one) => one.count,
        ),
      ] as const,
  );
  return {
    decisions,
    invalid,
    rejected,
    valid: decisions - invalid - rejected,
    fallback: sumBy(reasons, (one) => one.fallback),
    reasons: Object.fromEntries(byReason.filter(([, count]) => count > 0)),
  };
}

const sumBy = <Item>(items: readonly Item[], amountOf: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + amountOf(item), 0);
