import type { StoredLevel, LogEntry, LogQuery } from "@/lib/contracts/logs";

/** An entry before it is stored. */
export type NewLogEntry = Omit<LogEntry, "id" | "at" | "isRunDeleted"> & {
  readonly at: Date;
  readonly level: StoredLevel;
};

/** The latest warnings and errors of all processes: a bounded number, older ones are deleted. */
export interface LogStore {
  /** Adds entries, and deletes as many of the oldest ones as exceed the limit. */
  add(entries: readonly NewLogEntry[]): Promise<void>;
  /** The latest first. */
  list(query: LogQuery): Promise<LogEntry[]>;
}
