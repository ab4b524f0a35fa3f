// Global setup of the integration tests: one PostgreSQL with a migrated database that tests copy.
import pg from "pg";
import { migrate } from "@/lib/adapters/db/migrate";
import { startTemporaryPostgres } from "@/lib/adapters/db/temporary-postgres";
import {
  TEMPLATE_DATABASE,
  TEST_SERVER_VARIABLE,
  withDatabase,
} from "@/lib/adapters/db/test-database";
import { prepareQueueTables } from "@/lib/adapters/queue/prepare";

export default async function setup(): Promise<() => Promise<void>> {
  const server = await startTemporaryPostgres();
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`CREATE DATABASE "${TEMPLATE_DATABASE}"`);
  await client.end();
  const template = withDatabase(server.url, TEMPLATE_DATABASE);
  await migrate(template);
  await prepareQueueTables(template);
  process.env[TEST_SERVER_VARIABLE] = server.url;
  return server.discard;
}
