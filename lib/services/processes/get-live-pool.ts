import type { LivePool, LiveProcess } from "@/lib/contracts/live-pool";
import type { Actor } from "@/lib/domain/access";
import type { MembershipStore } from "../access/ports";
import { requireReader } from "../access/require-permission";
import type { EndpointStore } from "../endpoints/ports";
import type { Clock } from "../environment/ports";
import { LIVE_WINDOW_MS, SIMULATION_ROLE } from "./live-window";
import type { KnownProcess, ProcessStore } from "./ports";
import { summarizeEndpoint } from "./summarize-endpoint";

export type LivePoolPorts = {
  readonly processes: Pick<ProcessStore, "live">;
  readonly endpoints: Pick<EndpointStore, "list">;
  readonly members: MembershipStore;
  readonly clock: Clock;
};

/**
 * Returns the state of every endpoint, summed over the live processes, and these processes. It
 * contains no secrets.
 * @throws AppError notFound for everyone who reads no project
 */
export async function getLivePool(
  { processes, endpoints, members, clock }: LivePoolPorts,
  actor: Actor,
): Promise<LivePool> {
  await requireReader(members, actor);
  const [known, stored] = await Promise.all([processes.live(LIVE_WINDOW_MS), endpoints.list()]);
  const now = clock.now();
  return {
    endpoints: stored.map((endpoint) =>
      summarizeEndpoint(
        endpoint,
        known.flatMap(({ silentMs, endpoints: reports }) =>
          reports
            .filter(({ endpointId }) => endpointId === endpoint.id)
            .map((report) => ({ ...report, silentMs })),
        ),
      ),
    ),
    processes: known.map((process) => toLiveProcess(process, now)),
    workers: known.filter(({ roles }) => roles.includes(SIMULATION_ROLE)).length,
  };
}

/** What others may know about a process. */
export const toLiveProcess = (
  { id, program, host, pid, roles, startedAt, silentMs, memory, endpoints }: KnownProcess,
  now: Date,
): LiveProcess => ({
  id,
  program,
  host,
  pid,
  roles: [...roles],
  startedAt: startedAt.toISOString(),
  uptimeSeconds: Math.max(0, now.getTime() - startedAt.getTime()) / 1_000,
  silentSeconds: silentMs / 1_000,
  memory,
  calls: endpoints.reduce((sum, { active }) => sum + active, 0),
});
