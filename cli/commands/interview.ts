import { interviewQuestion } from "@/lib/contracts/interviews";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { openProgram } from "./program";
import { readWords } from "./words";

const FORM = 'interview RUN AGENT "QUESTION"';

/** `interview RUN AGENT "QUESTION"`: prints what the agent answers. The next question goes on from there. */
export async function interviewCommand(words: string[]): Promise<ExitCode> {
  const { positionals } = readWords(words, 3, {}, FORM);
  const [runId = "", agent, text] = positionals;
  const question = interviewQuestion.safeParse({ agent, text });
  if (!question.success)
    throw new CommandError(EXIT.usage, [
      ...question.error.issues.map(({ message }) => message),
      `Write it so: microcosm ${FORM}`,
    ]);
  const program = await openProgram(process.env, { demoModel: true });
  try {
    const { answer } = await program.container.services.interviewAgent(
      SYSTEM,
      runId,
      question.data,
    );
    console.log(answer.text);
    return EXIT.ok;
  } finally {
    await program.stop();
  }
}
