import { listTemplates } from "@/lib/container/scenarios";
import { EXIT, type ExitCode } from "../exit-codes";
import { loadTemplate } from "./scenario-source";

/** `templates [NAME]`: the names of all templates, one per line, or the document of one. */
export async function templatesCommand(name: string | undefined): Promise<ExitCode> {
  if (name === undefined) for (const template of listTemplates()) console.log(template.name);
  else console.log(JSON.stringify(loadTemplate(name), null, 2));
  return EXIT.ok;
}
