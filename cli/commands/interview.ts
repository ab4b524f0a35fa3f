import { interviewQuestion } from "@/lib/contracts/interviews";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { listenForStopSignals } from "../start/stop-signals";
import { withServices } from "./instance";

/**
 * `interview RUN AGENT QUESTION`: prints the answer. The next question continues the interview. A
 * request to stop waits for the answer, which is paid for and kept; a second one ends at once.
 */
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
  const signals = listenForStopSignals();
  signals.stop.addEventListener("abort", () =>
    console.error("Waiting for the answer, to keep it. Press Ctrl-C again to give it up."),
  );
  signals.force.addEventListener("abort", () => process.exit(EXIT.interrupted));
  try {
    return await withServices({ demoModel: true }, async (services) => {
      const { answer } = await services.interviewAgent(SYSTEM, runId, question.data);
      if (answer.problem !== null) console.error(answer.problem);
      if (answer.text === "") return EXIT.failed;
      console.log(answer.text);
      return EXIT.ok;
    });
  } finally {
    signals.release();
  }
}
