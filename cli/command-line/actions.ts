import type { Command } from "commander";
import { nearest } from "@/lib/domain/text/nearest";
import type { ExitCode } from "../exit-codes";

type Action<Args extends unknown[]> = (...args: Args) => Promise<ExitCode>;

/**
 * The handler of a command whose module is loaded only when the command runs, so that no command
 * pays for the imports of another. Sets the exit code of the process.
 */
export const lazyAction =
  <Args extends unknown[]>(load: () => Promise<Action<Args>>) =>
  async (...args: Args): Promise<void> => {
    const action = await load();
    process.exitCode = await action(...args);
  };

/**
 * Like `lazyAction`, for a command that uses the database: its generated client is made first where
 * it is missing or outdated, so that the command works directly after `npm ci`.
 */
export const databaseAction = <Args extends unknown[]>(load: () => Promise<Action<Args>>) =>
  lazyAction<Args>(async () => {
    const { generateClient } = await import("../start/build");
    await generateClient();
    return load();
  });

/** Ends with a usage error when a command that has subcommands is given an unknown one. */
export function rejectUnknownSubcommand(command: Command): void {
  const [name] = command.args;
  if (name === undefined) return;
  const suggestion = nearest(
    name,
    command.commands.map((subcommand) => subcommand.name()),
  );
  command.error(
    "error: unknown command " +
      `'${name}'${suggestion === undefined ? "" : `\n(Did you mean ${suggestion}?)`}`,
  );
}

/**
 * Adds a command that lists, alone or as `list`. Its other subcommands are added to what it
 * returns; `json` is an option of all of them.
 */
export function addListedGroup(
  program: Command,
  {
    name,
    description,
    listDescription,
    json,
    list,
  }: {
    readonly name: string;
    readonly description: string;
    readonly listDescription: string;
    readonly json: readonly [flags: string, description: string];
    readonly list: (options: { json?: true }) => Promise<void>;
  },
): Command {
  const group = program
    .command(name)
    .description(description)
    .enablePositionalOptions()
    .option(...json)
    .allowExcessArguments()
    .action(async (options: { json?: true }, command: Command) => {
      rejectUnknownSubcommand(command);
      await list(options);
    });
  group
    .command("list")
    .description(listDescription)
    .option(...json)
    .action(list);
  return group;
}
