import type { Command } from "commander";
import { databaseAction } from "./actions";

export function addBackupCommands(program: Command): void {
  program
    .command("backup")
    .description("write everything in the database to one compressed file, while runs go on")
    .argument("<file>", "file to write, such as lab.tar.gz; it must not exist yet")
    .option(
      "--without-keys",
      "leave out the API keys of endpoints, which are encrypted in the file",
    )
    .action(databaseAction(async () => (await import("../commands/backup")).backupCommand));

  program
    .command("restore")
    .description("restore a backup into an empty installation, with the app and workers stopped")
    .argument("<file>", "file that backup wrote")
    .option("--replace", "replace all data of an installation that is not empty")
    .option("--check", "verify the file, and change nothing")
    .action(databaseAction(async () => (await import("../commands/backup")).restoreCommand));
}
