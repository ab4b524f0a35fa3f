import { writeAudit } from "./audit-store";
import { randomUUID } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import { datasetColumn } from "@/lib/contracts/datasets";
import { AppError } from "@/lib/contracts/errors";
import type { DatasetChunk, DatasetStore, StoredDataset } from "@/lib/services/datasets/ports";
import { type Database, inTransaction } from "./database";
import { VISIBLE_IN_PROJECT } from "./visible";
import type { Dataset } from "./generated/client";

/**
 * Concurrent uploads stored by one process: each holds a connection for as long as its sender
 * takes.
 */
const MAX_CONCURRENT_UPLOADS = 3;

/** Chunks read at a time. */
const CHUNKS_PER_QUERY = 20;

const columnList = z.array(datasetColumn);

const toStored = ({
  id,
  projectId,
  name,
  fileName,
  columns,
  rows,
  emptyRows,
  bytes,
  createdAt,
  archivedAt,
  deletedAt,
}: Dataset): StoredDataset => ({
  id,
  projectId,
  name,
  fileName,
  columns: columnList.parse(columns),
  rows,
  emptyRows,
  bytes,
  createdAt,
  archived: archivedAt !== null || deletedAt !== null,
});

/** Uploaded tables: rows in chunks of JSON, written and read in bulk. */
export function datasetStore({ prisma, pool }: Database): DatasetStore {
  let uploads = 0;

  const stored = async (id: string): Promise<StoredDataset | null> => {
    const row = await prisma.dataset.findUnique({ where: { id } });
    return row && toStored(row);
  };

  const chunks = async function* (id: string): AsyncGenerator<DatasetChunk> {
    for (let from = 0; ; from += CHUNKS_PER_QUERY) {
      const { rows } = await pool.query<{ rows: DatasetChunk }>(
        `SELECT rows FROM dataset_chunk WHERE dataset_id = $1 AND seq >= $2 AND seq < $3
          ORDER BY seq`,
        [id, from, from + CHUNKS_PER_QUERY],
      );
      for (const chunk of rows) yield chunk.rows;
      if (rows.length < CHUNKS_PER_QUERY) return;
    }
  };

  return {
    async create(dataset, audit, read) {
      if (uploads >= MAX_CONCURRENT_UPLOADS)
        throw new AppError(
          "tooMany",
          "Several tables are being uploaded already. Wait until one of them is stored, " +
            "then try again.",
        );
      uploads += 1;
      const id = randomUUID();
      try {
        return await inTransaction(pool, async (client) => {
          const { projectId, name, fileName, createdById } = dataset;
          await client.query(
            `INSERT INTO dataset (id, project_id, name, file_name, columns, rows, bytes,
              created_by_id) VALUES ($1, $2, $3, $4, '[]', 0, 0, $5)`,
            [id, projectId, name, fileName, createdById],
          );
          let seq = 0;
          const content = await read(async (chunk) => {
            await client.query(
              "INSERT INTO dataset_chunk (dataset_id, seq, rows) VALUES ($1, $2, $3)",
              [id, seq, JSON.stringify(chunk)],
            );
            seq += 1;
          });
          const { columns, rows, emptyRows, bytes } = content;
          const { rows: updated } = await client.query<{ createdAt: Date }>(
            `UPDATE dataset SET columns = $2, rows = $3, empty_rows = $4, bytes = $5 WHERE id = $1
              RETURNING created_at AS "createdAt"`,
            [id, JSON.stringify(columns), rows, emptyRows, bytes],
          );
          const replaced = await replaceEarlier(client, { id, projectId, name });
          await writeAudit(client, audit(content, replaced), id);
          return {
            id,
            projectId,
            name,
            fileName,
            ...content,
            createdAt: updated[0]?.createdAt ?? new Date(),
            archived: false,
          };
        });
      } finally {
        uploads -= 1;
      }
    },
    listForProject: async (projectId) =>
      (
        await prisma.dataset.findMany({
          where: { projectId, archivedAt: null, ...VISIBLE_IN_PROJECT },
          orderBy: { name: "asc" },
        })
      ).map(toStored),
    get: stored,
    async table({ id, columns }, wanted) {
      const positions = columns.flatMap(({ name }, position) =>
        wanted.has(name) ? [position] : [],
      );
      const rows: string[][] = [];
      // Most columns have few distinct values; each is kept in memory once.
      const known = new Map<string, string>();
      const intern = (cell: string): string => {
        const same = known.get(cell);
        if (same !== undefined) return same;
        if (known.size < MAX_INTERNED) known.set(cell, cell);
        return cell;
      };
      for await (const chunk of chunks(id))
        for (const cells of chunk)
          rows.push(positions.map((position) => intern(cells[position] ?? "")));
      return { columns: positions.map((position) => columns[position]?.name ?? ""), rows };
    },
    async firstRows(id, count) {
      for await (const chunk of chunks(id)) return chunk.slice(0, count);
      return [];
    },
  };
}

const MAX_INTERNED = 200_000;

/**
 * Archives the earlier dataset of this name, and returns its id. Concurrent uploads of one name
 * wait for each other here, so that exactly one stays.
 */
async function replaceEarlier(
  client: pg.PoolClient,
  {
    id,
    projectId,
    name,
  }: {
    readonly id: string;
    readonly projectId: string;
    readonly name: string;
  },
): Promise<string | undefined> {
  await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `dataset ${projectId} ${name}`,
  ]);
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM dataset WHERE project_id = $1 AND name = $2
       AND archived_at IS NULL AND deleted_at IS NULL AND id <> $3`,
    [projectId, name, id],
  );
  await retireDatasets(
    client,
    rows.map((row) => row.id),
  );
  return rows[0]?.id;
}

/** Datasets of runs are kept, so that the runs can be replayed; all others are deleted. */
async function retireDatasets(client: pg.PoolClient, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await client.query(
    `DELETE FROM dataset WHERE id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT 1 FROM run, jsonb_each_text(run.datasets) AS pinned
         WHERE pinned.value = dataset.id::text)`,
    [ids],
  );
  await client.query(
    "UPDATE dataset SET archived_at = now() WHERE id = ANY($1::uuid[]) AND archived_at IS NULL",
    [ids],
  );
}
