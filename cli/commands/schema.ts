import { scenarioJsonSchema } from "@/lib/domain/scenario";
import { EXIT, type ExitCode } from "../exit-codes";

/** `schema`: the JSON Schema of scenario documents, for editors. */
export async function schemaCommand(): Promise<ExitCode> {
  console.log(JSON.stringify(scenarioJsonSchema(), null, 2));
  return EXIT.ok;
}
