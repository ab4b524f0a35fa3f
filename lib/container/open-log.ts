import { hostname } from "node:os";
import { logStore } from "@/lib/adapters/db/log-store";
import type { Database } from "@/lib/adapters/db/database";
import { createLog, type Log } from "@/lib/adapters/log/log";
import { LogJournal } from "@/lib/services/logs/log-journal";

const FLUSH_MS = 2_000;
/** The end of a process does not wait longer for its last entries to be stored. */
const MAX_CLOSE_MS = 1_000;

/** The log of a process: its output, and what is kept of it for the page of the log. */
export type OpenLog = {
  readonly log: Log;
  /** Keeps warnings and errors in this database from now on, those before too. */
  keepIn(database: Pick<Database, "pool">): void;
  close(): Promise<void>;
};

export function openLog(program: string): OpenLog {
  const write = createLog(program);
  let store: ReturnType<typeof logStore> | undefined;
  const journal = new LogJournal(
    { logs: { add: async (entries) => store?.add(entries) }, now: () => new Date() },
    { program, host: hostname(), pid: process.pid },
  );
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    log(message, details = {}) {
      write(message, details);
      journal.add(message, details);
    },
    keepIn(database) {
      store = logStore(database);
      timer = setInterval(() => void journal.flush(), FLUSH_MS).unref();
    },
    async close() {
      clearInterval(timer);
      const waited = new Promise((resolve) => void setTimeout(resolve, MAX_CLOSE_MS).unref());
      await Promise.race([journal.flush(), waited]);
    },
  };
}
