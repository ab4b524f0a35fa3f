import type { StudyEstimate } from "@/lib/contracts/estimates";
import { SYSTEM } from "@/lib/domain/access";
import { describeNullValues } from "@/lib/domain/decision";
import { EXIT, type ExitCode } from "../exit-codes";
import { withServices } from "./instance";
import { parseStudyRequest, prepareStudyInput, type StudyOptions } from "./study-options";

export type EstimateOptions = StudyOptions & { readonly json?: true };

/** `estimate SCENARIO`: what a run would take, as text or one line of JSON. Nothing is run. */
export async function estimateCommand(source: string, options: EstimateOptions): Promise<ExitCode> {
  const request = parseStudyRequest(source, options);
  return withServices({ demoModel: request.endpoint === undefined }, async (services) => {
    const estimate = await services.estimateStudy(
      SYSTEM,
      await prepareStudyInput(services, request),
    );
    if (options.json) console.log(JSON.stringify(estimate));
    else for (const line of formatEstimate(estimate)) console.log(line);
    return EXIT.ok;
  });
}

const formatCount = (value: number): string => Math.round(value).toLocaleString("en-GB");

function formatEstimate(estimate: StudyEstimate): readonly string[] {
  const { low, high, phases, basis } = estimate;
  const range = (of: "calls" | "promptTokens" | "completionTokens" | "embeddingTokens"): string =>
    `${formatCount(estimate[of])} (${formatCount(low[of])} to ${formatCount(high[of])})`;
  return [
    `calls             ${range("calls")}`,
    `input tokens      ${range("promptTokens")}`,
    `output tokens     ${range("completionTokens")}`,
    ...(estimate.embeddingTokens > 0 ? [`embedding tokens  ${range("embeddingTokens")}`] : []),
    `cost              ${formatCost(estimate)}`,
    `time              ${formatDuration(estimate)}`,
    ...phases.map(
      ({ label, group, calls, promptTokens, completionTokens }) =>
        `  ${label} (${group}): ${formatCount(calls)} calls, ` +
        `${formatCount(promptTokens)} input tokens, ${formatCount(completionTokens)} output tokens`,
    ),
    ...(basis.reused > 0
      ? [`${(100 * basis.reused).toFixed(0)}% of the decisions reuse recorded answers`]
      : []),
    ...(basis.nullValues.prompts > 0
      ? [describeNullValues(basis.nullValues, { total: basis.prompts, noun: "prompts" })]
      : []),
    formatBasis(basis),
  ];
}

function formatCost({ cost, low, high }: StudyEstimate): string {
  if (cost === null) return "unknown: the endpoint has no prices";
  return `US$${cost.toFixed(2)} (${(low.cost ?? 0).toFixed(2)} to ${(high.cost ?? 0).toFixed(2)})`;
}

function formatDuration({ seconds, low, high, basis: { assumedLatency } }: StudyEstimate): string {
  const range =
    `${formatCount(seconds ?? 0)} s ` +
    `(${formatCount(low.seconds ?? 0)} to ${formatCount(high.seconds ?? 0)})`;
  if (assumedLatency === null) return range;
  return (
    `${range}, assuming ${assumedLatency.toFixed(2)} s per call: no earlier calls to ` +
    "this endpoint"
  );
}

const LENGTH_SOURCES: Readonly<Record<StudyEstimate["basis"]["answers"], string>> = {
  record: "from recorded answers",
  both: "partly from recorded answers, partly from the length limits of their texts",
  limits: "from the length limits of their texts",
};

function formatBasis(basis: StudyEstimate["basis"]): string {
  const agents =
    basis.share < 1 ? ` with ${(100 * basis.share).toPrecision(2)}% of the agents` : "";
  const precision = basis.rough
    ? "; approximate, because the first round was not simulated in full"
    : "";
  return (
    `based on ${basis.plays} simulations of ${basis.played} of ${basis.rounds} rounds${agents} ` +
    `and ${formatCount(basis.prompts)} prompts${precision}; ` +
    `answer lengths ${LENGTH_SOURCES[basis.answers]}`
  );
}
