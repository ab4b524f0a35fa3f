import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Services } from "@/lib/container";
import type { RunDetail, RunProgress } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";
import { isSettled } from "@/lib/domain/run";
import { EXIT, type ExitCode } from "../exit-codes";
import { withServices } from "./instance";
import { ProgressBar, formatProgress } from "./progress-bar";

type FollowOptions = {
  readonly requirements: { readonly demoModel: boolean };
  /** Folder for the files of the run. */
  readonly out: string | undefined;
  /** Starts or resumes a run; what it passes to `waitAtEnd` is awaited after the run. */
  readonly begin: (services: Services, waitAtEnd: (work: Promise<void>) => void) => Promise<string>;
};

/**
 * Starts or resumes a run, shows its progress to the end, writes its files and prints one line of
 * JSON. An interruption pauses the run.
 */
export async function followRun({ requirements, out, begin }: FollowOptions): Promise<ExitCode> {
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  try {
    return await withServices({ ...requirements, worker: true }, async (services) => {
      const pending: Promise<void>[] = [];
      const runId = await begin(services, (work) => pending.push(work));
      const progress = await watchUntilSettled(services, runId, interrupt.signal);
      const run = await services.getRun(SYSTEM, runId);
      if (out !== undefined) await writeRunFiles(services, runId, out);
      await Promise.all(pending);
      console.log(JSON.stringify(summarizeRun(run)));
      if (progress.statusReason !== null)
        console.error(`${progress.status}: ${progress.statusReason}`);
      return interrupt.signal.aborted ? EXIT.interrupted : exitCodeFor(run);
    });
  } finally {
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

/** Shows the progress until the run settles; an interruption pauses the run. */
async function watchUntilSettled(
  services: Services,
  runId: string,
  interrupt: AbortSignal,
): Promise<RunProgress> {
  const bar = new ProgressBar();
  const stop = new AbortController();
  const pause = (): void => {
    services.commandRun(SYSTEM, runId, "pause").catch(() => undefined);
  };
  interrupt.addEventListener("abort", pause, { once: true });
  if (interrupt.aborted) pause();
  try {
    for await (const { progress } of services.watchRun(SYSTEM, runId, stop.signal)) {
      bar.show(progress.share, () => formatProgress(progress));
      if (isSettled(progress.status) && !isWaitingForEndpoint(progress)) return progress;
    }
    throw new Error("the run is no longer being watched");
  } finally {
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

/** Writes every file of a run into a folder. */
export async function writeRunFiles(
  services: Services,
  runId: string,
  folder: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { files } = await services.getRun(SYSTEM, runId);
  for (const { name } of files) {
    const { content } = await services.exportRun(SYSTEM, runId, name);
    await pipeline(Readable.from(content), createWriteStream(join(folder, name)));
  }
}

const summarizeRun = ({ id, progress, seed, model }: RunDetail) => {
  const seconds = Math.round(progress.activeMs) / 1_000;
  const {
    status,
    digest,
    decisions,
    invalid,
    rejected,
    promptTokens,
    completionTokens,
    embeddingTokens,
    cost,
    reused,
  } = progress;
  return {
    runId: id,
    status,
    digest,
    decisions,
    invalid,
    rejected,
    seconds,
    decisionsPerSecond: Math.round(progress.decisionsPerSecond * 10) / 10,
    seed,
    model,
    promptTokens,
    completionTokens,
    embeddingTokens,
    cost,
    reused,
  };
};

function exitCodeFor({ progress }: RunDetail): ExitCode {
  if (progress.status === "completed") return EXIT.ok;
  return progress.status === "paused" ? EXIT.paused : EXIT.failed;
}
