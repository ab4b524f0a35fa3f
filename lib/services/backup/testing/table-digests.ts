import pg from "pg";

/**
 * Rows and a digest of the contents of every table, whatever the order of the rows. Without the
 * bookkeeping of migrations, which names the time of their application.
 */
export type TableDigests = Record<string, string>;

/** Reads them on a connection of its own. */
export async function tableDigests(url: string): Promise<TableDigests> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT tablename AS name FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY tablename`,
    );
    const digests: TableDigests = {};
    for (const { name } of rows) {
      const table = await client.query<{ digest: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '')
          AS digest FROM "${name}" t`,
      );
      digests[name] = table.rows[0]?.digest ?? "";
    }
    return digests;
  } finally {
    await client.end();
  }
}

/** The names of the tables in which two databases differ. */
export const differences = (a: TableDigests, b: TableDigests): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort();
