import { Command } from "commander";
import { addAccountCommands } from "./account-commands";
import { addBackupCommands } from "./backup-commands";
import { addDataCommands, addMigrateCommand } from "./data-commands";
import { addEndpointCommands } from "./endpoint-commands";
import { addInteractionCommands } from "./interaction-commands";
import { addRunCommands } from "./run-commands";
import { addScenarioCommands } from "./scenario-commands";

const INTRODUCTION = `Run simulations without the web page.

"microcosm" stands for: npm run --silent microcosm --`;

const NOTES = `
A scenario is a file or template:NAME. A run is named by its ID, which its page and its files show.

Exit codes:
  0    success
  1    invalid scenario, parameters or input file
  2    usage error
  3    run failed or cancelled
  4    run paused
  5    could not start
  6    the run is complete, but its files could not be written
  130  interrupted; the run is paused

Use "microcosm <command> --help" for the options of a command.`;

/**
 * The command line `microcosm`: its commands, options and help. Throws CommanderError instead of
 * ending the process.
 */
export function createProgram(): Command {
  const program = new Command("microcosm")
    .usage("<command> [options]")
    .description(INTRODUCTION)
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .addHelpText("after", NOTES);
  addScenarioCommands(program.commandsGroup("Scenarios:"));
  addRunCommands(program.commandsGroup("Runs:"));
  addInteractionCommands(program.commandsGroup("Interaction with a run:"));
  addDataCommands(program.commandsGroup("Data and models:"));
  addEndpointCommands(program);
  addAccountCommands(program);
  addBackupCommands(program.commandsGroup("Installation:"));
  addMigrateCommand(program);
  program.helpCommand("help [command]", "show the help of a command");
  pointToHelp(program, "microcosm");
  return program;
}

/** After a usage error, name the command that shows the usage. */
function pointToHelp(command: Command, path: string): void {
  command.showHelpAfterError(`Usage: ${path} --help`);
  for (const subcommand of command.commands)
    pointToHelp(subcommand, `${path} ${subcommand.name()}`);
}
