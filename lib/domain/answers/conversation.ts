import type { AnswerInput, AnswerType, Conversation } from "../scenario";
import type { ResolvedField, ResolvedRecords } from "./resolved-answer";

/** What is said in a turn. */
export const TEXT_INPUT = "text";
/** Who speaks next, where the last speaker or the moderator says so. */
export const NEXT_INPUT = "next";
/** The lines of a script, and in each of them who speaks. */
export const SCRIPT_INPUT = "turns";
export const SPEAKER_FIELD = "speaker";

type Typed = Readonly<Record<string, { readonly type: AnswerType }>>;

/**
 * The inputs of a turn: those declared, and before them what is said, unless that is declared, too.
 */
export function turnInputs({
  inputs,
}: Pick<Conversation, "inputs">): Readonly<Record<string, AnswerInput>> {
  return Object.hasOwn(inputs, TEXT_INPUT)
    ? inputs
    : { [TEXT_INPUT]: { type: "text", optional: false, maxLength: 500, minLength: 1 }, ...inputs };
}

/** The inputs of a turn that the writer of a script answers: a draft is only of what is said. */
export const scriptInputs = (
  conversation: Pick<Conversation, "inputs" | "mode">,
): Readonly<Record<string, AnswerInput>> =>
  Object.fromEntries(
    Object.entries(turnInputs(conversation)).filter(
      ([name]) => conversation.mode === "script" || name === TEXT_INPUT,
    ),
  );

/**
 * Everything that may be asked in a conversation: the turns or the script, who speaks next, and the
 * closing decision.
 */
export function conversationAnswers(conversation: Conversation): readonly Typed[] {
  const { mode, next, closing } = conversation;
  return [
    ...(mode === "agent" ? [] : [{ [SCRIPT_INPUT]: { type: "records" } } as const]),
    ...(mode === "script" ? [] : [turnInputs(conversation)]),
    ...(next === "lastSpeaker" || next === "moderator"
      ? [{ [NEXT_INPUT]: { type: "ref" } } as const]
      : []),
    ...(closing ? [closing.inputs] : []),
  ];
}

/** The shape of a script as far as its text depends on it: the fields of each line in order. */
export function scriptShape(conversation: Pick<Conversation, "inputs" | "mode">): ResolvedRecords {
  const fields = [SPEAKER_FIELD, ...Object.keys(scriptInputs(conversation))].map(
    (name): [string, ResolvedField] => [name, { type: "boolean" }],
  );
  return { type: "records", fields: Object.fromEntries(fields), minItems: 0, maxItems: 0 };
}
