import { interventionInput } from "@/lib/contracts/interventions";
import { SYSTEM } from "@/lib/domain/access";
import { EXIT, type ExitCode } from "../exit-codes";
import { openProgram } from "./program";
import { jsonFile, readWords } from "./words";

/** `intervene RUN FILE`: asks for a change from outside, which happens before the run's next step. One line of JSON. */
export async function interveneCommand(words: string[]): Promise<ExitCode> {
  const { positionals } = readWords(words, 2, {}, "intervene RUN FILE");
  const [runId = "", path = ""] = positionals;
  const input = jsonFile(path, interventionInput);
  const program = await openProgram(process.env, {});
  try {
    const { number, label, status } = await program.container.services.intervene(
      SYSTEM,
      runId,
      input,
    );
    console.log(JSON.stringify({ runId, number, label, status }));
    return EXIT.ok;
  } finally {
    await program.stop();
  }
}
