import { correction, forkRun, type ForkRun } from "@/lib/contracts/forks";
import { interventionInput } from "@/lib/contracts/interventions";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { followRun } from "./follow";
import { findModels, readModelWords } from "./model-words";
import { endpointOf, wholeNumber } from "./run-options";
import { jsonFile, readWords } from "./words";

const FORM =
  "fork RUN --round N [--rounds M] [--intervention FILE] [--correct FILE] [--model GROUP=CHOICE] [--base-url URL --model NAME] [--out DIR]";

const text = { type: "string" } as const;

/** `fork RUN …`: a new run with the history of another one, followed to its end like `run`. */
export async function forkCommand(words: string[]): Promise<ExitCode> {
  const options = {
    round: text,
    rounds: text,
    intervention: text,
    correct: text,
    "base-url": text,
    model: { ...text, multiple: true } as const,
    "api-key-env": text,
    concurrency: text,
    out: text,
  };
  const { values, positionals } = readWords(words, 1, options, FORM);
  const [runId = ""] = positionals;
  const { models: named, model } = readModelWords(values.model);
  const endpoint = endpointOf({ ...values, model }, process.env);
  const input = inputOf({
    round: wholeNumber("--round", values.round, 1),
    rounds: wholeNumber("--rounds", values.rounds, 1),
    ...(values.intervention !== undefined && {
      intervention: jsonFile(values.intervention, interventionInput),
    }),
    ...(values.correct !== undefined && { correction: jsonFile(values.correct, correction) }),
  });
  return followRun(
    async (services) => {
      const stored =
        endpoint &&
        (await services.ensureEndpoint({ ...endpoint, name: `${endpoint.model} (command line)` }));
      const models = await findModels(services, named);
      const forked = await services.forkRun(SYSTEM, runId, {
        ...input,
        models,
        ...(stored && { endpointId: stored.id }),
      });
      return forked.runId;
    },
    values.out,
    { demoModel: endpoint === undefined },
  );
}

function inputOf(given: ForkRun) {
  const parsed = forkRun.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new CommandError(EXIT.usage, [
    ...parsed.error.issues.map(({ message }) => message),
    `Write it so: microcosm ${FORM}`,
  ]);
}
