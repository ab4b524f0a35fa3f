import { readFileSync, readdirSync } from "node:fs";

/** A field of /proc/PID/status as it stands there; undefined once the process is gone, and on systems without /proc. */
export function readStatusField(pid: number, name: string): number | undefined {
  const text = readStatus(pid)?.match(new RegExp(`^${name}:\\s+(\\d+)`, "m"))?.[1];
  return text === undefined ? undefined : Number(text);
}

function readStatus(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return undefined;
  }
}

export function listChildren(pid: number): number[] {
  const pids = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  return pids.filter((candidate) => readStatusField(candidate, "PPid") === pid);
}

/** The parent of a process: of a connection's server process, the server. */
export const findParent = (pid: number): number | undefined => readStatusField(pid, "PPid");
