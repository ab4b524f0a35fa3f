import type { EndpointFault } from "@/lib/contracts/endpoints";
import type { EndpointStatus } from "../models/ports";

/**
 * Windows in milliseconds for failures and for rates. Rates are shorter, so that they follow what a
 * person does.
 */
const FAILURE_WINDOW_MS = 60_000;
const RATE_WINDOW_MS = 15_000;

export type RecentCounts = {
  readonly callsPerSecond: number;
  readonly tokensInPerSecond: number;
  readonly tokensOutPerSecond: number;
  /** In the last minute. */
  readonly ok: number;
  readonly failed: Readonly<Partial<Record<EndpointFault, number>>>;
};

type Sample = { readonly at: number; readonly counts: ReadonlyMap<string, EndpointStatus> };

const countEnded = ({ ok, failed }: Pick<EndpointStatus, "ok" | "failed">): number =>
  Object.values(failed).reduce((sum, count) => sum + count, ok);

/**
 * Turns cumulative counts into counts of the last minute and rates of the last 15 seconds, from
 * periodic samples.
 */
export class RecentActivity {
  private samples: Sample[] = [];

  /** @param at when counting began, in milliseconds of a monotonic clock */
  constructor(at: number) {
    this.samples.push({ at, counts: new Map() });
  }

  /** Adds the current counts. Returns the recent ones by endpoint id. */
  add(at: number, statuses: readonly EndpointStatus[]): ReadonlyMap<string, RecentCounts> {
    this.samples.push({
      at,
      counts: new Map(statuses.map((status) => [status.endpointId, status])),
    });
    const [minuteSample, recentSample] = [
      this.before(at - FAILURE_WINDOW_MS),
      this.before(at - RATE_WINDOW_MS),
    ];
    this.samples = this.samples.slice(this.samples.indexOf(minuteSample));
    return new Map(
      statuses.map((status) => [
        status.endpointId,
        countRecent({
          now: status,
          minuteAgo: minuteSample.counts.get(status.endpointId),
          previous: recentSample.counts.get(status.endpointId),
          seconds: (at - recentSample.at) / 1_000,
        }),
      ]),
    );
  }

  /** Returns the last sample taken at or before `at`; the oldest one if all are later. */
  private before(at: number): Sample {
    const found = this.samples.findLast((sample) => sample.at <= at) ?? this.samples[0];
    if (found === undefined) throw new Error("no sample");
    return found;
  }
}

function countRecent({
  now,
  minuteAgo,
  previous,
  seconds,
}: {
  readonly now: EndpointStatus;
  readonly minuteAgo: EndpointStatus | undefined;
  readonly previous: EndpointStatus | undefined;
  readonly seconds: number;
}): RecentCounts {
  const perSecond = (amountOf: (status: EndpointStatus) => number): number =>
    seconds > 0 ? Math.max(0, amountOf(now) - (previous ? amountOf(previous) : 0)) / seconds : 0;
  const failed: Partial<Record<EndpointFault, number>> = {};
  for (const [fault, count] of Object.entries(now.failed) as [EndpointFault, number][]) {
    const fresh = count - (minuteAgo?.failed[fault] ?? 0);
    if (fresh > 0) failed[fault] = fresh;
  }
  return {
    callsPerSecond: perSecond(countEnded),
    tokensInPerSecond: perSecond(({ promptTokens }) => promptTokens),
    tokensOutPerSecond: perSecond(({ completionTokens }) => completionTokens),
    ok: Math.max(0, now.ok - (minuteAgo?.ok ?? 0)),
    failed,
  };
}
