import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Services } from "@/lib/container";
import { pollInput, type PollSummary } from "@/lib/contracts/polls";
import { SYSTEM } from "@/lib/domain/access";
import { EXIT, type ExitCode } from "../exit-codes";
import { openProgram } from "./program";
import { ProgressBar } from "./progress-bar";
import { wholeNumber } from "./run-options";
import { jsonFile, readWords } from "./words";

const FORM = "poll RUN FILE [--sample N] [--seed S] [--out FILE]";

/** How often to look how far the poll is, in milliseconds. */
const LOOK_EVERY = 300;

/** `poll RUN FILE`: puts a questionnaire to agents, waits for the answers and writes them. One line of JSON. */
export async function pollCommand(words: string[]): Promise<ExitCode> {
  const text = { type: "string" } as const;
  const { values, positionals } = readWords(
    words,
    2,
    { sample: text, seed: text, out: text },
    FORM,
  );
  const [runId = "", path = ""] = positionals;
  const size = wholeNumber("--sample", values.sample, 1);
  const seed = wholeNumber("--seed", values.seed, 0) ?? 1;
  const input = jsonFile(path, pollInput);
  const program = await openProgram(process.env, { demoModel: true, worker: true });
  try {
    const { services } = program.container;
    const { id } = await services.startPoll(
      SYSTEM,
      runId,
      size === undefined ? input : { ...input, sample: { kind: "random", size, seed } },
    );
    const { label, agentType, status, problem, asked, answered, invalid } = await ended(
      services,
      runId,
      id,
    );
    if (values.out !== undefined) await writeAnswers(services, runId, id, values.out);
    console.log(
      JSON.stringify({ runId, pollId: id, label, agentType, status, asked, answered, invalid }),
    );
    if (problem !== null) console.error(`${status}: ${problem}`);
    return status === "completed" ? EXIT.ok : EXIT.failed;
  } finally {
    await program.stop();
  }
}

async function ended(services: Services, runId: string, pollId: string): Promise<PollSummary> {
  const bar = new ProgressBar();
  try {
    for (;;) {
      const poll = (await services.listPolls(SYSTEM, runId)).find(({ id }) => id === pollId);
      if (!poll) throw new Error("the poll has been deleted");
      if (poll.status !== "running") return poll;
      bar.show(poll.answered / poll.asked, () => `${poll.answered} of ${poll.asked} answers`);
      await pause(LOOK_EVERY);
    }
  } finally {
    bar.end();
  }
}

async function writeAnswers(
  services: Services,
  runId: string,
  pollId: string,
  file: string,
): Promise<void> {
  const { content } = await services.exportRun(SYSTEM, runId, `poll-${pollId}.csv`);
  await pipeline(Readable.from(content), createWriteStream(file));
}
