import type { AppliedMigration, BackupManifest, BackupTable } from "@/lib/contracts/backup";
import type { AuditEntry } from "@/lib/domain/audit/audit-entry";

export type TableShape = Pick<BackupTable, "name" | "columns">;
export type Sequence = BackupManifest["sequences"][number];

/** The database at one moment, whatever else goes on meanwhile. */
export interface Snapshot {
  /** The version of the server. */
  readonly postgresql: string;
  readonly migrations: readonly AppliedMigration[];
  /** In an order in which they can be loaded. */
  readonly tables: readonly TableShape[];
  readonly sequences: readonly Sequence[];
  /** The rows of a table in the text format of COPY: a line each, in chunks of any size. */
  read(table: TableShape): AsyncIterable<Uint8Array>;
}

export interface SnapshotSource {
  /** Opens a snapshot while `work` reads it. `withKeys`: with the API keys of endpoints. */
  withSnapshot<Result>(
    options: { readonly withKeys: boolean },
    work: (snapshot: Snapshot) => Promise<Result>,
  ): Promise<Result>;
  /** Stores the audit entry of a backup. */
  recordBackup(audit: AuditEntry): Promise<void>;
}

/** A compressed file of named entries that is being written; it is named when it is finished. */
export interface ArchiveWriter {
  add(name: string, data: Uint8Array): Promise<void>;
  /** Puts the file in its place; returns its size in bytes. */
  finish(): Promise<number>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

export type ArchiveEntry = { readonly name: string; readonly data: Uint8Array };

export interface ArchiveFiles {
  /** @throws AppError conflict when there is a file of this name */
  create(path: string): Promise<ArchiveWriter>;
  /** @throws AppError invalid when it cannot be read, is damaged or ends too early */
  read(path: string): AsyncIterable<ArchiveEntry>;
  size(path: string): Promise<number>;
}

/** A hash that grows with what it is given. */
export interface RunningHash {
  update(bytes: Uint8Array): void;
  /** In hexadecimal. */
  digest(): string;
}

/** What an installation holds, and which other processes use it. */
export type Occupancy = {
  readonly people: number;
  /** Apart from the example that a new installation starts. */
  readonly studies: number;
  readonly datasets: number;
  /** Apart from the built-in one. */
  readonly endpoints: number;
  readonly processes: readonly { readonly program: string; readonly host: string }[];
};

/** What is done to the restored rows before they replace those of the installation. */
export type Settlement = {
  readonly sequences: readonly Sequence[];
  readonly runReason: string;
  readonly pollProblem: string;
  readonly audit: AuditEntry;
};

export type Settled = {
  /** Migrations applied after loading. */
  readonly migrated: readonly string[];
  readonly pausedRuns: number;
  readonly stoppedPolls: number;
  readonly keys: number;
};

export interface TableLoader {
  write(rows: Uint8Array): Promise<void>;
  /** Returns the number of rows. */
  end(): Promise<number>;
}

/** A restore in progress beside the data of the installation, which stay until its end. */
export interface Restoration {
  /** Starts loading a table, which must be ended before the next one. */
  load(table: TableShape): Promise<TableLoader>;
  settle(settlement: Settlement): Promise<Settled>;
}

export interface RestoreTarget {
  inspect(): Promise<Occupancy>;
  /** @throws OperatorError when this program cannot read a database with these migrations */
  checkMigrations(migrations: readonly AppliedMigration[]): void;
  /**
   * Loads into tables of these migrations, all of it in one transaction: when `work` resolves, the
   * loaded tables replace those of the installation; when it rejects, or the process is killed,
   * nothing has changed.
   */
  restore<Result>(
    migrations: readonly AppliedMigration[],
    work: (restoration: Restoration) => Promise<Result>,
  ): Promise<Result>;
  /** Removes the jobs of the former data. Harmless when called again. */
  emptyQueues(): Promise<void>;
}

/** Called for each table that is complete. */
export type OnTable = (table: { readonly name: string; readonly rows: number }) => void;
