import { readFileSync } from "node:fs";
import { listChildren } from "./processes";

/** Clock ticks per second in /proc: 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Processor time used so far, in seconds. */
export type ProcessorTime = {
  readonly worker: number;
  readonly postgres: number;
  /** Of this process and its finished children: the command line. */
  readonly bench: number;
  /** Of all processes of the machine. */
  readonly machine: number;
};

/** Fields of /proc/PID/stat that count time; zero once the process is gone. */
function readProcessTimes(pid: number): { readonly own: number; readonly reaped: number } {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may contain spaces. Fields 14 to 17: user, system, and those of
    // children.
    const [user = 0, system = 0, reapedUser = 0, reapedSystem = 0] = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 15)
      .map(Number);
    return { own: (user + system) / TICKS, reaped: (reapedUser + reapedSystem) / TICKS };
  } catch {
    return { own: 0, reaped: 0 };
  }
}

function readMachineTime(): number {
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = (
    /^cpu +(.*)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1] ?? ""
  )
    .split(" ")
    .map(Number);
  return (user + nice + system + irq + softirq) / TICKS;
}

/** Undefined on systems without /proc. */
export function readProcessorTime(
  worker: number,
  postgres: number | undefined,
): ProcessorTime | undefined {
  if (process.platform !== "linux" || postgres === undefined) return undefined;
  const server = readProcessTimes(postgres);
  const self = readProcessTimes(process.pid);
  return {
    worker: readProcessTimes(worker).own,
    postgres:
      server.own +
      server.reaped +
      listChildren(postgres).reduce((sum, pid) => sum + readProcessTimes(pid).own, 0),
    bench: self.own + self.reaped,
    machine: readMachineTime(),
  };
}

/** Use between two readings: seconds of the measured processes, and mean cores used by others. */
export function processorUse(
  before: ProcessorTime | undefined,
  after: ProcessorTime | undefined,
  wallSeconds: number,
) {
  if (!before || !after) return undefined;
  const [worker, postgres, bench] = [
    after.worker - before.worker,
    after.postgres - before.postgres,
    after.bench - before.bench,
  ];
  const others = after.machine - before.machine - worker - postgres - bench;
  return { worker, postgres, coresOfOthers: Math.max(0, others / wallSeconds) };
}
