import { checkDatabase } from "@/lib/adapters/db/check-database";
import { migrate } from "@/lib/adapters/db/migrate";
import { checkRedis } from "@/lib/adapters/queue/check-redis";
import { prepareQueueTables } from "@/lib/adapters/queue/prepare";

/**
 * Checks the servers, applies missing migrations and creates the tables of the queue where it does
 * not use Redis. Several processes may call it at once.
 * @throws OperatorError when a server cannot be used
 */
export async function prepareDatabase(
  databaseUrl: string,
  redisUrl: string | undefined,
): Promise<{ readonly version: string; readonly applied: readonly string[] }> {
  const version = await checkDatabase(databaseUrl);
  if (redisUrl) await checkRedis(redisUrl);
  const applied = await migrate(databaseUrl);
  if (!redisUrl) await prepareQueueTables(databaseUrl);
  return { version, applied };
}
