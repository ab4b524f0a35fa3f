import {
  BACKUP_VERSION,
  type BackupHead,
  type BackupManifest,
  type BackupSummary,
  type BackupTable,
} from "@/lib/contracts/backup";
import { notFound } from "@/lib/contracts/errors";
import type { Actor } from "@/lib/domain/access";
import { auditEntry } from "@/lib/domain/audit/audit-entry";
import type { SecretBox } from "../endpoints/ports";
import type { Clock } from "../environment/ports";
import { countRows, HEAD_NAME, KEY_CHECK, MANIFEST_NAME, partName, toJson } from "./format";
import type {
  ArchiveFiles,
  ArchiveWriter,
  OnTable,
  RunningHash,
  Snapshot,
  SnapshotSource,
  TableShape,
} from "./ports";

/** Size of the entries that the rows of a table are divided into: what is held in memory. */
const PART_BYTES = 4 * 1024 * 1024;

export type BackUpPorts = {
  readonly snapshots: SnapshotSource;
  readonly archives: ArchiveFiles;
  readonly newHash: () => RunningHash;
  readonly secrets: Pick<SecretBox, "seal">;
  readonly clock: Clock;
  readonly programVersion: string;
};

export type BackUpRequest = {
  readonly file: string;
  readonly withKeys: boolean;
  /** Who asks on which machine, for the audit log. */
  readonly by: string;
  readonly onTable?: OnTable;
};

/**
 * Writes everything in the database, as of one moment, to a compressed file, while runs go on.
 * Left out are sessions, links to set a password, and what processes report on themselves. The
 * file is private to its owner and has its name only when it is complete.
 * @throws AppError notFound for everyone but the command line; conflict when the file exists
 */
export async function backUp(
  ports: BackUpPorts,
  actor: Actor,
  { file, withKeys, by, onTable }: BackUpRequest,
): Promise<BackupSummary> {
  // A file with the data of all projects is written on the server, so only its operator may.
  if (actor.kind !== "system") throw notFound("backup");
  const createdAt = ports.clock.now().toISOString();
  const archive = await ports.archives.create(file);
  try {
    const summary = await ports.snapshots.withSnapshot({ withKeys }, async (snapshot) => {
      const head: BackupHead = {
        format: "microcosm-backup",
        version: BACKUP_VERSION,
        program: ports.programVersion,
        postgresql: snapshot.postgresql,
        createdAt,
        migrations: [...snapshot.migrations],
        keys: withKeys ? "encrypted" : "left out",
        keyCheck: ports.secrets.seal(KEY_CHECK),
      };
      const headBytes = toJson(head);
      await archive.add(HEAD_NAME, headBytes);
      const tables: BackupTable[] = [];
      for (const table of snapshot.tables) {
        const written = await writeTable(ports, { archive, snapshot, table });
        tables.push(written);
        onTable?.(written);
      }
      const headHash = ports.newHash();
      headHash.update(headBytes);
      const manifest: BackupManifest = {
        head: headHash.digest(),
        tables,
        sequences: [...snapshot.sequences],
      };
      await archive.add(MANIFEST_NAME, toJson(manifest));
      return {
        tables: tables.length,
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        keys: head.keys,
        migration: head.migrations.at(-1)?.name ?? "",
      };
    });
    await ports.snapshots.recordBackup(
      auditEntry(actor, "installation.backUp", {
        projectId: null,
        after: { file, by, rows: summary.rows, keys: summary.keys },
      }),
    );
    return { file, bytes: await archive.finish(), createdAt, ...summary };
  } catch (error) {
    await archive.discard();
    throw error;
  }
}

/** Writes the rows of a table as entries of at most a part's size, or little more. */
async function writeTable(
  { newHash }: Pick<BackUpPorts, "newHash">,
  {
    archive,
    snapshot,
    table,
  }: {
    readonly archive: ArchiveWriter;
    readonly snapshot: Snapshot;
    readonly table: TableShape;
  },
): Promise<BackupTable> {
  const hash = newHash();
  let [rows, bytes, parts] = [0, 0, 0];
  let collected: Uint8Array[] = [];
  let collectedBytes = 0;
  const flush = async (): Promise<void> => {
    if (collectedBytes === 0) return;
    parts += 1;
    const part = new Uint8Array(collectedBytes);
    let at = 0;
    for (const chunk of collected) {
      part.set(chunk, at);
      at += chunk.length;
    }
    [collected, collectedBytes] = [[], 0];
    await archive.add(partName(table.name, parts), part);
  };
  for await (const chunk of snapshot.read(table)) {
    hash.update(chunk);
    rows += countRows(chunk);
    bytes += chunk.length;
    collected.push(chunk);
    collectedBytes += chunk.length;
    if (collectedBytes >= PART_BYTES) await flush();
  }
  await flush();
  return { name: table.name, columns: [...table.columns], rows, bytes, sha256: hash.digest() };
}
