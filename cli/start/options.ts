import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { OperatorError } from "@/lib/config/operator-error";

export const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface StartOptions {
  /** Hot reload for working on the app, instead of a production build. */
  dev: boolean;
  /** Echo what the services print. */
  verbose: boolean;
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
}

export const USAGE = `npm start [-- --verbose]     npm run dev

  PORT=3001 npm start            another port (default 3000)
  HOST=0.0.0.0 npm start         listen beyond this machine (default 127.0.0.1)
  DATA_DIR=/path npm start       another data folder (default .data)
  DATABASE_URL=... npm start     a PostgreSQL of your own
  REDIS_URL=... npm start        a Redis for the queue`;

/** Options from the command line and the environment; PORT=0 picks a free port. */
export function readOptions(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions {
  const unknown = words.find((word) => !["--dev", "--verbose"].includes(word));
  if (unknown !== undefined)
    throw invalid(`"${unknown}" is not an option of npm start.`, `use one of these:\n${USAGE}`);
  const text = environment.PORT || "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw invalid(
      `PORT is "${text}", which is not a port.`,
      "choose a number from 1024 to 65535: PORT=3001 npm start.",
    );
  const dev = words.includes("--dev");
  return {
    dev,
    verbose: dev || words.includes("--verbose"),
    port,
    host: environment.HOST || "127.0.0.1",
    dataDir: resolve(PROJECT_ROOT, environment.DATA_DIR || ".data"),
    databaseUrl: environment.DATABASE_URL || undefined,
    redisUrl: environment.REDIS_URL || undefined,
  };
}

function invalid(what: string, remedy: string): OperatorError {
  return new OperatorError({ code: "environment-invalid", what, remedy });
}
