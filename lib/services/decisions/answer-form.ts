import type { AnswerField } from "@/lib/contracts/reviews";
import type { ResolvedAnswer, ResolvedInput, ResolvedInputs } from "@/lib/domain/answers";

/**
 * Returns the inputs behind a recorded decision: those of the action taken, or of the single
 * question.
 */
export function inputsForAction(answer: ResolvedAnswer, action: string | null): ResolvedInputs {
  if (answer.kind === "one") return answer.inputs;
  return (action === null ? undefined : answer.actions[action]?.inputs) ?? {};
}

/** Returns the form fields with which a person rewrites an answer. */
export const answerFields = (inputs: ResolvedInputs): AnswerField[] =>
  Object.entries(inputs).map(([name, input]) => toField(name, input));

function toField(name: string, input: ResolvedInput): AnswerField {
  const base = {
    name,
    label: input.label ?? name,
    type: input.type,
    optional: input.optional ?? false,
  };
  switch (input.type) {
    case "integer":
    case "number":
      return {
        ...base,
        ...(input.min !== undefined && { min: input.min }),
        ...(input.max !== undefined && { max: input.max }),
      };
    case "category":
      return {
        ...base,
        options: input.options.map((option) => ({ value: option, label: option })),
      };
    case "ref":
      return {
        ...base,
        options: input.options.map(({ id, label }) => ({ value: id, label: `${label} (${id})` })),
      };
    case "text":
      return { ...base, maxLength: input.maxLength };
    case "list": {
      const { of } = input;
      const options =
        of.type === "category"
          ? of.options.map((value) => ({ value, label: value }))
          : of.type === "ref"
            ? of.options.map(({ id, label }) => ({ value: id, label }))
            : undefined;
      return { ...base, of: of.type, ...(options && { options }) };
    }
    case "boolean":
    case "records":
      return base;
  }
}
