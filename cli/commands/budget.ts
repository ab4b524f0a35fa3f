import { parseArgs } from "node:util";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { openProgram } from "./program";
import { readSpendWords, SPEND_WORDS } from "./spend-words";

/** `budget RUN [--budget-tokens N] [--budget-usd X]`: what the study of a run may use and has used, and its change; one line of JSON. */
export async function budgetCommand(words: string[]): Promise<ExitCode> {
  const { runId, change } = readWords(words);
  const program = await openProgram(process.env, {});
  try {
    const { services } = program.container;
    const { studyId } = await services.getRun(SYSTEM, runId);
    const before = await services.getBudget(SYSTEM, studyId);
    const budget = change && {
      tokens: change.tokens ?? before.tokens,
      money: change.money ?? before.money,
    };
    const now = budget
      ? await services.changeBudget(SYSTEM, studyId, { budget, resume: false })
      : before;
    console.log(JSON.stringify({ studyId, ...now }));
    return EXIT.ok;
  } finally {
    await program.stop();
  }
}

function readWords(words: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        "budget-tokens": SPEND_WORDS["budget-tokens"],
        "budget-usd": SPEND_WORDS["budget-usd"],
      },
    });
    const [runId, ...more] = positionals;
    const { budget } = readSpendWords(values);
    if (runId !== undefined && more.length === 0)
      return {
        runId,
        change: budget.tokens === null && budget.money === null ? undefined : budget,
      };
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.usage, [error instanceof Error ? error.message : String(error)]);
  }
  throw new CommandError(EXIT.usage, ["Name one run by its id: microcosm budget RUN"]);
}
