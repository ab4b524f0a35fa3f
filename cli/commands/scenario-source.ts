import { checkScenarioDocument } from "@/lib/container/scenarios";
import { type CheckResult, WAS_VALID } from "@/lib/contracts/scenarios";
import { CommandError, EXIT } from "../exit-codes";
import { formatProblem } from "./format-problem";
import { readDocument } from "./json-file";
import { loadTemplate } from "./templates";

const TEMPLATE_PREFIX = "template:";

/**
 * Loads the scenario document that an argument names: a file or `template:NAME`.
 * @throws CommandError if there is no such file or template, or it is not JSON
 */
export function loadScenario(source: string): unknown {
  if (source.startsWith(TEMPLATE_PREFIX)) return loadTemplate(source.slice(TEMPLATE_PREFIX.length));
  return readDocument("scenario file", source);
}

/**
 * Loads a scenario that can run; writes the warnings of its check to standard error.
 * @throws CommandError with a line per problem
 */
export function loadValidScenario(source: string): unknown {
  const document = loadScenario(source);
  const checked = checkScenarioDocument(document);
  if (!checked.ok)
    throw new CommandError(EXIT.invalid, [
      ...checked.problems.map(formatProblem),
      ...(checked.wasValid ? [WAS_VALID] : []),
    ]);
  for (const line of formatWarnings(checked)) console.error(line);
  return document;
}

/** Everything wrong with a document, one line each; empty if it can run. */
export const listProblems = (document: unknown): readonly string[] =>
  checkScenarioDocument(document).problems.map(formatProblem);

/** Warnings about a valid document and the private attributes that it makes public. */
export function listRemarks(document: unknown): readonly string[] {
  const checked = checkScenarioDocument(document);
  const { revelations = [] } = checked;
  return [
    ...formatWarnings(checked),
    ...revelations.map(
      ({ pointer, attributes }) => `${pointer}: makes ${attributes.join(", ")} public`,
    ),
  ];
}

const formatWarnings = ({ warnings = [] }: CheckResult): readonly string[] =>
  warnings.map((warning) => `warning: ${formatProblem(warning)}`);
