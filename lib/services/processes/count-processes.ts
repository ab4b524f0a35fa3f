import { LIVE_WINDOW_MS } from "./live-window";
import type { ProcessStore } from "./ports";

/** Counts the live processes of each program. */
export async function countProcesses(
  processes: Pick<ProcessStore, "live">,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { program } of await processes.live(LIVE_WINDOW_MS))
    counts[program] = (counts[program] ?? 0) + 1;
  return counts;
}
