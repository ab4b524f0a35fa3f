"use client";

import { formatFaults, HEALTH_LABELS, useLivePool } from "@/components/processes";
import { formatCompact, formatDuration, formatNumber, formatPercent } from "@/components/ui/format";
import { Skeleton } from "@/components/ui/skeleton";
import { StatusDot } from "@/components/ui/status-dot";
import type { LiveEndpoint } from "@/lib/contracts/live-pool";

const SECOND = 1_000;

/** Health and load of an endpoint in the last minute. */
export function EndpointLoad({ endpointId }: { endpointId: string }) {
  const { data, isError } = useLivePool();
  if (data === undefined)
    return isError ? (
      <p className="text-sm text-muted-foreground">Health and load are unavailable.</p>
    ) : (
      <Skeleton className="h-5 w-80 max-w-full" />
    );
  const live = data.endpoints.find((endpoint) => endpoint.endpointId === endpointId);
  if (live === undefined) return null;
  const { label: healthLabel, tone } = HEALTH_LABELS[live.health];
  return (
    <div className="flex flex-col gap-1 text-sm">
      <div className="flex min-h-5 flex-wrap items-center gap-x-4 gap-y-1">
        <StatusDot tone={tone} className="font-semibold">
          {healthLabel}
        </StatusDot>
        {loadFigures(live).map((figure) => (
          <span key={figure} className="text-muted-foreground">
            {figure}
          </span>
        ))}
      </div>
      {live.reason === null || live.health === "off" ? null : (
        <p className="text-muted-foreground">
          {live.reason}
          {live.retryInSeconds === null
            ? null
            : ` Next attempt ${describeDelay(live.retryInSeconds)}.`}
        </p>
      )}
    </div>
  );
}

const describeDelay = (seconds: number): string =>
  seconds < 1 ? "with the next call" : `in ${formatDuration(Math.ceil(seconds) * SECOND)}`;

/** Lists the figures; none for an endpoint without calls. */
function loadFigures({
  health,
  active,
  limit,
  waiting,
  tokensInPerSecond,
  tokensOutPerSecond,
  callsPerSecond,
  ended,
  failed,
  errorRate,
  latencyP50Ms,
  latencyP95Ms,
}: LiveEndpoint): string[] {
  if ((health === "untried" || health === "off") && active === 0) return [];
  const faults = formatFaults(failed);
  return [
    `${formatNumber(active)} of ${formatNumber(limit)} calls active`,
    ...(waiting > 0 ? [`${formatNumber(waiting)} waiting`] : []),
    ...(ended === 0
      ? ["no calls in the last minute"]
      : [
          `${formatNumber(callsPerSecond, 2)} calls/s`,
          `${formatCompact(tokensInPerSecond)} tokens/s in, ` +
            `${formatCompact(tokensOutPerSecond)} out`,
          faults === ""
            ? "no errors in the last minute"
            : `${formatPercent(errorRate)} errors in the last minute (${faults})`,
        ]),
    ...(latencyP95Ms === null
      ? []
      : [
          `median ${formatDuration(latencyP50Ms)}, 95th percentile ${formatDuration(latencyP95Ms)}`,
        ]),
  ];
}
