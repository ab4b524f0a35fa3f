import { SYSTEM } from "@/lib/domain/access";
import { parseScenario, parseParameterText, type ParameterValues } from "@/lib/domain/scenario";
import type { Services } from "@/lib/container";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { storeFile } from "./data-files";
import { followRun } from "./follow";
import { findModels } from "./model-words";
import { readRunOptions, type RunOptions } from "./run-options";
import { problemLines, scenarioDocument } from "./scenario-argument";

/** `run SCENARIO …`: runs it to the end, writes its files, prints one line of JSON. */
export async function runCommand(words: string[]): Promise<ExitCode> {
  const options = readRunOptions(words, process.env);
  const document = scenarioDocument(options.scenario);
  const problems = problemLines(document);
  if (problems.length > 0) throw new CommandError(EXIT.invalid, problems);
  const parameters = readParameters(document, options.parameters);

  return followRun(
    (services, beside) => start(services, document, parameters, options, beside),
    options.out,
    { demoModel: options.endpoint === undefined },
  );
}

/** Values as words, read by the scenario's own types. @throws CommandError invalid */
export function readParameters(
  document: unknown,
  texts: Readonly<Record<string, string>>,
): ParameterValues {
  const parsed = parseScenario(document);
  if (!parsed.ok) return {};
  const values: Record<string, number | string | boolean> = {};
  for (const [name, text] of Object.entries(texts)) {
    const parameter = parsed.scenario.parameters[name];
    // An unknown name goes on as it is: the check of the parameters names it and the nearest one.
    values[name] =
      parameter === undefined ? text : valueOf(name, parseParameterText(parameter, text));
  }
  return values;
}

function valueOf(
  name: string,
  read: ReturnType<typeof parseParameterText>,
): number | string | boolean {
  if (!read.ok) throw new CommandError(EXIT.invalid, [`/parameters/${name}: ${read.message}`]);
  return read.value;
}

async function start(
  services: Services,
  document: unknown,
  parameters: ParameterValues,
  options: RunOptions,
  keep: (kept: Promise<void>) => void,
): Promise<string> {
  const { runIds } = await services.startStudy(
    SYSTEM,
    await studyInput(services, document, parameters, options),
    options.estimate ? { keep } : {},
  );
  const [runId] = runIds;
  if (runId === undefined) throw new Error("the study has no run");
  return runId;
}

/** The study that the words ask for; what it reads and who answers are stored first. */
export async function studyInput(
  services: Services,
  document: unknown,
  parameters: ParameterValues,
  options: RunOptions,
) {
  const { rounds, seed, endpoint, data } = options;
  const models = await findModels(services, options.models);
  for (const file of data) await storeFile(services, file);
  const stored =
    endpoint &&
    (await services.ensureEndpoint({ ...endpoint, name: `${endpoint.model} (command line)` }));
  return {
    document,
    parameters,
    models,
    replicates: 1,
    ...options.spend,
    ...(rounds !== undefined && { rounds }),
    ...(seed !== undefined && { seed }),
    ...(stored && { endpointId: stored.id }),
  };
}
