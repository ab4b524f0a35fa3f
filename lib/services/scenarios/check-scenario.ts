import { limitProblems } from "@/lib/contracts/errors";
import type { CheckResult } from "@/lib/contracts/scenarios";
import { parseScenario, type Scenario } from "@/lib/domain/scenario";
import { checkScenario, inspectScenario, type ScenarioProblem } from "@/lib/engine";
import { isTooDeep } from "./is-too-deep";
import { findUnstorableTexts } from "./find-unstorable-texts";

export type CheckedScenario =
  | { readonly ok: true; readonly scenario: Scenario }
  | {
      readonly ok: false;
      readonly problems: readonly ScenarioProblem[];
      /** Whether stored documents may have all of these problems, and keep working. */
      readonly wasValid?: boolean;
    };

export const TOO_DEEP = { pointer: "", message: "the document is nested too deeply" };

/** Checks everything about a document that is known before it runs: its shape, names and types. */
export function checkDocument(document: unknown): CheckedScenario {
  if (isTooDeep(document)) return { ok: false, problems: [TOO_DEEP] };
  const parsed = parseScenario(document);
  if (!parsed.ok) return parsed;
  const { scenario } = parsed;
  const unstorable = findUnstorableTexts(document);
  const problems = [...unstorable, ...checkScenario(scenario)];
  if (problems.length === 0) return { ok: true, scenario };
  const wasValid = unstorable.length === 0 && inspectScenario(scenario).problems.length === 0;
  return { ok: false, problems, wasValid };
}

/** Checks a document and returns the result of the API; a valid one may have warnings. */
export function checkScenarioDocument(document: unknown): CheckResult {
  const checked = checkDocument(document);
  if (!checked.ok)
    return {
      ok: false,
      ...limitProblems(checked.problems),
      ...(checked.wasValid && { wasValid: true }),
    };
  const { warnings, revelations } = inspectScenario(checked.scenario);
  return {
    ok: true,
    problems: [],
    warnings: [...warnings],
    revelations: revelations.map(({ attributes, ...place }) => ({
      ...place,
      attributes: [...attributes],
    })),
  };
}
