import type { ScenarioProblem } from "@/lib/domain/scenario";

/** The scenario is invalid: all problems, each with its JSON pointer. */
export class ScenarioError extends Error {
  constructor(readonly problems: readonly ScenarioProblem[]) {
    super(problems.map(({ pointer, message }) => `${pointer}: ${message}`).join("\n"));
    this.name = "ScenarioError";
  }
}

/** A live intervention could not be applied; the world is unchanged. */
export class InterventionError extends Error {
  constructor(
    readonly number: number,
    message: string,
  ) {
    super(message);
    this.name = "InterventionError";
  }
}

/** A run failed because of its scenario: the step, the part of the document, and the reason. */
export class SimulationError extends Error {
  constructor(
    readonly step: { readonly round: number; readonly key: string },
    /** JSON pointer into the scenario. */
    readonly pointer: string,
    reason: string,
    /** The expression that failed, if any. */
    readonly source?: string,
  ) {
    super(
      `Round ${step.round}, ${step.key}: ` +
        `${reason}${source === undefined ? "" : ` In “${source}”`} (${pointer}).`,
    );
    this.name = "SimulationError";
  }
}
