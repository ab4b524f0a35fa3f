import type { StudyEstimate } from "@/lib/contracts/estimates";
import { SYSTEM } from "@/lib/domain/access";
import { CommandError, EXIT, type ExitCode } from "../exit-codes";
import { openProgram } from "./program";
import { readParameters, studyInput } from "./run";
import { readRunOptions } from "./run-options";
import { problemLines, scenarioDocument } from "./scenario-argument";

const JSON_WORD = "--json";

/** `estimate SCENARIO …`, with the options of `run`: what it would take, in words or as one line of JSON. Nothing is run. */
export async function estimateCommand(words: string[]): Promise<ExitCode> {
  const options = readRunOptions(
    words.filter((word) => word !== JSON_WORD),
    process.env,
  );
  const document = scenarioDocument(options.scenario);
  const problems = problemLines(document);
  if (problems.length > 0) throw new CommandError(EXIT.invalid, problems);
  const parameters = readParameters(document, options.parameters);
  const program = await openProgram(process.env, { demoModel: options.endpoint === undefined });
  try {
    const { services } = program.container;
    const estimate = await services.estimateStudy(
      SYSTEM,
      await studyInput(services, document, parameters, options),
    );
    if (words.includes(JSON_WORD)) console.log(JSON.stringify(estimate));
    else for (const line of linesOf(estimate)) console.log(line);
    return EXIT.ok;
  } finally {
    await program.stop();
  }
}

const whole = (value: number): string => Math.round(value).toLocaleString("en-GB");

function linesOf(estimate: StudyEstimate): readonly string[] {
  const { low, high, cost, seconds, basis, phases } = estimate;
  const between = (of: "calls" | "promptTokens" | "completionTokens" | "embeddingTokens"): string =>
    `${whole(estimate[of])} (${whole(low[of])} to ${whole(high[of])})`;
  return [
    `calls        ${between("calls")}`,
    `tokens in    ${between("promptTokens")}`,
    `tokens out   ${between("completionTokens")}`,
    ...(estimate.embeddingTokens > 0 ? [`embedded     ${between("embeddingTokens")}`] : []),
    `cost         ${cost === null ? "not known: the endpoint has no prices" : `US$${cost.toFixed(2)} (${(low.cost ?? 0).toFixed(2)} to ${(high.cost ?? 0).toFixed(2)})`}`,
    `time         ${whole(seconds ?? 0)} s (${whole(low.seconds ?? 0)} to ${whole(high.seconds ?? 0)})${basis.assumedLatency === null ? "" : `, if an answer takes ${basis.assumedLatency.toFixed(2)} s: this endpoint has made no calls here yet`}`,
    ...phases.map(
      ({ label, group, calls, promptTokens, completionTokens }) =>
        `  ${label} (${group}): ${whole(calls)} calls, ${whole(promptTokens)} tokens in, ${whole(completionTokens)} out`,
    ),
    ...(basis.reused > 0
      ? [`${(100 * basis.reused).toFixed(0)} % of the decisions are on record`]
      : []),
    `from ${basis.plays} plays of ${basis.played} of ${basis.rounds} rounds${basis.share < 1 ? ` with ${(100 * basis.share).toPrecision(2)} % of the agents` : ""} and ${whole(basis.prompts)} prompts${basis.rough ? ", roughly: the first round was not played in full" : ""}; lengths of answers ${ANSWERS[basis.answers]}`,
  ];
}

const ANSWERS: Readonly<Record<StudyEstimate["basis"]["answers"], string>> = {
  record: "as on record",
  both: "partly as on record, partly by the limits of their texts",
  limits: "by the limits of their texts",
};
