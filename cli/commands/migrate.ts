import { prepareDatabase } from "@/lib/container/platform";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";

/** Brings the database that DATABASE_URL names up to date, where no `npm start` does: before the app and the workers of a deployment start. */
export async function migrateCommand(words: readonly string[]): Promise<ExitCode> {
  if (words.length > 0)
    throw new CommandError(EXIT.usage, [
      "migrate takes no words: it reads DATABASE_URL and REDIS_URL.",
    ]);
  const { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl } = process.env;
  if (!databaseUrl)
    throw new CommandError(EXIT.usage, [
      "DATABASE_URL is not set.",
      "Without it, npm start looks after a database of its own, migrations included.",
    ]);
  const { version, applied } = await prepareDatabase(databaseUrl, redisUrl || undefined);
  console.log(JSON.stringify({ postgresql: version, applied }));
  return EXIT.ok;
}
