import type { Command } from "commander";
import { databaseAction } from "./actions";
import { integerArg } from "./args";

const RUN = ["<run>", "ID of the run"] as const;

export function addInteractionCommands(program: Command): void {
  program
    .command("intervene")
    .description("apply an intervention before the next step of a run")
    .argument(...RUN)
    .argument("<file>", '{"label": "…", "effects": […]}')
    .action(databaseAction(async () => (await import("../commands/intervene")).interveneCommand));

  program
    .command("interview")
    .description("ask an agent a question; the agent does not remember it")
    .argument(...RUN)
    .argument("<agent>", "ID of the agent, for example Voter-12")
    .argument("<question>", "the question, in quotation marks")
    .action(databaseAction(async () => (await import("../commands/interview")).interviewCommand));

  program
    .command("poll")
    .description("put a questionnaire to agents of a run")
    .argument(...RUN)
    .argument("<file>", '{"agentType": "…", "items": {…}} or {…, "questionnaire": "…"}')
    .option("--sample <n>", "poll a random sample of this size (default: all)", integerArg(1))
    .option("--seed <s>", "seed of the sample (default: 1)", integerArg(0))
    .option("--out <file>", "write the answers to this CSV file")
    .action(databaseAction(async () => (await import("../commands/poll")).pollCommand));
}
