import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RunDetail, RunProgress } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";
import { isSettled } from "@/lib/domain/run";
import { parseScenario, readParameterText, type ParameterValues } from "@/lib/domain/scenario";
import type { Services } from "@/lib/container";
import { RUN_FILES } from "@/lib/contracts/files";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { openProgram } from "./program";
import { ProgressLine } from "./progress-line";
import { readRunOptions, type RunOptions } from "./run-options";
import { problemLines, scenarioDocument } from "./scenario-argument";

/** `run SCENARIO …`: runs it to the end, writes its files, prints one line of JSON. */
export async function runCommand(words: string[]): Promise<ExitCode> {
  const options = readRunOptions(words, process.env);
  const document = scenarioDocument(options.scenario);
  const problems = problemLines(document);
  if (problems.length > 0) throw new CommandError(EXIT.invalid, problems);
  const parameters = readParameters(document, options.parameters);

  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const program = await openProgram(process.env, { needsDemoModel: options.endpoint === undefined });
  try {
    const { services } = program.container;
    const runId = await start(services, document, parameters, options);
    const progress = await follow(services, runId, interrupt.signal);
    const run = await services.getRun(SYSTEM, runId);
    if (options.out !== undefined) await writeFiles(services, runId, options.out);
    console.log(JSON.stringify(summaryOf(run)));
    if (progress.statusReason !== null) console.error(`${progress.status}: ${progress.statusReason}`);
    return interrupt.signal.aborted ? EXIT.interrupted : exitCodeOf(run);
  } finally {
    await program.stop();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

function readParameters(document: unknown, texts: Readonly<Record<string, string>>): ParameterValues {
  const parsed = parseScenario(document);
  if (!parsed.ok) return {};
  const values: Record<string, number | string | boolean> = {};
  for (const [name, text] of Object.entries(texts)) {
    const parameter = parsed.scenario.parameters[name];
    // An unknown name goes on as it is: the check of the parameters names it and the nearest one.
    values[name] = parameter === undefined ? text : valueOf(name, readParameterText(parameter, text));
  }
  return values;
}

function valueOf(name: string, read: ReturnType<typeof readParameterText>): number | string | boolean {
  if (!read.ok) throw new CommandError(EXIT.invalid, [`/parameters/${name}: ${read.message}`]);
  return read.value;
}

async function start(services: Services, document: unknown, parameters: ParameterValues, options: RunOptions): Promise<string> {
  const { rounds, seed, endpoint } = options;
  const stored = endpoint && (await services.ensureEndpoint({ ...endpoint, name: `${endpoint.model} (command line)` }));
  const { runIds } = await services.startStudy(SYSTEM, {
    document, parameters, replicates: 1,
    ...(rounds !== undefined && { rounds }),
    ...(seed !== undefined && { seed }),
    ...(stored && { endpointId: stored.id }),
  });
  const [runId] = runIds;
  if (runId === undefined) throw new Error("the study has no run");
  return runId;
}

/** Shows the progress until the run settles; an interruption pauses the run. */
async function follow(services: Services, runId: string, interrupt: AbortSignal): Promise<RunProgress> {
  const line = new ProgressLine();
  const stop = new AbortController();
  const pause = (): void => {
    services.commandRun(SYSTEM, runId, "pause").catch(() => undefined);
  };
  interrupt.addEventListener("abort", pause, { once: true });
  if (interrupt.aborted) pause();
  try {
    for await (const { progress } of services.watchRun(SYSTEM, runId, stop.signal)) {
      line.show(progress);
      if (isSettled(progress.status)) return progress;
    }
    throw new Error("the run is no longer being watched");
  } finally {
    stop.abort();
    line.end();
  }
}

async function writeFiles(services: Services, runId: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const file of RUN_FILES) {
    const { content } = await services.exportRun(SYSTEM, runId, file);
    await pipeline(Readable.from(content), createWriteStream(join(folder, file)));
  }
}

const summaryOf = ({ id, progress, seed, model }: RunDetail) => {
  const seconds = Math.round(progress.activeMs) / 1_000;
  const { status, digest, decisions, invalid, rejected, promptTokens, completionTokens } = progress;
  return { runId: id, status, digest, decisions, invalid, rejected, seconds, decisionsPerSecond: Math.round(progress.decisionsPerSecond * 10) / 10, seed, model, promptTokens, completionTokens };
};

function exitCodeOf({ progress }: RunDetail): ExitCode {
  if (progress.status === "completed") return EXIT.ok;
  return progress.status === "paused" ? EXIT.paused : EXIT.failed;
}
