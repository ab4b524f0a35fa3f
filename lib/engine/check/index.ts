import type { Scenario, ScenarioProblem } from "@/lib/domain/scenario";
import { analyzeScenario } from "../run/compile-scenario";

/**
 * Checks that a scenario makes sense: names, types and visibility in every expression and template.
 * It is what compiling the scenario for a run reports. Empty when it is sound; otherwise each
 * problem with its JSON pointer, in the order of the document, at most 200 of them.
 */
export const checkScenario = (scenario: Scenario): readonly ScenarioProblem[] =>
  analyzeScenario(scenario).problems;
