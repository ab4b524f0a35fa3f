// npm start and npm run dev: one supervisor for the database, the demo model, a worker and the app.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommanderError } from "commander";
import { z } from "zod";
import { errorLines } from "@/lib/config/operator-error";
import { BoundedLog } from "./start/bounded-log";
import { build, generateClient } from "./start/build";
import { needsBuild } from "./start/build-stamp";
import { PROJECT_ROOT } from "@/lib/config/project-root";
import { readOptions, type StartOptions } from "./start/options";
import { describeServices } from "./start/services";
import { watchWorkerSources } from "./start/source-watch";
import { StatusScreen } from "./start/status-screen";
import { listenForStopSignals } from "./start/stop-signals";
import { Supervisor } from "./start/supervisor";

const BUILD_LABEL = "Build";

function readVersion(): string {
  return z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"))).version;
}

/**
 * Builds what is missing. The screen shows the elapsed time; the output of the tools goes to a log.
 */
async function buildIfNeeded({
  options,
  screen,
  signal,
  logs,
}: {
  readonly options: StartOptions;
  readonly screen: StatusScreen;
  readonly signal: AbortSignal;
  readonly logs: string;
}): Promise<void> {
  const log = new BoundedLog(join(logs, "build.log"));
  const tools = { onOutput: (text: string) => log.write(text), logFile: log.path, signal };
  try {
    if (options.dev || !needsBuild(PROJECT_ROOT)) return await generateClient(tools);
    const startedAt = performance.now();
    const seconds = (): string => `${Math.round((performance.now() - startedAt) / 1000)} s`;
    screen.set(BUILD_LABEL, "wait", "building the app, about a minute the first time");
    const ticker = setInterval(
      () =>
        screen.progress(
          BUILD_LABEL,
          `building the app, about a minute the first time: ${seconds()}`,
        ),
      1_000,
    );
    try {
      await build(tools);
      screen.set(BUILD_LABEL, "ok", `built in ${seconds()}`);
    } finally {
      clearInterval(ticker);
    }
  } finally {
    log.close();
  }
}

async function main(): Promise<number> {
  // A terminal that has closed must not interrupt the shutdown.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  process.chdir(PROJECT_ROOT);
  const signals = listenForStopSignals();
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    const screen = new StatusScreen(process.stdout, process.stdout.isTTY && !options.verbose);
    screen.header(`Microcosm ${readVersion()}`);
    await new Supervisor({
      options,
      screen,
      signals,
      services: describeServices,
      prepare: (signal, logs) => buildIfNeeded({ options, screen, signal, logs }),
      ...(options.dev ? { onReady: (restart) => watchWorkerSources(() => restart("worker")) } : {}),
      echo: options.verbose
        ? (name, text) => void process.stderr.write(text.replace(/^(?=.)/gm, `[${name}] `))
        : undefined,
    }).run();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    console.error(
      `\n${errorLines(error)
        .map((line) => `  ${line}`)
        .join("\n")}\n`,
    );
    return 1;
  }
}

process.exit(await main());
