import { z } from "zod";

/** The version of the format of backup files that this program writes and reads. */
export const BACKUP_VERSION = 1;

/** A name that PostgreSQL takes without surprises. */
const identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** A migration that a database has applied, in the order of application. */
export const appliedMigration = z.object({ name: z.string().min(1), checksum: sha256 });
export type AppliedMigration = z.infer<typeof appliedMigration>;

/** `head.json`, the first entry of a backup file: what it is, and which program reads it. */
export const backupHead = z.object({
  format: z.literal("microcosm-backup"),
  version: z.literal(BACKUP_VERSION),
  program: z.string(),
  postgresql: z.string(),
  createdAt: z.iso.datetime(),
  migrations: z.array(appliedMigration).min(1),
  /** Whether the API keys of endpoints are in the file, encrypted as in the database. */
  keys: z.enum(["encrypted", "left out"]),
  /**
   * A known text under the encryption key of the installation: tells whether another installation
   * can read the API keys.
   */
  keyCheck: z.string(),
});
export type BackupHead = z.infer<typeof backupHead>;

const backupTable = z.object({
  name: identifier,
  columns: z.array(identifier).min(1),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  /** Of the rows in the text format of COPY. */
  sha256,
});
export type BackupTable = z.infer<typeof backupTable>;

/** `manifest.json`, the last entry: a file without it is incomplete. */
export const backupManifest = z.object({
  /** SHA-256 of `head.json`. */
  head: sha256,
  /** In the order in which they are loaded: a table follows those it refers to. */
  tables: z.array(backupTable).min(1),
  sequences: z.array(z.object({ name: identifier, value: z.int().min(1) })),
});
export type BackupManifest = z.infer<typeof backupManifest>;

/** What a backup file holds, for the line that a command prints. */
export type BackupSummary = {
  readonly file: string;
  readonly bytes: number;
  readonly createdAt: string;
  readonly tables: number;
  readonly rows: number;
  readonly keys: BackupHead["keys"];
  /** The last migration of the database. */
  readonly migration: string;
};

/** What a restore did. */
export type RestoreSummary = BackupSummary & {
  /** Migrations of this program that the backup lacked. */
  readonly migrated: readonly string[];
  /** Runs and polls that were active when the backup was made, which now wait for a person. */
  readonly pausedRuns: number;
  readonly stoppedPolls: number;
  /** API keys of endpoints that this installation cannot read: it has another ENCRYPTION_KEY. */
  readonly unreadableKeys: number;
};
