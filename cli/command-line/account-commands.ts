import { Option, type Command } from "commander";
import { addListedGroup, databaseAction } from "./actions";

/** Those of the domain, which the start of the program does not load for a list of commands. */
const ROLES = ["owner", "researcher", "annotator", "viewer"];
const JSON_OPTION = ["--json", "print JSON, one line per account"] as const;

export function addAccountCommands(program: Command): void {
  const accounts = addListedGroup(program, {
    name: "account",
    description: "list and create accounts, and make links to set a new password",
    listDescription: "list the accounts, one per line (the default)",
    json: JSON_OPTION,
    list: databaseAction(async () => (await import("../commands/accounts")).listAccountsCommand),
  });

  accounts
    .command("create")
    .description(
      "create an account in the first project, and print a link by which its person sets the " +
        "password, once, within a day",
    )
    .argument("<email>", "address of the account")
    .addOption(
      new Option("--role <role>", "role in the project").choices(ROLES).makeOptionMandatory(),
    )
    .option("--name <name>", "name of the person (default: the part of the address before @)")
    .option(...JSON_OPTION)
    .action(
      databaseAction(async () => (await import("../commands/accounts")).createAccountCommand),
    );

  accounts
    .command("reset")
    .description("print a link by which a person sets a new password, once, within a day")
    .argument("<email>", "address of the account")
    .option(...JSON_OPTION)
    .action(databaseAction(async () => (await import("../commands/accounts")).resetAccountCommand));
}
