import type pg from "pg";
import type { TableShape } from "@/lib/services/backup/ports";
import { createdTables } from "./migrations";

/**
 * Tables whose rows belong to the moment: sessions and links, which a restore ends; what processes
 * report on themselves, hold and log.
 */
const TRANSIENT: ReadonlySet<string> = new Set([
  "session",
  "verification",
  "password_link",
  "process_status",
  "budget_hold",
  "log_entry",
]);

/** Columns of tokens that other servers issued, which the next sign-in replaces. */
const TOKEN_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  account: ["access_token", "refresh_token", "id_token"],
};

/** Columns of the API keys of endpoints. */
const KEY_COLUMNS: Readonly<Record<string, readonly string[]>> = { endpoint: ["key_cipher"] };

const SELECT_TABLES = `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS
    columns
  FROM pg_class c JOIN pg_attribute a
    ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
  GROUP BY c.relname ORDER BY c.relname`;

const SELECT_REFERENCES = `SELECT source.relname AS source, target.relname AS target
  FROM pg_constraint k JOIN pg_class source ON source.oid = k.conrelid
    JOIN pg_class target ON target.oid = k.confrelid
  WHERE k.contype = 'f' AND source.relnamespace = current_schema()::regnamespace
    AND target.oid <> source.oid`;

/**
 * The tables of the program in the current schema, which may have others of the laboratory too: the
 * tables that its migrations create.
 */
async function listProgramTables(client: pg.Client, migrations: string): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape>(SELECT_TABLES);
  const own = createdTables(migrations);
  return rows.filter(({ name }) => own.has(name));
}

/** What a backup reads, in an order in which it can be loaded: after what it refers to. */
export async function listBackupTables(
  client: pg.Client,
  {
    withKeys,
    migrations,
  }: {
    readonly withKeys: boolean;
    /** The folder of the migrations of the program. */
    readonly migrations: string;
  },
): Promise<TableShape[]> {
  const tables = (await listProgramTables(client, migrations)).filter(
    ({ name }) => !TRANSIENT.has(name),
  );
  const { rows } = await client.query<{ source: string; target: string }>(SELECT_REFERENCES);
  return orderByReferences(tables, rows).map(({ name, columns }) => {
    const leftOut = [
      ...(TOKEN_COLUMNS[name] ?? []),
      ...(withKeys ? [] : (KEY_COLUMNS[name] ?? [])),
    ];
    return { name, columns: columns.filter((column) => !leftOut.includes(column)) };
  });
}

function orderByReferences(
  tables: readonly TableShape[],
  references: readonly { readonly source: string; readonly target: string }[],
): TableShape[] {
  const ordered: TableShape[] = [];
  let left = tables;
  while (left.length > 0) {
    const names = new Set(left.map(({ name }) => name));
    const isBlocked = (name: string): boolean =>
      references.some(({ source, target }) => source === name && names.has(target));
    const free = left.filter(({ name }) => !isBlocked(name));
    if (free.length === 0) throw new Error(`tables refer to each other: ${[...names].join(", ")}`);
    ordered.push(...free);
    left = left.filter((table) => !free.includes(table));
  }
  return ordered;
}

/** A name in SQL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
