import type { EstimateAmounts, EstimateAndActual, StudyEstimate } from "@/lib/contracts/estimates";
import { notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { isSettled } from "@/lib/domain/run";
import { isUuid } from "../access/is-uuid";
import { requirePermission } from "../access/require-permission";
import { isFork, type RunRecord } from "../runs/ports";
import type { ActualPorts } from "./ports";

/**
 * Returns the estimate of a study and the actual use of its runs so far. Forks are not part of it.
 * @throws AppError notFound
 */
export async function getStudyActual(
  ports: ActualPorts,
  actor: Actor,
  studyId: string,
): Promise<EstimateAndActual> {
  const runs = isUuid(studyId) ? await ports.runs.listForStudy(studyId) : [];
  const [first] = runs;
  if (!first) throw notFound("study");
  await requirePermission(ports.members, {
    actor,
    projectId: first.projectId,
    permission: "read",
    subject: "study",
  });
  return compareWithEstimate(ports, {
    studyId,
    runs: runs.filter((run) => !isFork(run)),
    now: ports.clock.now(),
  });
}

/**
 * Returns the same for one run, with its share of the study's estimate.
 * @throws AppError notFound
 */
export async function getRunActual(
  ports: ActualPorts,
  actor: Actor,
  runId: string,
): Promise<EstimateAndActual> {
  const run = isUuid(runId) ? await ports.runs.get(runId) : null;
  if (!run) throw notFound("run");
  await requirePermission(ports.members, {
    actor,
    projectId: run.projectId,
    permission: "read",
    subject: "run",
  });
  return compareWithEstimate(ports, {
    studyId: run.studyId,
    runs: [run],
    now: ports.clock.now(),
  });
}

export type ComparisonPorts = Pick<ActualPorts, "estimates" | "clock">;

/** Compares what runs of a study have used with their share of its estimate. */
export async function compareWithEstimate(
  ports: ComparisonPorts,
  {
    studyId,
    runs,
    now,
  }: { readonly studyId: string; readonly runs: readonly RunRecord[]; readonly now: Date },
): Promise<EstimateAndActual> {
  const estimate = !runs.some(isFork) ? await ports.estimates.findForStudy(studyId) : null;
  // Counting calls reads all decisions, so an active run reports the number of its decisions
  // instead.
  const calls = await Promise.all(
    runs.map(async ({ key, status, decisions, reused }) =>
      isSettled(status) ? ports.estimates.countCalls(key) : decisions - reused,
    ),
  );
  const sum = (of: (run: RunRecord) => number): number =>
    runs.reduce((all, run) => all + of(run), 0);
  const spent = sum(({ cost }) => cost);
  return {
    ...scaleEstimate(estimate, runs.length),
    actual: {
      calls: calls.reduce((all, one) => all + one, 0),
      promptTokens: sum(({ promptTokens }) => promptTokens),
      completionTokens: sum(({ completionTokens }) => completionTokens),
      embeddingTokens: sum(({ embeddingTokens }) => embeddingTokens),
      cost: estimate?.cost === null && spent === 0 ? null : spent,
      // Runs of a study are executed side by side.
      seconds: Math.max(
        0,
        ...runs.map(
          ({ activeMs, activeSince }) =>
            (activeMs + (activeSince ? Math.max(0, now.getTime() - activeSince.getTime()) : 0)) /
            1_000,
        ),
      ),
    },
    over: runs.every(({ status }) => status === "completed"),
  };
}

/** Scales a study's estimate to this many of its runs. */
function scaleEstimate(
  estimate: StudyEstimate | null,
  runs: number,
): Pick<EstimateAndActual, "estimate" | "low" | "high"> {
  if (estimate === null) return { estimate: null, low: null, high: null };
  const share = runs / Math.max(1, estimate.runs);
  const part = ({
    calls,
    promptTokens,
    completionTokens,
    embeddingTokens,
    cost,
    seconds,
  }: EstimateAmounts): EstimateAmounts => ({
    calls: calls * share,
    promptTokens: promptTokens * share,
    completionTokens: completionTokens * share,
    embeddingTokens: embeddingTokens * share,
    cost: cost === null ? null : cost * share,
    seconds,
  });
  return { estimate: part(estimate), low: part(estimate.low), high: part(estimate.high) };
}
