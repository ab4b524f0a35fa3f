import { setTimeout as sleep } from "node:timers/promises";
import type { Services } from "@/lib/container";
import { pollInput, type PollSummary } from "@/lib/contracts/polls";
import { SYSTEM } from "@/lib/domain/access";
import { EXIT, type ExitCode } from "../exit-codes";
import { listenForStopSignals } from "../start/stop-signals";
import { withServices } from "./instance";
import { readJsonFile } from "./json-file";
import { describeWriteError, prepareOutputFile, writeOutputFile } from "./output-folder";
import { ProgressBar } from "./progress-bar";

const POLLING_INTERVAL_MS = 300;

export type PollOptions = {
  readonly sample?: number;
  readonly seed?: number;
  /** Path of the CSV file for the answers. */
  readonly out?: string;
};

/**
 * `poll RUN FILE`: puts a questionnaire to agents, waits for the answers, prints one line of JSON
 * and writes them. A request to stop ends the wait; a worker completes the poll when one runs.
 */
export async function pollCommand(
  runId: string,
  path: string,
  { sample: size, seed = 1, out }: PollOptions,
): Promise<ExitCode> {
  const input = readJsonFile(path, pollInput);
  if (out !== undefined) prepareOutputFile(out);
  const signals = listenForStopSignals();
  signals.force.addEventListener("abort", () => process.exit(EXIT.interrupted));
  try {
    return await withServices({ demoModel: true, worker: true }, async (services) => {
      const { id } = await services.startPoll(
        SYSTEM,
        runId,
        size === undefined ? input : { ...input, sample: { kind: "random", size, seed } },
      );
      console.error(`poll ${id}`);
      const poll = await waitForPoll({ services, runId, pollId: id, stop: signals.stop });
      const { label, agentType, status, problem, asked, answered, invalid } = poll;
      console.log(
        JSON.stringify({ runId, pollId: id, label, agentType, status, asked, answered, invalid }),
      );
      if (problem !== null) console.error(`${status}: ${problem}`);
      if (status === "running") return EXIT.interrupted;
      const isWritten =
        out === undefined || (await tryToWriteAnswers(services, { runId, pollId: id, file: out }));
      if (status !== "completed") return EXIT.failed;
      return isWritten ? EXIT.ok : EXIT.notWritten;
    });
  } finally {
    signals.release();
  }
}

/** Waits until a poll is over or the wait is stopped. */
async function waitForPoll({
  services,
  runId,
  pollId,
  stop,
}: {
  readonly services: Services;
  readonly runId: string;
  readonly pollId: string;
  readonly stop: AbortSignal;
}): Promise<PollSummary> {
  const bar = new ProgressBar();
  try {
    for (;;) {
      const poll = (await services.listPolls(SYSTEM, runId)).find(({ id }) => id === pollId);
      if (!poll) throw new Error("the poll has been deleted");
      if (poll.status !== "running" || stop.aborted) return poll;
      bar.show(poll.answered / poll.asked, () => `${poll.answered} of ${poll.asked} answers`);
      await sleep(POLLING_INTERVAL_MS);
    }
  } finally {
    bar.end();
  }
}

async function tryToWriteAnswers(
  services: Services,
  {
    runId,
    pollId,
    file,
  }: {
    readonly runId: string;
    readonly pollId: string;
    readonly file: string;
  },
): Promise<boolean> {
  try {
    const { content } = await services.exportRun(SYSTEM, runId, `poll-${pollId}.csv`);
    await writeOutputFile(file, content);
    return true;
  } catch (error) {
    console.error(`The answers could not be written: ${describeWriteError(error)}`);
    console.error(`They are stored: microcosm export ${runId} --out FOLDER`);
    return false;
  }
}
