import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Services } from "@/lib/container";
import type { RunDetail, RunProgress } from "@/lib/contracts/runs";
import { SYSTEM } from "@/lib/domain/access";
import { isSettled } from "@/lib/domain/run";
import { EXIT, type ExitCode } from "../exit-codes";
import { openProgram } from "./program";
import { ProgressBar, progressText } from "./progress-bar";

/**
 * What `run` and `resume` share: opens the program, lets `begin` start or resume a run, shows its progress to the end,
 * writes its files, prints one line of JSON. An interruption pauses the run. What `begin` leaves to be done `beside` is waited for at the end.
 */
export async function followRun(
  begin: (services: Services, beside: (work: Promise<void>) => void) => Promise<string>,
  out: string | undefined,
  needs: { readonly demoModel: boolean },
): Promise<ExitCode> {
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  process.once("SIGINT", onSignal).once("SIGTERM", onSignal);
  const program = await openProgram(process.env, { ...needs, worker: true });
  try {
    const { services } = program.container;
    const beside: Promise<void>[] = [];
    const runId = await begin(services, (work) => beside.push(work));
    const progress = await follow(services, runId, interrupt.signal);
    const run = await services.getRun(SYSTEM, runId);
    if (out !== undefined) await writeFiles(services, runId, out);
    await Promise.all(beside);
    console.log(JSON.stringify(summaryOf(run)));
    if (progress.statusReason !== null)
      console.error(`${progress.status}: ${progress.statusReason}`);
    return interrupt.signal.aborted ? EXIT.interrupted : exitCodeOf(run);
  } finally {
    await program.stop();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

/** Shows the progress until the run settles; an interruption pauses the run. */
async function follow(
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
      bar.show(progress.share, () => progressText(progress));
      if (isSettled(progress.status) && !waits(progress)) return progress;
    }
    throw new Error("the run is no longer being watched");
  } finally {
    stop.abort();
    bar.end();
  }
}

/** A server that answered before may come back; one that never did may be a wrong address. */
const waits = ({ resumeAt, decisions }: RunProgress): boolean => resumeAt !== null && decisions > 0;

/** Writes every file of a run into a folder. */
export async function writeFiles(services: Services, runId: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { files } = await services.getRun(SYSTEM, runId);
  for (const { name } of files) {
    const { content } = await services.exportRun(SYSTEM, runId, name);
    await pipeline(Readable.from(content), createWriteStream(join(folder, name)));
  }
}

const summaryOf = ({ id, progress, seed, model }: RunDetail) => {
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

function exitCodeOf({ progress }: RunDetail): ExitCode {
  if (progress.status === "completed") return EXIT.ok;
  return progress.status === "paused" ? EXIT.paused : EXIT.failed;
}
