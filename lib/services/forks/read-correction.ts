import type { z } from "zod";
import { AppError } from "@/lib/contracts/errors";
import type { correction as correctionContract } from "@/lib/contracts/forks";
import type { Actor } from "@/lib/domain/access";
import { type DecisionValues, NUMBERED_MEMORIES, REFLECTION } from "@/lib/domain/decision";
import { personOf } from "../computation/person-of";
import { inputsForAction } from "../decisions/answer-form";
import { checkAnswer } from "../decisions/check-answer";
import { askedTask } from "../decisions/asked-task";
import { findDecision } from "../decisions/get-decision";
import type { PastDecisionPorts } from "../decisions/ports";
import type { RunRecord } from "../runs/ports";

/** A corrected answer for a recorded decision. */
export type Correction = {
  readonly version: number;
  readonly seq: number;
  readonly round: number;
  readonly agent: string;
  /** Label of the phase. */
  readonly phaseLabel: string;
  readonly action: string;
  readonly values: DecisionValues;
};

/**
 * Reads a correction of a recorded decision, checked against what the agent was asked then.
 * @throws AppError notFound; invalid when the agent could not have given that answer
 */
export async function readCorrection(
  ports: PastDecisionPorts,
  actor: Actor,
  run: RunRecord,
  { version, seq, action: asked, values }: z.output<typeof correctionContract>,
): Promise<Correction> {
  const decision = await findDecision(ports, { run, key: { version, seq }, reviewerId: null });
  const opened = await ports.worlds.run(
    askedTask,
    { run, version, seq },
    { person: personOf(actor) },
  );
  if (!opened)
    throw refused(
      "/correction",
      "the agent was asked nothing there, so it has no answer to correct",
    );
  const { slot, shape, stepLabel } = opened;
  const only = slot.offered.length === 1 ? slot.offered[0] : undefined;
  const action = asked ?? decision.action ?? only;
  if (action === undefined)
    throw refused("/correction/action", `choose an action: ${slot.offered.join(", ")}`);
  if (!slot.offered.includes(action))
    throw refused("/correction/action", `the agent was offered ${slot.offered.join(", ")}`);
  return {
    version,
    seq,
    action,
    round: decision.round,
    agent: decision.agent,
    phaseLabel: stepLabel ?? decision.phase,
    values: {
      ...checkAnswer(inputsForAction(shape, action), values, "corrected"),
      ...(slot.kind === REFLECTION && keepNumberedMemories(decision.values)),
    },
  };
}

/** Keeps the memories recorded with a reflection: the numbers in its answer refer to them. */
const keepNumberedMemories = (values: DecisionValues | null): DecisionValues => {
  const memories = values?.[NUMBERED_MEMORIES];
  return Array.isArray(memories) ? { [NUMBERED_MEMORIES]: memories } : {};
};

const refused = (pointer: string, message: string): AppError =>
  new AppError("invalid", "The decision cannot be corrected this way.", [{ pointer, message }]);
