import { findTemplate, templates } from "@/lib/domain/gallery";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";

/**
 * `templates [NAME]`: the names of all templates, one per line, or the document of one. Reads the
 * gallery alone: checking the documents would load the whole engine.
 */
export async function templatesCommand(name: string | undefined): Promise<ExitCode> {
  if (name === undefined) for (const template of templates()) console.log(template.name);
  else console.log(JSON.stringify(loadTemplate(name), null, 2));
  return EXIT.ok;
}

/** The document of a template. @throws CommandError */
export function loadTemplate(name: string): unknown {
  const document = findTemplate(name);
  if (document) return document;
  throw new CommandError(EXIT.usage, [
    `Unknown template “${name}”. “microcosm templates” lists them.`,
  ]);
}
