import { AppError } from "@/lib/contracts/errors";
import { formatAnswer, parseAnswer, type ResolvedInputs } from "@/lib/domain/answers";
import type { DecisionValues } from "@/lib/domain/decision";

/**
 * Parses an answer that a person substitutes for an agent's, with the rules for the agent's own.
 * @param kind of answer in the message, such as `rewritten`
 * @throws AppError invalid when the agent could not have given it
 */
export function checkAnswer(
  inputs: ResolvedInputs,
  values: DecisionValues,
  kind: string,
): DecisionValues {
  const answer = { kind: "one", inputs } as const;
  const refuse = (why: string): never => {
    throw new AppError(
      "invalid",
      `The ${kind} answer does not fit what the agent was asked. ${why}`,
    );
  };
  const unasked = Object.keys(values).filter((name) => !Object.hasOwn(inputs, name));
  if (unasked.length > 0)
    return refuse(
      `The agent was not asked for ${unasked.map((name) => `\`${name}\``).join(", ")}.`,
    );
  const read = parseAnswer(answer, formatAnswer(answer, { values }));
  return read.ok ? { ...read.values } : refuse(read.message);
}
