import { resolve } from "node:path";
import type { Instance } from "./instance";
import { readOrCreateSecrets } from "./secrets";

/**
 * Returns the variables that `env()` reads, for processes that join this data folder's program:
 * children of the supervisor, or the command line after `findInstance`. AUTH_SECRET and
 * ENCRYPTION_KEY of the caller override the stored ones.
 */
export function environmentOf(
  dataDir: string,
  instance: Omit<Instance, "pid" | "identity" | "startedAt">,
): Record<string, string> {
  const { authSecret, encryptionKey } = readOrCreateSecrets(dataDir);
  const variables = {
    DATABASE_URL: instance.databaseUrl,
    REDIS_URL: instance.redisUrl,
    DEMO_MODEL_URL: instance.demoModelUrl,
    APP_URL: instance.appUrl,
    AUTH_SECRET: process.env.AUTH_SECRET || authSecret,
    ENCRYPTION_KEY: process.env.ENCRYPTION_KEY || encryptionKey,
    DATA_DIR: resolve(dataDir),
  };
  return Object.fromEntries(
    Object.entries(variables).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
