import type { ModelPool } from "@/lib/services/models/ports";
import type { RunLedger } from "@/lib/services/execution/ports";
import type { Meter } from "./registry";

type ClosableModelPool = ModelPool & { close(): Promise<void> };

const MS_PER_SECOND = 1_000;

/** Wraps a pool so that the latency of each answer is measured. */
export function meteredPool(
  pool: ClosableModelPool,
  meter: Pick<Meter, "callAnswered">,
): ClosableModelPool {
  return {
    async complete(group, request, signal) {
      const reply = await pool.complete(group, request, signal);
      meter.callAnswered(reply.endpoint, group.model, reply.latencyMs / MS_PER_SECOND);
      return reply;
    },
    embed: (target, texts, signal) => pool.embed(target, texts, signal),
    check: (target, signal) => pool.check(target, signal),
    status: () => pool.status(),
    setShare: (processes) => pool.setShare(processes),
    processes: () => pool.processes(),
    probe: (target) => pool.probe(target),
    close: () => pool.close(),
  };
}

/** Wraps a ledger so that decisions and commits are counted once they are stored. */
export function meteredLedger<Ledger extends Pick<RunLedger, "record" | "commit">>(
  ledger: Ledger,
  meter: Pick<Meter, "decisionsRecorded" | "stepCommitted">,
): Ledger {
  return {
    ...ledger,
    async record(...row: Parameters<RunLedger["record"]>) {
      const failures = await ledger.record(...row);
      meter.decisionsRecorded(row[2].length);
      return failures;
    },
    async commit(...step: Parameters<RunLedger["commit"]>) {
      const started = performance.now();
      const isOurs = await ledger.commit(...step);
      if (isOurs) meter.stepCommitted((performance.now() - started) / MS_PER_SECOND);
      return isOurs;
    },
  };
}
