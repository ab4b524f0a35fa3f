import { Argument, type Command, Option } from "commander";
import type { DeletionKind } from "@/lib/contracts/deletions";
import type { RecordPolicy } from "@/lib/domain/run";
import { databaseAction } from "./actions";
import { budgetArg, integerArg, repeatableArg, tokensArg } from "./args";

const RUN = ["<run>", "ID of the run"] as const;
/** As in the domain, whose schemas take longer to load than all of the help. */
export const RECORD_POLICIES = [
  "fresh",
  "reuse",
  "only",
] as const satisfies readonly RecordPolicy[];
/** What `delete` deletes. */
const DELETABLE_KINDS = ["study", "run", "scenario"] as const satisfies readonly DeletionKind[];
const OUT = ["--out <dir>", "write the files of the run into this folder"] as const;

export function addRunCommands(program: Command): void {
  addStudyOptions(
    program
      .command("run")
      .description("run a scenario to its end; prints one line of JSON")
      .argument("<scenario>", "file or template:NAME"),
  )
    .option("--no-estimate", "do not store an estimate with the study")
    .option(...OUT)
    .action(databaseAction(async () => (await import("../commands/run")).runCommand));

  addStudyOptions(
    program
      .command("estimate")
      .description("estimate the calls, tokens, cost and time of a run, without running it")
      .argument("<scenario>", "file or template:NAME"),
  )
    .option("--json", "print one line of JSON")
    .action(databaseAction(async () => (await import("../commands/estimate")).estimateCommand));

  program
    .command("resume")
    .description("resume a paused or failed run")
    .argument(...RUN)
    .option(...OUT)
    .action(databaseAction(async () => (await import("../commands/stored-runs")).resumeCommand));

  program
    .command("repeat")
    .description("repeat the study of a run from its recorded answers, without calling a model")
    .argument(...RUN)
    .option(...OUT)
    .action(databaseAction(async () => (await import("../commands/repeat")).repeatCommand));

  program
    .command("replay")
    .description("recompute a run from its recorded decisions and compare every digest")
    .argument(...RUN)
    .action(databaseAction(async () => (await import("../commands/stored-runs")).replayCommand));

  addForkCommand(program);

  program
    .command("budget")
    .description("show or change the budget of the study that a run belongs to")
    .argument(...RUN)
    .option("--budget-tokens <n>", "new token budget", tokensArg)
    .option("--budget-usd <x>", "new budget in US dollars", budgetArg)
    .action(databaseAction(async () => (await import("../commands/budget")).budgetCommand));

  program
    .command("export")
    .description("write the files of a run")
    .argument(...RUN)
    .requiredOption(...OUT)
    .action(databaseAction(async () => (await import("../commands/stored-runs")).exportCommand));

  program
    .command("delete")
    .description("delete a study, run or scenario; it can be restored for ten minutes")
    .addArgument(new Argument("[kind]", "what to delete").choices(DELETABLE_KINDS))
    .argument("[id]", "its ID")
    .option("--yes", "do not ask")
    .option("--undo <id>", "restore what was deleted, by its ID or that of the deletion")
    .action(databaseAction(async () => (await import("../commands/delete")).deleteCommand));
}

function addForkCommand(program: Command): void {
  const fork = program
    .command("fork")
    .description("start a run that shares the history of another up to the beginning of a round")
    .argument(...RUN)
    .option("--round <n>", "first round that is not shared", integerArg(1))
    .option(
      "--rounds <n>",
      "total number of rounds; with --round one past the last, the run is extended",
      integerArg(1),
    )
    .option("--intervention <file>", 'apply at the fork: {"label": "…", "effects": […]}')
    .option(
      "--correct <file>",
      'replace a recorded answer: {"version": STEP, "seq": SEQ, "values": {…}}',
    );
  addModelOptions(fork)
    .option(...OUT)
    .action(databaseAction(async () => (await import("../commands/fork")).forkCommand));
}

/** The options that `run` and `estimate` share. */
function addStudyOptions(command: Command): Command {
  command
    .option("--param <name=value>", "set a parameter of the scenario (repeatable)", repeatableArg)
    .option("--data <name=file>", "use a CSV file as a dataset (repeatable)", repeatableArg)
    .option("--rounds <n>", "number of rounds (default: as in the scenario)", integerArg(1))
    .option("--seed <s>", "seed; equal seeds give equal runs (default: random)", integerArg(0));
  return addModelOptions(command)
    .option("--budget-tokens <n>", "pause the run before it exceeds this many tokens", tokensArg)
    .option("--budget-usd <x>", "pause the run before it exceeds this cost", budgetArg)
    .option(
      "--pause-after <n>",
      "pause the run after each n decisions whose calls failed or whose answers were cut off",
      integerArg(1),
    )
    .option(
      "--token-cap <n>",
      "most tokens of an answer that is asked for again because it was cut off",
      integerArg(1),
    )
    .addOption(
      new Option("--record <policy>", "reuse recorded answers: never, if any, or exclusively")
        .choices(RECORD_POLICIES)
        .default("fresh" satisfies RecordPolicy),
    );
}

function addModelOptions(command: Command): Command {
  return command
    .option(
      "--model <group=choice>",
      "endpoint or endpoint group that answers for a model group of the scenario (repeatable); " +
        "with --base-url: the name of its model",
      repeatableArg,
    )
    .option("--base-url <url>", "OpenAI-compatible endpoint to use instead of the demo model")
    .option("--api-key-env <variable>", "environment variable that holds its API key")
    .option("--concurrency <n>", "concurrency limit of that endpoint (default: 64)", integerArg(1));
}
