import { Redis } from "ioredis";
import { OperatorError } from "@/lib/config/operator-error";

const TIMEOUT_MS = 5_000;

/**
 * Checks the server that REDIS_URL names.
 * @throws OperatorError database-unreachable, without the password
 */
export async function checkRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason = "";
  redis.on("error", (error: Error) => (reason ||= error.message));
  try {
    await redis.connect();
    await redis.ping();
  } catch (cause) {
    const { host, port } = redis.options;
    reason ||= cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError({
      code: "database-unreachable",
      what: `The Redis server of REDIS_URL cannot be used: ${reason}.`,
      where: `${host}:${port}`,
      remedy:
        "correct REDIS_URL or start that server (in protected mode it refuses other " +
        "machines: set a password); without REDIS_URL the queue uses PostgreSQL.",
      cause,
    });
  } finally {
    redis.disconnect();
  }
}
