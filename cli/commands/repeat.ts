import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { followRun } from "./follow";
import { readRunWords } from "./stored-run";

/** `repeat RUN [--out DIR]`: plays the study of a run again from its record, as a new study, and follows the repetition of that run. */
export async function repeatCommand(words: string[]): Promise<ExitCode> {
  const { runId, out } = readRunWords("repeat", words);
  return followRun(
    async (services) => {
      const { studyId, seed } = await services.getRun(SYSTEM, runId);
      const { runIds } = await services.repeatStudy(SYSTEM, studyId, { record: "only" });
      for (const id of runIds) if ((await services.getRun(SYSTEM, id)).seed === seed) return id;
      throw new CommandError(EXIT.invalid, [
        "This run is a fork, or had interventions: its seed and the record alone cannot repeat it.",
      ]);
    },
    out,
    { demoModel: false },
  );
}
