import { correction, forkRun } from "@/lib/contracts/forks";
import { interventionInput } from "@/lib/contracts/interventions";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { followRun } from "./follow-run";
import { readJsonFile } from "./json-file";
import {
  type ModelOptions,
  parseModelOptions,
  resolveModelChoices,
  storeEndpoint,
} from "./model-options";

export type ForkOptions = ModelOptions & {
  readonly round?: number;
  readonly rounds?: number;
  /** Path of a JSON file. */
  readonly intervention?: string;
  /** Path of a JSON file. */
  readonly correct?: string;
  readonly out?: string;
};

/** `fork RUN`: a new run with the history of another one, followed to its end like `run`. */
export async function forkCommand(runId: string, options: ForkOptions): Promise<ExitCode> {
  const { modelNames, endpoint } = parseModelOptions(options, process.env);
  const input = parseForkInput(options);
  return followRun({
    requirements: { demoModel: endpoint === undefined },
    out: options.out,
    begin: async (services) => {
      const endpointId = await storeEndpoint(services, endpoint);
      const models = await resolveModelChoices(services, modelNames);
      const fork = await services.forkRun(SYSTEM, runId, {
        ...input,
        models,
        ...(endpointId !== undefined && { endpointId }),
      });
      return fork.runId;
    },
  });
}

function parseForkInput({ round, rounds, intervention, correct }: ForkOptions) {
  const parsed = forkRun.safeParse({
    round,
    rounds,
    ...(intervention !== undefined && {
      intervention: readJsonFile(intervention, interventionInput),
    }),
    ...(correct !== undefined && { correction: readJsonFile(correct, correction) }),
  });
  if (parsed.success) return parsed.data;
  throw new CommandError(
    EXIT.usage,
    parsed.error.issues.map(({ message }) => message),
  );
}
