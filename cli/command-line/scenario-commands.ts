import type { Command } from "commander";
import { lazyAction } from "./actions";

export function addScenarioCommands(program: Command): void {
  program
    .command("templates")
    .description("list the templates, or print the document of one")
    .argument("[name]", "name of a template")
    .action(lazyAction(async () => (await import("../commands/templates")).templatesCommand));

  program
    .command("validate")
    .description("check a scenario: prints one problem per line, or ok")
    .argument("<scenario>", "file or template:NAME")
    .action(lazyAction(async () => (await import("../commands/validate")).validateCommand));

  program
    .command("schema")
    .description("print the JSON Schema of scenario documents, for editors")
    .action(lazyAction(async () => (await import("../commands/schema")).schemaCommand));
}
