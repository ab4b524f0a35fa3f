import type { EndpointFault } from "@/lib/contracts/endpoints";
import type { EndpointHealth, LiveEndpoint } from "@/lib/contracts/live-pool";
import type { EndpointReport } from "./ports";

/** The settings of an endpoint that its health depends on. */
export type ObservedEndpoint = {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly enabled: boolean;
  readonly timeoutMs: number;
};

/** One process's report on an endpoint, and its age in milliseconds. */
export type AgedReport = EndpointReport & { readonly silentMs: number };

/**
 * Share of failed calls from which an endpoint is failing, and share of the time-out from which a
 * 95th percentile is slow.
 */
const FAILING_SHARE = 0.5;
const NEAR_TIMEOUT = 0.5;

const SEVERITY = { closed: 0, halfOpen: 1, open: 2 } as const;

/**
 * Summarizes an endpoint over all processes: sums of counts and rates, the worst circuit with its
 * reason, the longest latencies. (Percentiles of several processes cannot be combined; the longest
 * is the one that matters to a person.)
 */
export function summarizeEndpoint(
  endpoint: ObservedEndpoint,
  reports: readonly AgedReport[],
): LiveEndpoint {
  const total = (amountOf: (report: AgedReport) => number): number =>
    reports.reduce((sum, report) => sum + amountOf(report), 0);
  const longest = (amounts: readonly (number | null)[]): number | null =>
    amounts.reduce(
      (most, amount) => (amount !== null && (most === null || amount > most) ? amount : most),
      null,
    );
  const failed: Partial<Record<EndpointFault, number>> = {};
  for (const report of reports)
    for (const [fault, count] of Object.entries(report.failed) as [EndpointFault, number][])
      failed[fault] = (failed[fault] ?? 0) + count;
  const failures = Object.values(failed).reduce((sum, count) => sum + count, 0);
  const ended = total(({ ok }) => ok) + failures;
  const errorRate = ended === 0 ? null : failures / ended;
  const worst = reports.reduce<AgedReport | undefined>(
    (most, report) =>
      most === undefined || SEVERITY[report.circuit] > SEVERITY[most.circuit] ? report : most,
    undefined,
  );
  const latencyP95Ms = longest(reports.map((report) => report.latencyP95Ms));
  const health = judgeHealth({ endpoint, reports, errorRate, latencyP95Ms });
  const stopped = worst !== undefined && worst.circuit !== "closed" ? worst : undefined;
  return {
    endpointId: endpoint.id,
    name: endpoint.name,
    model: endpoint.model,
    health,
    reason: stopped?.circuitReason ?? null,
    retryInSeconds:
      stopped === undefined || stopped.retryInMs === null
        ? null
        : Math.max(0, stopped.retryInMs - stopped.silentMs) / 1_000,
    active: total(({ active }) => active),
    limit: total(({ limit }) => limit),
    waiting: total(({ waiting }) => waiting),
    callsPerSecond: total(({ callsPerSecond }) => callsPerSecond),
    tokensInPerSecond: total(({ tokensInPerSecond }) => tokensInPerSecond),
    tokensOutPerSecond: total(({ tokensOutPerSecond }) => tokensOutPerSecond),
    ended,
    failed,
    errorRate,
    latencyP50Ms: longest(reports.map((report) => report.latencyP50Ms)),
    latencyP95Ms,
  };
}

function judgeHealth({
  endpoint: { enabled, timeoutMs },
  reports,
  errorRate,
  latencyP95Ms,
}: {
  readonly endpoint: ObservedEndpoint;
  readonly reports: readonly AgedReport[];
  readonly errorRate: number | null;
  readonly latencyP95Ms: number | null;
}): EndpointHealth {
  if (!enabled) return "off";
  const tried = reports.filter((report) => report.tried);
  if (tried.length === 0) return "untried";
  const neverAnswered = !tried.some((report) => report.answered);
  if (
    reports.some(({ circuit }) => circuit !== "closed") ||
    neverAnswered ||
    (errorRate !== null && errorRate >= FAILING_SHARE)
  )
    return "failing";
  return latencyP95Ms !== null && latencyP95Ms >= timeoutMs * NEAR_TIMEOUT ? "slow" : "answers";
}
