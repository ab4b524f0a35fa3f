import type { BackupManifest, BackupSummary, RestoreSummary } from "@/lib/contracts/backup";
import { AppError, notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { SecretBox } from "../endpoints/ports";
import { KEY_CHECK } from "./format";
import type {
  ArchiveFiles,
  Occupancy,
  OnTable,
  Restoration,
  RestoreTarget,
  RunningHash,
  TableLoader,
} from "./ports";
import { readBackup, type ReadBackup } from "./read-backup";

export type CheckBackupPorts = {
  readonly archives: ArchiveFiles;
  readonly target: RestoreTarget;
  readonly newHash: () => RunningHash;
};

export type RestorePorts = CheckBackupPorts & { readonly secrets: Pick<SecretBox, "open"> };

export type RestoreRequest = {
  readonly file: string;
  /** Whether data of the installation may be replaced. */
  readonly replace: boolean;
  /** Who asks on which machine, for the audit log. */
  readonly by: string;
  readonly onTable?: OnTable;
};

const RUN_REASON =
  "This run was active when the backup was made from which the installation was restored. Resume " +
  "it to continue where it was then.";
const POLL_PROBLEM =
  "This poll was under way when the backup was made from which the installation was restored. " +
  "Resume it to ask the remaining agents.";

/**
 * Reads a backup to its end, compares every table with its checksum, and checks that this program
 * can restore it. Changes nothing.
 * @throws AppError notFound for everyone but the command line; invalid, with the reason.
 * OperatorError for a backup of a newer program
 */
export async function checkBackup(
  ports: CheckBackupPorts,
  actor: Actor,
  file: string,
): Promise<BackupSummary> {
  if (actor.kind !== "system") throw notFound("backup");
  return summarize(ports, file, await verify(ports, file));
}

/**
 * Replaces the data of the installation by those of a backup. The file is verified first; then all
 * is loaded and brought up to date beside the present data, which it replaces at the end, in one
 * transaction: whenever the process is killed, the installation is the old one or the restored one.
 * Active runs come back paused, and everybody has to sign in again.
 * @throws AppError notFound for everyone but the command line; conflict when the installation has
 * data or is in use; invalid for a damaged file. OperatorError for a backup of a newer program
 */
export async function restoreBackup(
  ports: RestorePorts,
  actor: Actor,
  { file, replace, by, onTable }: RestoreRequest,
): Promise<RestoreSummary> {
  if (actor.kind !== "system") throw notFound("backup");
  requireFree(await ports.target.inspect(), replace);
  const { head, manifest } = await verify(ports, file);
  const { migrated, pausedRuns, stoppedPolls, keys } = await ports.target.restore(
    head.migrations,
    async (restoration) => {
      await loadTables(ports, { file, manifest, restoration, onTable });
      const settled = await restoration.settle({
        sequences: manifest.sequences,
        runReason: RUN_REASON,
        pollProblem: POLL_PROBLEM,
        audit: auditEntry(actor, "installation.restore", {
          projectId: null,
          after: { file, by, backupOf: head.createdAt, replace },
        }),
      });
      // Somebody may have started a process meanwhile, which would go on with the former data.
      requireUnused(await ports.target.inspect());
      return settled;
    },
  );
  await ports.target.emptyQueues();
  return {
    ...(await summarize(ports, file, { head, manifest })),
    ...{ migrated, pausedRuns, stoppedPolls },
    unreadableKeys: canOpen(ports.secrets, head.keyCheck) ? 0 : keys,
  };
}

async function verify(ports: CheckBackupPorts, file: string): Promise<ReadBackup> {
  return readBackup(ports, file, {
    onHead: ({ migrations }) => ports.target.checkMigrations(migrations),
  });
}

/** Loads every table, and verifies the file once more: it may have changed since. */
async function loadTables(
  ports: CheckBackupPorts,
  {
    file,
    manifest,
    restoration,
    onTable,
  }: {
    readonly file: string;
    readonly manifest: BackupManifest;
    readonly restoration: Restoration;
    readonly onTable?: OnTable | undefined;
  },
): Promise<void> {
  const shapes = new Map(manifest.tables.map((table) => [table.name, table]));
  let current: { readonly name: string; readonly loader: TableLoader } | undefined;
  const end = async (): Promise<void> => {
    if (current === undefined) return;
    const rows = await current.loader.end();
    if (rows !== shapes.get(current.name)?.rows)
      throw new AppError("internal", `The table ${current.name} was not loaded completely.`);
    onTable?.({ name: current.name, rows });
    current = undefined;
  };
  await readBackup(ports, file, {
    async onRows(name, rows) {
      if (current?.name !== name) {
        await end();
        const shape = shapes.get(name);
        if (shape === undefined)
          throw new AppError("invalid", `The backup ${file} was changed while it was restored.`);
        current = { name, loader: await restoration.load(shape) };
      }
      await current.loader.write(rows);
    },
  });
  await end();
}

function requireFree(occupancy: Occupancy, replace: boolean): void {
  requireUnused(occupancy);
  const { people, studies, datasets, endpoints } = occupancy;
  if (replace || people + studies + datasets + endpoints === 0) return;
  throw new AppError(
    "conflict",
    `This installation has data: ${people} accounts, ${studies} studies, ${datasets} data ` +
      `tables, ${endpoints} endpoints. Restore into an empty one (another DATA_DIR or ` +
      "database), or replace all of them with --replace. Nothing was changed.",
  );
}

function requireUnused({ processes }: Occupancy): void {
  if (processes.length === 0) return;
  const names = [...new Set(processes.map(({ program, host }) => `${program} on ${host}`))];
  throw new AppError(
    "conflict",
    `The installation is in use: ${names.join(", ")}. Stop the app and all workers (a killed one ` +
      "counts for 15 seconds), then restore again. Nothing was changed.",
  );
}

async function summarize(
  { archives }: Pick<CheckBackupPorts, "archives">,
  file: string,
  { head, manifest }: ReadBackup,
): Promise<BackupSummary> {
  return {
    file,
    bytes: await archives.size(file),
    createdAt: head.createdAt,
    tables: manifest.tables.length,
    rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
    keys: head.keys,
    migration: head.migrations.at(-1)?.name ?? "",
  };
}

function canOpen({ open }: Pick<SecretBox, "open">, cipher: string): boolean {
  try {
    return open(cipher) === KEY_CHECK;
  } catch {
    return false;
  }
}
