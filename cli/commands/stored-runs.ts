import { SYSTEM } from "@/lib/domain/access";
import { EXIT, type ExitCode } from "../exit-codes";
import { followRun, writeRunFiles } from "./follow-run";
import { withServices } from "./instance";
import { prepareOutputFolder } from "./output-folder";
import { ProgressBar } from "./progress-bar";

/** `resume RUN [--out DIR]`: resumes a paused or failed run. */
export function resumeCommand(runId: string, { out }: { out?: string }): Promise<ExitCode> {
  return followRun({
    requirements: { demoModel: true },
    out,
    resumed: runId,
    begin: async (services) => {
      await services.commandRun(SYSTEM, runId, "resume");
      return runId;
    },
  });
}

/** `export RUN --out DIR`: writes the files of a run. */
export async function exportCommand(runId: string, { out }: { out: string }): Promise<ExitCode> {
  prepareOutputFolder(out, runId);
  return withServices({}, async (services) => {
    await writeRunFiles(services, runId, out);
    return EXIT.ok;
  });
}

/**
 * `replay RUN`: recomputes a run from its recorded decisions without a model; one line of JSON says
 * whether the digests are equal.
 */
export function replayCommand(runId: string): Promise<ExitCode> {
  return withServices({}, async (services) => {
    const bar = new ProgressBar();
    try {
      const replay = await services.replayRun(SYSTEM, runId, {
        onProgress: (share) => bar.show(share, () => "replaying"),
      });
      bar.end();
      console.log(JSON.stringify({ runId, ...replay }));
      return replay.equal ? EXIT.ok : EXIT.failed;
    } finally {
      bar.end();
    }
  });
}
