/** What the database says about itself. */
export type DatabaseFacts = {
  readonly version: string;
  readonly bytes: number;
  readonly connections: number;
  readonly maxConnections: number;
  /** Of one small query, in milliseconds. */
  readonly latencyMs: number;
};

export type MigrationFacts = {
  readonly applied: number;
  /** Names of migrations of this program that the database lacks. */
  readonly pending: readonly string[];
  /** Names of its migrations that this program does not know. */
  readonly unknown: readonly string[];
};

/** Numbers of jobs by queue and state. */
export type QueueCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export type DiskFacts = { readonly freeBytes: number; readonly totalBytes: number };

/** Reads the state of what the installation stands on. Each rejects when it cannot be read. */
export interface HealthSources {
  database(): Promise<DatabaseFacts>;
  migrations(): Promise<MigrationFacts>;
  queues(): Promise<QueueCounts>;
  /** Number of runs in each status. */
  runs(): Promise<Readonly<Record<string, number>>>;
  /** Of the data folder on the machine of the app. */
  disk(): Promise<DiskFacts>;
  /** When the last backup was made; null if never. */
  lastBackup(): Promise<Date | null>;
  /** The program and what runs it, such as "Microcosm 0.1.0, Node 20.20.2". */
  version(): string;
}
