import { join } from "node:path";
import type { Services } from "@/lib/container";
import type { RunDetail, RunProgress } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";
import { isSettled } from "@/lib/domain/run";
import { describeNullValues } from "@/lib/domain/decision";
import { describeLargestReason, hasManyInvalid } from "@/lib/domain/answers";
import { EXIT, CommandError, type ExitCode } from "../exit-codes";
import { listenForStopSignals } from "../start/stop-signals";
import { withServices } from "./instance";
import {
  describeWriteError,
  inWritingOrder,
  prepareOutputFolder,
  writeOutputFile,
} from "./output-folder";
import { ProgressBar, formatProgress } from "./progress-bar";
import { summarizeRun } from "./summarize-run";

/**
 * Longest time in which an interrupted run may come to rest, before its summary is printed as it
 * is: schedulers kill half a minute after they asked to stop.
 */
const PAUSE_LIMIT_MS = 12_000;

type FollowOptions = {
  readonly requirements: { readonly demoModel: boolean };
  /** Folder for the files of the run. */
  readonly out: string | undefined;
  /** The run whose files may be in that folder already: the one that is resumed. */
  readonly resumed?: string;
  /** Starts or resumes a run; what it passes to `waitAtEnd` is awaited after the run. */
  readonly begin: (services: Services, waitAtEnd: (work: Promise<void>) => void) => Promise<string>;
};

/**
 * Starts or resumes a run, shows its progress to the end, prints one line of JSON and writes its
 * files. The line comes whatever happens once the run exists: it is printed before anything else
 * that can fail or take long. A request to stop pauses the run; a second one ends at once.
 */
export async function followRun({
  requirements,
  out,
  resumed,
  begin,
}: FollowOptions): Promise<ExitCode> {
  if (out !== undefined) prepareOutputFolder(out, resumed);
  const signals = listenForStopSignals();
  const line = new SummaryLine();
  // From the beginning: starting the services can take long, too.
  signals.force.addEventListener("abort", () => {
    line.print();
    process.exit(EXIT.interrupted);
  });
  try {
    return await withServices({ ...requirements, worker: true }, async (services) => {
      const pending: Promise<unknown>[] = [];
      const runId = await begin(services, (work) => pending.push(work.catch(() => undefined)));
      console.error(`run ${runId}`);
      const run = await watchAndSummarize(services, runId, { line, stop: signals.stop });
      const isWritten = out === undefined || (await tryToWriteRunFiles(services, runId, out));
      await warnOfFaults(services, run);
      const isInterrupted = signals.stop.aborted;
      if (!isInterrupted) await Promise.all(pending);
      if (isInterrupted) return EXIT.interrupted;
      return run.progress.status === "completed" && !isWritten
        ? EXIT.notWritten
        : exitCodeFor(run.progress);
    });
  } finally {
    signals.release();
  }
}

async function warnOfFaults(services: Services, { id, progress }: RunDetail): Promise<void> {
  const { decisions, invalid } = progress;
  const { reasons, nullValues } = await services.countFaults(SYSTEM, id);
  if (hasManyInvalid(progress)) {
    const percent = Math.round((invalid / decisions) * 1_000) / 10;
    console.error(
      `warning: ${percent}% of ${decisions} decisions have no valid answer. ` +
        (describeLargestReason(reasons) ?? ""),
    );
  }
  if (nullValues.prompts > 0)
    console.error(
      `warning: ${describeNullValues(nullValues, { total: decisions, noun: "decisions" })}`,
    );
}

/** The line of JSON about the latest known state of a run; printed once. */
class SummaryLine {
  private run: RunDetail | undefined;
  private isPrinted = false;

  update(run: RunDetail): void {
    this.run = run;
  }

  /** Prints the line, unless there is no run yet. */
  print(): void {
    if (this.run === undefined || this.isPrinted) return;
    this.isPrinted = true;
    console.log(JSON.stringify(summarizeRun(this.run)));
  }
}

/** Watches a run until it settles, and prints its line even if watching fails. */
async function watchAndSummarize(
  services: Services,
  runId: string,
  { line, stop }: { readonly line: SummaryLine; readonly stop: AbortSignal },
): Promise<RunDetail> {
  const started = await services.getRun(SYSTEM, runId);
  line.update(started);
  try {
    await watchUntilSettled(services, runId, stop, (progress) =>
      line.update({ ...started, progress }),
    );
    // Forks and resumed runs know more at the end than at the beginning.
    const run = await services.getRun(SYSTEM, runId);
    line.update(run);
    const { status, statusReason } = run.progress;
    if (statusReason !== null) console.error(`${status}: ${statusReason}`);
    return run;
  } finally {
    line.print();
  }
}

/** Shows the progress until the run settles; an interruption pauses it. */
async function watchUntilSettled(
  services: Services,
  runId: string,
  interrupt: AbortSignal,
  onProgress: (progress: RunProgress) => void,
): Promise<void> {
  const bar = new ProgressBar();
  const stop = new AbortController();
  let limit: ReturnType<typeof setTimeout> | undefined;
  const pause = (): void => {
    limit = setTimeout(() => stop.abort(), PAUSE_LIMIT_MS);
    services.commandRun(SYSTEM, runId, "pause").catch(() => undefined);
  };
  interrupt.addEventListener("abort", pause, { once: true });
  if (interrupt.aborted) pause();
  try {
    for await (const { progress } of await services.watchRun(SYSTEM, runId, stop.signal)) {
      onProgress(progress);
      bar.show(progress.share, () => formatProgress(progress));
      if (isSettled(progress.status) && !(isWaitingForEndpoint(progress) && !interrupt.aborted))
        return;
    }
    if (!interrupt.aborted) throw new Error("the run is no longer being watched");
  } finally {
    clearTimeout(limit);
    stop.abort();
    bar.end();
  }
}

/**
 * Whether a paused run is worth waiting for: an endpoint that has answered before may come back;
 * one that never did may have a wrong address.
 */
const isWaitingForEndpoint = ({ resumeAt, decisions }: RunProgress): boolean =>
  resumeAt !== null && decisions > 0;

/**
 * Writes every file of a run into a folder.
 * @throws CommandError if the folder has files of another run or cannot be written
 */
export async function writeRunFiles(
  services: Services,
  runId: string,
  folder: string,
): Promise<void> {
  prepareOutputFolder(folder, runId);
  const { files } = await services.getRun(SYSTEM, runId);
  for (const name of inWritingOrder(files.map((file) => file.name))) {
    const { content } = await services.exportRun(SYSTEM, runId, name);
    await writeOutputFile(join(folder, name), content);
  }
}

/** Writes the files of a run; says why and how to repeat it if that fails. */
async function tryToWriteRunFiles(
  services: Services,
  runId: string,
  folder: string,
): Promise<boolean> {
  try {
    await writeRunFiles(services, runId, folder);
    return true;
  } catch (error) {
    const reason = error instanceof CommandError ? error.message : describeWriteError(error);
    console.error(`The files of the run could not be written: ${reason}`);
    console.error(`The run itself is stored: microcosm export ${runId} --out FOLDER`);
    return false;
  }
}

function exitCodeFor(progress: RunProgress): ExitCode {
  if (progress.status === "completed") return hasManyInvalid(progress) ? EXIT.manyInvalid : EXIT.ok;
  return progress.status === "paused" ? EXIT.paused : EXIT.failed;
}
