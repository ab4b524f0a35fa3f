import { parseArgs } from "node:util";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { followRun, writeFiles } from "./follow";
import { openProgram } from "./program";
import { ProgressBar } from "./progress-bar";

/** `resume RUN [--out DIR]`: goes on with a paused or failed run. */
export async function resumeCommand(words: string[]): Promise<ExitCode> {
  const { runId, out } = readRunWords("resume", words);
  return followRun(
    async (services) => {
      await services.commandRun(SYSTEM, runId, "resume");
      return runId;
    },
    out,
    { demoModel: true },
  );
}

/** `export RUN --out DIR`: writes the files of a run. */
export async function exportCommand(words: string[]): Promise<ExitCode> {
  const { runId, out } = readRunWords("export", words);
  if (out === undefined)
    throw new CommandError(EXIT.usage, ["Say where the files go: microcosm export RUN --out DIR"]);
  const program = await openProgram(process.env, {});
  try {
    await writeFiles(program.container.services, runId, out);
    return EXIT.ok;
  } finally {
    await program.stop();
  }
}

/** `replay RUN`: plays the recorded decisions again without a model; one line of JSON says whether the digests agree. */
export async function replayCommand(words: string[]): Promise<ExitCode> {
  const { runId } = readRunWords("replay", words);
  const program = await openProgram(process.env, {});
  const bar = new ProgressBar();
  try {
    const replay = await program.container.services.replayRun(SYSTEM, runId, (share) =>
      bar.show(share, () => "replaying"),
    );
    bar.end();
    console.log(JSON.stringify({ runId, ...replay }));
    return replay.equal ? EXIT.ok : EXIT.failed;
  } finally {
    bar.end();
    await program.stop();
  }
}

/**
 * The words after a command on one stored run.
 * @throws CommandError usage
 */
export function readRunWords(
  command: string,
  words: string[],
): { runId: string; out: string | undefined } {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: { out: { type: "string" } },
    });
    const [runId, ...more] = positionals;
    if (runId !== undefined && more.length === 0) return { runId, out: values.out };
  } catch (error) {
    throw new CommandError(EXIT.usage, [error instanceof Error ? error.message : String(error)]);
  }
  throw new CommandError(EXIT.usage, [`Name one run by its id: microcosm ${command} RUN`]);
}
