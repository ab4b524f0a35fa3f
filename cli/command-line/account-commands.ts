import type { Command } from "commander";
import { lazyAction, rejectUnknownSubcommand } from "./actions";

const JSON_OPTION = ["--json", "print JSON, one line per account"] as const;

const listAction = lazyAction(
  async () => (await import("../commands/accounts")).listAccountsCommand,
);

export function addAccountCommands(program: Command): void {
  const accounts = program
    .command("account")
    .description("list accounts, and make links to set a new password")
    .enablePositionalOptions()
    .option(...JSON_OPTION)
    .allowExcessArguments()
    .action(async (options: { json?: true }, command: Command) => {
      rejectUnknownSubcommand(command);
      await listAction(options);
    });

  accounts
    .command("list")
    .description("list the accounts, one per line (the default)")
    .option(...JSON_OPTION)
    .action(listAction);

  accounts
    .command("reset")
    .description("print a link by which a person sets a new password, once, within a day")
    .argument("<email>", "address of the account")
    .option(...JSON_OPTION)
    .action(lazyAction(async () => (await import("../commands/accounts")).resetAccountCommand));
}
