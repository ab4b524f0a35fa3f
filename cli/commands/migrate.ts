import { prepareDatabase } from "@/lib/container/platform";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";

/**
 * `migrate`: updates the database of DATABASE_URL before the app and the workers of a deployment
 * start; `npm start` does so by itself. One line of JSON.
 */
export async function migrateCommand(): Promise<ExitCode> {
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
  if (!databaseUrl)
    throw new CommandError(EXIT.usage, [
      "DATABASE_URL is not set.",
      "Set it to the database of the deployment. npm start migrates its own database by itself.",
    ]);
  const { version, applied } = await prepareDatabase(databaseUrl, redisUrl || undefined);
  console.log(JSON.stringify({ postgresql: version, applied }));
  return EXIT.ok;
}
