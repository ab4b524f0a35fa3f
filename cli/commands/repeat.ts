import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { followRun } from "./follow-run";

/**
 * `repeat RUN [--out DIR]`: repeats the study of a run from its recorded answers, as a new study,
 * and follows the repetition of that run.
 */
export function repeatCommand(runId: string, { out }: { out?: string }): Promise<ExitCode> {
  return followRun({
    requirements: { demoModel: false },
    out,
    begin: async (services) => {
      const { studyId, seed } = await services.getRun(SYSTEM, runId);
      const { runIds } = await services.repeatStudy(SYSTEM, studyId, { record: "only" });
      for (const id of runIds) if ((await services.getRun(SYSTEM, id)).seed === seed) return id;
      throw new CommandError(EXIT.invalid, [
        "This run is a fork or had live interventions. It cannot be repeated from its seed and " +
          "recorded answers alone.",
      ]);
    },
  });
}
