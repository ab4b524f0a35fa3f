import { createReadStream, createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";

const CHUNK = 1024 * 1024;

/** Durations of the steps of a run in seconds, from its start. */
export type StepTimes = { readonly setup: number; readonly phases: number };

export type CopyReference = {
  readonly rows: number;
  readonly bytes: number;
  readonly seconds: number;
};

/** The benchmark's own connection to the database under test. */
export type BenchDatabase = {
  readonly version: string;
  /** The process that serves this connection. */
  readonly backend: number;
  /** Forces a checkpoint, so that a measurement does not pay for the previous one. */
  settle(): Promise<void>;
  stepTimes(runId: string): Promise<StepTimes>;
  /** Seconds from the start of a run to its last commit. */
  lastSteps(runId: string): Promise<number>;
  /**
   * Times raw COPY of the decisions of a run into an empty table with the same columns and index.
   */
  copyDecisions(runId: string): Promise<CopyReference>;
  close(): Promise<void>;
};

export async function openBenchDatabase(url: string): Promise<BenchDatabase> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ version: string; backend: number }>(
    "SELECT current_setting('server_version') AS version, pg_backend_pid() AS backend",
  );
  const server = rows[0] ?? { version: "unknown", backend: 0 };

  return {
    ...server,
    settle: async () => void (await client.query("CHECKPOINT")),

    async stepTimes(runId) {
      const result = await client.query<StepTimes>(
        `SELECT extract(epoch FROM min(s.committed_at) - r.started_at)::float8 AS setup,
           extract(epoch FROM max(s.committed_at) - min(s.committed_at))::float8 AS phases
         FROM run r JOIN step s ON s.run = r.key WHERE r.id = $1 GROUP BY r.started_at`,
        [runId],
      );
      const times = result.rows[0];
      if (!times) throw new Error(`run ${runId} has no steps`);
      return times;
    },

    async lastSteps(runId) {
      const result = await client.query<{ seconds: number }>(
        "SELECT extract(epoch FROM max(s.committed_at) - r.started_at)::float8 AS seconds " +
          "FROM run r JOIN step s ON s.run = r.key WHERE r.id = $1 GROUP BY r.started_at",
        [runId],
      );
      return result.rows[0]?.seconds ?? 0;
    },

    async copyDecisions(runId) {
      const folder = mkdtempSync(join(tmpdir(), "microcosm-copy-"));
      const file = join(folder, "decisions");
      try {
        const run = await client.query<{ key: number }>("SELECT key FROM run WHERE id = $1", [
          runId,
        ]);
        const rows =
          `SELECT * FROM decision WHERE run = ${Number(run.rows[0]?.key)} ORDER BY ` +
          "version, seq";
        await pipeline(
          client.query(copyTo(`COPY (${rows}) TO STDOUT`)),
          createWriteStream(file, { highWaterMark: CHUNK }),
        );
        await client.query("DROP TABLE IF EXISTS copy_reference");
        await client.query("CREATE TABLE copy_reference (LIKE decision INCLUDING ALL)");
        await client.query("CHECKPOINT");
        const source = createReadStream(file, { highWaterMark: CHUNK });
        const target = client.query(copyFrom("COPY copy_reference FROM STDIN"));
        const startedAt = performance.now();
        await pipeline(source, target);
        const seconds = (performance.now() - startedAt) / 1_000;
        return { rows: target.rowCount, bytes: source.bytesRead, seconds };
      } finally {
        rmSync(folder, { recursive: true, force: true });
        await client.query("DROP TABLE IF EXISTS copy_reference");
      }
    },

    close: () => client.end(),
  };
}
