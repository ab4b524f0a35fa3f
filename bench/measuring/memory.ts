import { listChildren, readStatusField } from "./processes";

const SAMPLING_INTERVAL_MS = 250;

const mebibytes = (pid: number, name: string): number | undefined => {
  const kibibytes = readStatusField(pid, name);
  return kibibytes === undefined ? undefined : kibibytes / 1_024;
};

/**
 * The current memory of a process family, in MiB: private memory of each process, and shared memory
 * once.
 */
function familyMemory(parent: number): number {
  let own = 0;
  let shared = 0;
  for (const pid of [parent, ...listChildren(parent)]) {
    own += mebibytes(pid, "RssAnon") ?? 0;
    shared = Math.max(shared, (mebibytes(pid, "RssShmem") ?? 0) + (mebibytes(pid, "RssFile") ?? 0));
  }
  return own + shared;
}

export type MemoryWatch = {
  /** Peaks so far, in MiB, by name; nothing for processes that were never seen. */
  peaks(): Record<string, number>;
  /** Watches a further process, by the kernel's record of its peak. */
  add(name: string, pid: number): void;
  stop(): void;
};

/**
 * Watches resident memory: of `processes` the peak that the kernel records (VmHWM), of `families`
 * (a server whose processes share memory) the largest sum in samples taken four times a second.
 */
export function watchMemory(
  processes: Readonly<Record<string, number>>,
  families: Readonly<Record<string, number>>,
): MemoryWatch {
  const watched = new Map(Object.entries(processes));
  const peaks = new Map<string, number>();
  const raise = (name: string, value: number | undefined): void => {
    if (value !== undefined && value > (peaks.get(name) ?? 0)) peaks.set(name, value);
  };
  const look = (): void => {
    if (process.platform !== "linux") return;
    for (const [name, pid] of watched) raise(name, mebibytes(pid, "VmHWM"));
    for (const [name, pid] of Object.entries(families)) raise(name, familyMemory(pid));
  };
  const timer = setInterval(look, SAMPLING_INTERVAL_MS);
  return {
    peaks() {
      look();
      return Object.fromEntries([...peaks].map(([name, value]) => [name, Math.round(value)]));
    },
    add: (name, pid) => void watched.set(name, pid),
    stop: () => clearInterval(timer),
  };
}
