import type { z } from "zod";
import {
  BACKUP_VERSION,
  backupHead,
  backupManifest,
  type BackupHead,
  type BackupManifest,
} from "@/lib/contracts/backup";
import { AppError } from "@/lib/contracts/errors";
import { countRows, HEAD_NAME, MANIFEST_NAME, tableOfPart } from "./format";
import type { ArchiveFiles, RunningHash } from "./ports";

type ReadPorts = {
  readonly archives: Pick<ArchiveFiles, "read">;
  readonly newHash: () => RunningHash;
};

/** What is done with the contents while they are read. */
export type BackupVisitor = {
  onHead?(head: BackupHead): void | Promise<void>;
  /** The next rows of a table; the parts of a table come together and in order. */
  onRows?(table: string, rows: Uint8Array): Promise<void>;
};

export type ReadBackup = { readonly head: BackupHead; readonly manifest: BackupManifest };

const damaged = (file: string, reason: string): AppError =>
  new AppError(
    "invalid",
    `The backup ${file} cannot be used: ${reason}. Nothing was changed. Use another copy of it.`,
  );

/**
 * Reads a backup to its end and checks it: complete, and every table as its manifest says.
 * @throws AppError invalid, with the reason
 */
export async function readBackup(
  { archives, newHash }: ReadPorts,
  file: string,
  visitor: BackupVisitor = {},
): Promise<ReadBackup> {
  let head: BackupHead | undefined;
  let headHash = "";
  let manifest: BackupManifest | undefined;
  const tables = new Map<string, { rows: number; bytes: number; hash: RunningHash }>();
  for await (const { name, data } of archives.read(file)) {
    if (manifest !== undefined) throw damaged(file, "something follows its manifest");
    if (head === undefined) {
      if (name !== HEAD_NAME) throw damaged(file, "it was not made by `microcosm backup`");
      head = parseHead(file, data);
      headHash = hashOf(newHash, data);
      await visitor.onHead?.(head);
      continue;
    }
    if (name === MANIFEST_NAME) {
      manifest = parseJson(file, name, data, backupManifest);
      continue;
    }
    const table = tableOfPart(name);
    if (table === null) throw damaged(file, `it has an unknown entry, ${name}`);
    const seen = tables.get(table) ?? { rows: 0, bytes: 0, hash: newHash() };
    tables.set(table, seen);
    seen.rows += countRows(data);
    seen.bytes += data.length;
    seen.hash.update(data);
    await visitor.onRows?.(table, data);
  }
  if (head === undefined) throw damaged(file, "it is empty");
  if (manifest === undefined)
    throw damaged(file, "it ends too early, so it was not completed or not copied to its end");
  if (manifest.head !== headHash) throw damaged(file, "its head was changed");
  for (const { name, rows, bytes, sha256 } of manifest.tables) {
    const seen = tables.get(name) ?? { rows: 0, bytes: 0, hash: newHash() };
    tables.delete(name);
    if (seen.rows !== rows || seen.bytes !== bytes || seen.hash.digest() !== sha256)
      throw damaged(file, `the table ${name} differs from its checksum`);
  }
  for (const name of tables.keys()) throw damaged(file, `it has an unknown table, ${name}`);
  return { head, manifest };
}

function hashOf(newHash: () => RunningHash, bytes: Uint8Array): string {
  const hash = newHash();
  hash.update(bytes);
  return hash.digest();
}

function parseHead(file: string, data: Uint8Array): BackupHead {
  const version: unknown = (decode(data) as { version?: unknown } | null)?.version;
  if (typeof version === "number" && version > BACKUP_VERSION)
    throw damaged(file, "it was made by a newer version of Microcosm; update this one first");
  return parseJson(file, HEAD_NAME, data, backupHead);
}

function decode(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(data));
  } catch {
    return null;
  }
}

function parseJson<Schema extends z.ZodType>(
  file: string,
  name: string,
  data: Uint8Array,
  schema: Schema,
): z.output<Schema> {
  const parsed = schema.safeParse(decode(data));
  if (!parsed.success) throw damaged(file, `its ${name} is not valid`);
  return parsed.data;
}
