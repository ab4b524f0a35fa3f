import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Whether the process exists; a zombie that was not reaped does not count. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const fields = linuxStat(pid);
  return process.platform !== "linux" || (fields !== undefined && fields[0] !== "Z");
}

/**
 * A text that differs between two processes with the same pid, so that a file naming a dead process
 * is not mistaken for a living one after a reboot. Undefined when the process is gone or the system
 * cannot tell.
 */
export function processIdentity(pid: number): string | undefined {
  if (process.platform === "linux") {
    const fields = linuxStat(pid);
    const startedAtTick = fields?.[19];
    return startedAtTick === undefined ? undefined : `${bootId()}:${startedAtTick}`;
  }
  if (process.platform === "win32") return undefined;
  try {
    return (
      execFileSync("ps", ["-p", String(pid), "-o", "lstart="], { encoding: "utf8" }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}

/** Whether `pid` is alive and, where the system can tell, still the process with this identity. */
export function isSameProcess(pid: number, identity: string | undefined): boolean {
  if (!isAlive(pid)) return false;
  return identity === undefined || processIdentity(pid) === identity;
}

/** The command line of a process, or undefined where it cannot be read. */
export function commandLine(pid: number): string | undefined {
  try {
    if (process.platform === "linux")
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    if (process.platform === "win32") return undefined;
    return execFileSync("ps", ["-p", String(pid), "-o", "command="], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/**
 * Fields of /proc/PID/stat from the state on: the preceding name may contain spaces and
 * parentheses.
 */
function linuxStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}
