import { SYSTEM } from "@/lib/domain/access";
import { parseArgs } from "node:util";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { followRun } from "./follow";

/** `repeat RUN [--out DIR]`: plays the study of a run again from its record, as a new study, and follows the repetition of that run. */
export async function repeatCommand(words: string[]): Promise<ExitCode> {
  const { runId, out } = readWords(words);
  return followRun(
    async (services) => {
      const { studyId, seed } = await services.getRun(SYSTEM, runId);
      const { runIds } = await services.repeatStudy(SYSTEM, studyId, { record: "only" });
      for (const id of runIds) if ((await services.getRun(SYSTEM, id)).seed === seed) return id;
      throw new CommandError(EXIT.invalid, ["This run is a fork, or had interventions: its seed and the record alone cannot repeat it."]);
    },
    out,
    { demoModel: false },
  );
}

function readWords(words: string[]): { runId: string; out: string | undefined } {
  try {
    const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options: { out: { type: "string" } } });
    const [runId, ...more] = positionals;
    if (runId !== undefined && more.length === 0) return { runId, out: values.out };
  } catch (error) {
    throw new CommandError(EXIT.usage, [error instanceof Error ? error.message : String(error)]);
  }
  throw new CommandError(EXIT.usage, ["Name one run by its id: microcosm repeat RUN"]);
}
