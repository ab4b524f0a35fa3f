import { runMigrations } from "bullmq";
import pg from "pg";

/**
 * Jobs are inserted and deleted at a high rate: the default thresholds let the table bloat and its
 * statistics age.
 */
const VACUUM_OFTEN =
  "ALTER TABLE bullmq.job SET (autovacuum_vacuum_scale_factor = 0.02, " +
  "autovacuum_analyze_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0)";

/**
 * Creates or upgrades the queue's tables (schema `bullmq`) in this database. Safe to call at every
 * start.
 */
export async function prepareQueueTables(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    await runMigrations(client);
    const { rowCount } = await client.query(
      "SELECT 1 FROM pg_class WHERE oid = 'bullmq.job'::regclass AND reloptions::text LIKE " +
        "'%autovacuum_vacuum_cost_delay%'",
    );
    if (rowCount === 0) await client.query(VACUUM_OFTEN);
  } finally {
    await client.end();
  }
}
