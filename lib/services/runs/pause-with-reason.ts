import type { PauseCause, RunRecord, RunStore } from "./ports";

type Ports = { readonly runs: RunStore; readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void };

/** Pauses a run that cannot go on by itself, with the reason on its page. What was decided stays recorded. */
export async function pauseWithReason(ports: Ports, run: Pick<RunRecord, "id" | "epoch">, reason: string, cause: PauseCause = "endpoint"): Promise<void> {
  const paused = await ports.runs.transition(run.id, { from: ["running"], to: "paused", reason, cause, epoch: run.epoch, newEpoch: true });
  if (paused) ports.log("run paused", { run: run.id, version: paused.version, reason });
}
