import { interviewQuestion } from "@/lib/contracts/interviews";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { withServices } from "./instance";

/** `interview RUN AGENT QUESTION`: prints the answer. The next question continues the interview. */
export async function interviewCommand(
  runId: string,
  agent: string,
  text: string,
): Promise<ExitCode> {
  const question = interviewQuestion.safeParse({ agent, text });
  if (!question.success)
    throw new CommandError(
      EXIT.usage,
      question.error.issues.map(({ message }) => message),
    );
  return withServices({ demoModel: true }, async (services) => {
    const { answer } = await services.interviewAgent(SYSTEM, runId, question.data);
    console.log(answer.text);
    return EXIT.ok;
  });
}
