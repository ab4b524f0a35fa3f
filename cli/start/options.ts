import { resolve } from "node:path";
import { Command } from "commander";
import { OperatorError } from "@/lib/config/operator-error";
import { PROJECT_ROOT } from "@/lib/config/project-root";

export interface StartOptions {
  /** Hot reload instead of a production build. */
  dev: boolean;
  /** Print the output of all services. */
  verbose: boolean;
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
}

const ENVIRONMENT_HELP = `
Environment:
  PORT          port of the app (default: 3000)
  HOST          address to listen on; 0.0.0.0 for other machines too (default: 127.0.0.1)
  DATA_DIR      data folder (default: .data)
  DATABASE_URL  your own PostgreSQL, instead of the embedded one
  REDIS_URL     a Redis server for the job queue

Example: PORT=3001 npm start`;

/**
 * Options from the command line and the environment; PORT=0 picks a free port.
 * @throws CommanderError for an unknown argument, and after printing the help
 * @throws OperatorError for an invalid variable
 */
export function readOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions {
  const command = new Command("npm start --")
    .description("Start Microcosm: the app, a worker, the demo model and the database.")
    .option("--dev", "reload the app on changes to its sources (npm run dev)")
    .option("--verbose", "print the output of all services")
    .addHelpText("after", ENVIRONMENT_HELP)
    .exitOverride()
    .showHelpAfterError("Usage: npm start -- --help")
    .parse(args, { from: "user" });
  const { dev = false, verbose = false } = command.opts<{ dev?: true; verbose?: true }>();
  const text = environment.PORT || "3000";
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw invalid(
      `PORT is "${text}", which is not a valid port.`,
      "choose a number from 1024 to 65535: PORT=3001 npm start.",
    );
  return {
    dev,
    verbose: dev || verbose,
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
