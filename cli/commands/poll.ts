import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Services } from "@/lib/container";
import { pollInput, type PollSummary } from "@/lib/contracts/polls";
import { SYSTEM } from "@/lib/domain/access";
import { EXIT, type ExitCode } from "../exit-codes";
import { withServices } from "./instance";
import { readJsonFile } from "./json-file";
import { ProgressBar } from "./progress-bar";

const POLLING_INTERVAL_MS = 300;

export type PollOptions = {
  readonly sample?: number;
  readonly seed?: number;
  /** Path of the CSV file for the answers. */
  readonly out?: string;
};

/**
 * `poll RUN FILE`: puts a questionnaire to agents, waits for the answers and writes them. One line
 * of JSON.
 */
export async function pollCommand(
  runId: string,
  path: string,
  { sample: size, seed = 1, out }: PollOptions,
): Promise<ExitCode> {
  const input = readJsonFile(path, pollInput);
  return withServices({ demoModel: true, worker: true }, async (services) => {
    const { id } = await services.startPoll(
      SYSTEM,
      runId,
      size === undefined ? input : { ...input, sample: { kind: "random", size, seed } },
    );
    const poll = await waitForPoll(services, runId, id);
    const { label, agentType, status, problem, asked, answered, invalid } = poll;
    if (out !== undefined) await writeAnswers(services, { runId, pollId: id, file: out });
    console.log(
      JSON.stringify({ runId, pollId: id, label, agentType, status, asked, answered, invalid }),
    );
    if (problem !== null) console.error(`${status}: ${problem}`);
    return status === "completed" ? EXIT.ok : EXIT.failed;
  });
}

async function waitForPoll(
  services: Services,
  runId: string,
  pollId: string,
): Promise<PollSummary> {
  const bar = new ProgressBar();
  try {
    for (;;) {
      const poll = (await services.listPolls(SYSTEM, runId)).find(({ id }) => id === pollId);
      if (!poll) throw new Error("the poll has been deleted");
      if (poll.status !== "running") return poll;
      bar.show(poll.answered / poll.asked, () => `${poll.answered} of ${poll.asked} answers`);
      await sleep(POLLING_INTERVAL_MS);
    }
  } finally {
    bar.end();
  }
}

async function writeAnswers(
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
): Promise<void> {
  const { content } = await services.exportRun(SYSTEM, runId, `poll-${pollId}.csv`);
  await pipeline(Readable.from(content), createWriteStream(file));
}
