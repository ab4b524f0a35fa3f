import type { ScenarioProblem } from "@/lib/domain/scenario";

/** The scenario cannot be run as it stands: every problem found, each with its JSON pointer. */
export class ScenarioError extends Error {
  constructor(readonly problems: readonly ScenarioProblem[]) {
    super(problems.map(({ pointer, message }) => `${pointer}: ${message}`).join("\n"));
    this.name = "ScenarioError";
  }
}

/** A change from outside could not be applied to the world as it is. Nothing has changed. */
export class InterventionError extends Error {
  constructor(
    readonly number: number,
    message: string,
  ) {
    super(message);
    this.name = "InterventionError";
  }
}

/** A run failed because of its scenario: where in the run, which part of the document, and why. */
export class SimulationError extends Error {
  constructor(
    readonly step: { readonly round: number; readonly key: string },
    /** JSON pointer into the scenario. */
    readonly pointer: string,
    reason: string,
    /** The expression, when one was the cause. */
    readonly source?: string,
  ) {
    super(
      `Round ${step.round}, ${step.key}: ${reason}${source === undefined ? "" : ` In “${source}”`} (${pointer}).`,
    );
    this.name = "SimulationError";
  }
}
