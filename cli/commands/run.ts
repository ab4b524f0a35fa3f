import { SYSTEM } from "@/lib/domain/access";
import type { ExitCode } from "../exit-codes";
import { followRun } from "./follow-run";
import { parseStudyRequest, prepareStudyInput, type StudyOptions } from "./study-options";

export type RunOptions = StudyOptions & { readonly estimate: boolean; readonly out?: string };

/** `run SCENARIO`: runs it to its end, writes its files, prints one line of JSON. */
export async function runCommand(source: string, options: RunOptions): Promise<ExitCode> {
  const request = parseStudyRequest(source, options);
  return followRun({
    requirements: { demoModel: request.endpoint === undefined },
    out: options.out,
    begin: async (services, waitAtEnd) => {
      const {
        runIds: [runId],
      } = await services.startStudy(
        SYSTEM,
        await prepareStudyInput(services, request),
        options.estimate ? { keep: waitAtEnd } : {},
      );
      if (runId === undefined) throw new Error("the study has no run");
      return runId;
    },
  });
}
