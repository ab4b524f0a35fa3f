import { interventionInput } from "@/lib/contracts/interventions";
import { SYSTEM } from "@/lib/domain/access";
import { EXIT, type ExitCode } from "../exit-codes";
import { withServices } from "./instance";
import { readJsonFile } from "./json-file";

/** `intervene RUN FILE`: requests an intervention before the next step. One line of JSON. */
export async function interveneCommand(runId: string, path: string): Promise<ExitCode> {
  const input = readJsonFile(path, interventionInput);
  return withServices({}, async (services) => {
    const { number, label, status } = await services.intervene(SYSTEM, runId, input);
    console.log(JSON.stringify({ runId, number, label, status }));
    return EXIT.ok;
  });
}
