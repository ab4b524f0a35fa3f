import type { Command } from "commander";
import { databaseAction, rejectUnknownSubcommand } from "./actions";

const listAction = databaseAction(async () => (await import("../commands/data")).listDataCommand);

export function addDataCommands(program: Command): void {
  const data = program
    .command("data")
    .description("list the tables that scenarios can read, or add and remove one")
    .allowExcessArguments()
    .action(async (_options: unknown, command: Command) => {
      rejectUnknownSubcommand(command);
      await listAction();
    });

  data
    .command("add")
    .description("store CSV files as tables; replaces tables of the same name")
    .argument("<name=file...>", "name of the table and path of the CSV file")
    .action(databaseAction(async () => (await import("../commands/data")).addDataCommand));

  data
    .command("remove")
    .description("delete a table; runs that use it keep their copy")
    .argument("<name>", "name of the table")
    .action(databaseAction(async () => (await import("../commands/data")).removeDataCommand));
}

export function addMigrateCommand(program: Command): void {
  program
    .command("migrate")
    .description(
      "update the database at DATABASE_URL, before app and workers of a deployment start",
    )
    .action(databaseAction(async () => (await import("../commands/migrate")).migrateCommand));
}
