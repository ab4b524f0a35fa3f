import pg from "pg";

/** Repeats the rows of a run of one round for further rounds. Returns the version of PostgreSQL. */
export async function multiplyRows(
  databaseUrl: string,
  runId: string,
  rounds: number,
): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const {
      rows: [run],
    } = await client.query<{ key: number }>("SELECT key FROM run WHERE id = $1", [runId]);
    for (const [table, round] of [
      ["decision", "round"],
      ["row_version", "round"],
    ] as const) {
      const { rows: columns } = await client.query<{ name: string }>(
        "SELECT column_name AS name FROM information_schema.columns WHERE table_schema = " +
          "'public' AND table_name = $1 ORDER BY ordinal_position",
        [table],
      );
      const names = columns.map(({ name }) => pg.escapeIdentifier(name)).join(", ");
      const values = columns
        .map(({ name }) =>
          name === "version"
            ? "version + 1000 * again"
            : name === round
              ? `${round} + again`
              : pg.escapeIdentifier(name),
        )
        .join(", ");
      await client.query(
        `INSERT INTO ${table} (${names}) SELECT ${values} FROM ${table}, generate_series(1, ` +
          "$2::int) AS again WHERE run = $1 AND round = 1",
        [run?.key, rounds - 1],
      );
    }
    await client.query("UPDATE run SET rounds = $2, round = $2 WHERE key = $1", [run?.key, rounds]);
    await client.query("VACUUM ANALYZE decision, row_version");
    const {
      rows: [server],
    } = await client.query<{ version: string }>(
      "SELECT current_setting('server_version') AS version",
    );
    return server?.version ?? "unknown";
  } finally {
    await client.end();
  }
}
