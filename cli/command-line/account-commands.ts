import type { Command } from "commander";
import { addListedGroup, databaseAction } from "./actions";

const JSON_OPTION = ["--json", "print JSON, one line per account"] as const;

export function addAccountCommands(program: Command): void {
  const accounts = addListedGroup(program, {
    name: "account",
    description: "list accounts, and make links to set a new password",
    listDescription: "list the accounts, one per line (the default)",
    json: JSON_OPTION,
    list: databaseAction(async () => (await import("../commands/accounts")).listAccountsCommand),
  });

  accounts
    .command("reset")
    .description("print a link by which a person sets a new password, once, within a day")
    .argument("<email>", "address of the account")
    .option(...JSON_OPTION)
    .action(databaseAction(async () => (await import("../commands/accounts")).resetAccountCommand));
}
