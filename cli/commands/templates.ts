import { listTemplates } from "@/lib/container/scenarios";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { templateNamed } from "./scenario-argument";

/** `templates`: names, one per line. `templates NAME`: that document. */
export async function templatesCommand([name, ...more]: string[]): Promise<ExitCode> {
  if (more.length > 0)
    throw new CommandError(EXIT.usage, ["Name one template: microcosm templates NAME"]);
  if (name === undefined) for (const template of listTemplates()) console.log(template.name);
  else console.log(JSON.stringify(templateNamed(name), null, 2));
  return EXIT.ok;
}
