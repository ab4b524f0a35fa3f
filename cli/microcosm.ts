// npm run --silent microcosm -- COMMAND: simulations without the web page.
import { AppError } from "@/lib/contracts/errors";
import { errorLines, OperatorError } from "@/lib/config/operator-error";
import { budgetCommand } from "./commands/budget";
import { dataCommand } from "./commands/data";
import { endpointsCommand } from "./commands/endpoints";
import { estimateCommand } from "./commands/estimate";
import { forkCommand } from "./commands/fork";
import { interveneCommand } from "./commands/intervene";
import { interviewCommand } from "./commands/interview";
import { migrateCommand } from "./commands/migrate";
import { pollCommand } from "./commands/poll";
import { repeatCommand } from "./commands/repeat";
import { runCommand } from "./commands/run";
import { schemaCommand } from "./commands/schema";
import { exportCommand, replayCommand, resumeCommand } from "./commands/stored-run";
import { templatesCommand } from "./commands/templates";
import { problemLine } from "./commands/scenario-argument";
import { validateCommand } from "./commands/validate";
import { CommandError, EXIT, type ExitCode } from "./exit-codes";

const USAGE = `npm run --silent microcosm -- COMMAND

  run SCENARIO [options]      run a scenario and write its files
      --param NAME=VALUE      a parameter of the scenario; may be repeated
      --data NAME=FILE        a CSV file for a dataset that the scenario names; may be repeated
      --rounds N              instead of the scenario's own number of rounds
      --seed S                a whole number; the same seed gives the same run
      --model GROUP=CHOICE    who answers for a group of models that the scenario names: an endpoint or a group of them, by name;
                              may be repeated
      --base-url URL --model NAME [--api-key-env VARIABLE] [--concurrency N]
                              an OpenAI-compatible endpoint instead of the built-in demo model
      --budget-tokens N, --budget-usd X
                              what its calls may take at most: it pauses before the call that might exceed it
      --record fresh|reuse|only
                              ask the model anew; or answer identical calls from the record of the project; or only so
      --no-estimate           keep with the study no estimate of what it takes
      --out DIR               where the files of the run go: decisions.csv, agents.csv, measures.csv, steps.csv, manifest.json,
                              sft.jsonl, and one for each table, network and conversation
  estimate SCENARIO [options] what a run would take: calls, tokens, money, time; options as for run
      --json                  as one line of JSON
  resume RUN [--out DIR]      go on with a paused or failed run
  budget RUN                  what the study of a run may use, and has used; --budget-tokens N, --budget-usd X change it
  repeat RUN [--out DIR]      play the study of a run again from its record, as a new study, without asking a model
  fork RUN --round N          a new run with the history of another one up to the beginning of round N
      --rounds M              how many rounds it has in all; with N one past the end, the run goes on
      --intervention FILE     what happens at the fork: {"label": "…", "effects": […]}
      --correct FILE          another answer in the place of a recorded one: {"version": V, "seq": S, "values": {…}}
      --model …, --base-url …, --out   as for run
  intervene RUN FILE          a change from outside before the run's next step: {"label": "…", "effects": […]}
  interview RUN AGENT "…"     ask an agent something as it is now; it does not remember
  poll RUN FILE               put a questionnaire to agents: {"agentType": "…", "items": {…}} or {…, "questionnaire": "…"}
      --sample N [--seed S]   to so many, drawn at random
      --out FILE              where the answers go, as CSV
  replay RUN                  play the recorded decisions again without a model, and compare every digest
  export RUN --out DIR        write the files of a run
  data                        the tables that scenarios can read, one per line
  data add NAME=FILE          store a CSV file as a table, in place of one of that name
  data remove NAME            delete a table
  endpoints [list]            the servers that answer for agents, one per line
  endpoints add --model NAME [--base-url URL] [--preset KIND] [options]
                              add one, and test it; kinds: openai, vllm, sglang, llamacpp, ollama, lmstudio, openrouter, azure
      --name NAME  --group NAME  --api-key-env VARIABLE  --concurrency N  --timeout SECONDS
      --price-in N  --price-out N   US dollars per million tokens
  endpoints test|disable|enable|remove ENDPOINT
                              by name or id; all of them print JSON with --json
  templates                   the names of the templates, one per line
  templates NAME              that template's document
  validate SCENARIO           one problem per line, or ok
  migrate                     bring the database of DATABASE_URL up to date, before a deployment's app and workers start
  schema                      the JSON Schema of scenario documents, for editors

SCENARIO is a file or template:NAME. RUN is the id of a run, as its page and its files show it.
Exit codes: 0 done · 1 scenario or parameters invalid · 2 usage · 3 run failed or cancelled · 4 run paused · 5 could not start · 130 interrupted`;

const COMMANDS: Readonly<Record<string, (words: string[]) => Promise<ExitCode>>> = {
  run: runCommand,
  estimate: estimateCommand,
  resume: resumeCommand,
  budget: budgetCommand,
  repeat: repeatCommand,
  replay: replayCommand,
  fork: forkCommand,
  intervene: interveneCommand,
  interview: interviewCommand,
  poll: pollCommand,
  export: exportCommand,
  data: dataCommand,
  endpoints: endpointsCommand,
  templates: templatesCommand,
  validate: validateCommand,
  schema: schemaCommand,
  migrate: migrateCommand,
};

async function main([name, ...words]: string[]): Promise<ExitCode> {
  if (name === undefined || name === "help" || name === "--help") {
    console.log(USAGE);
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = COMMANDS[name];
  if (!command) throw new CommandError(EXIT.usage, [`There is no command “${name}”.`, "", USAGE]);
  return command(words);
}

// A reader that has seen enough (`| head`) closes the pipe.
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.failed),
);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof CommandError) {
    for (const line of error.lines) console.error(line);
    process.exitCode = error.exitCode;
  } else if (error instanceof AppError) {
    for (const line of [error.message, ...error.problems.map(problemLine)]) console.error(line);
    // The model server's doing, not the words'.
    process.exitCode = error.code === "endpoint" ? EXIT.failed : EXIT.invalid;
  } else {
    for (const line of errorLines(error)) console.error(line);
    process.exitCode = error instanceof OperatorError ? EXIT.unavailable : EXIT.failed;
  }
}
