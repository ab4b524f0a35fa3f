import { scenarioJsonSchema } from "@/lib/domain/scenario";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";

/** `schema`: the JSON Schema of scenario documents, for editors. */
export async function schemaCommand(words: string[]): Promise<ExitCode> {
  if (words.length > 0)
    throw new CommandError(EXIT.usage, [
      "schema takes nothing else: microcosm schema > scenario.schema.json",
    ]);
  console.log(JSON.stringify(scenarioJsonSchema(), null, 2));
  return EXIT.ok;
}
