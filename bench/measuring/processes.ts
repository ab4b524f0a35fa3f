import { readFileSync, readdirSync } from "node:fs";

/** A field of /proc/PID/status; undefined without such a process or without /proc. */
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

/** The parent of a process: for the server process of a connection, the server. */
export const findParent = (pid: number): number | undefined => readStatusField(pid, "PPid");
