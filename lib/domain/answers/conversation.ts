import type { AnswerInput, AnswerType, Conversation } from "../scenario";
import type { ResolvedField, ResolvedRecords } from "./resolved-answer";

/** Input that holds the text of a turn. */
export const TEXT_INPUT = "text";
/** Input that names the next speaker, where the last speaker or the moderator chooses. */
export const NEXT_INPUT = "next";
/** Input that holds the turns of a script, and the field of each that names its speaker. */
export const SCRIPT_INPUT = "turns";
export const SPEAKER_FIELD = "speaker";

type Typed = Readonly<Record<string, { readonly type: AnswerType }>>;

/**
 * Returns the declared inputs of a turn, preceded by `text` unless it is declared.
 */
export function turnInputs({
  inputs,
}: Pick<Conversation, "inputs">): Readonly<Record<string, AnswerInput>> {
  return Object.hasOwn(inputs, TEXT_INPUT)
    ? inputs
    : { [TEXT_INPUT]: { type: "text", optional: false, maxLength: 500, minLength: 1 }, ...inputs };
}

/**
 * Returns the inputs of a turn that the writer of a script answers; in hybrid mode only the text.
 */
export const scriptInputs = (
  conversation: Pick<Conversation, "inputs" | "mode">,
): Readonly<Record<string, AnswerInput>> =>
  Object.fromEntries(
    Object.entries(turnInputs(conversation)).filter(
      ([name]) => conversation.mode === "script" || name === TEXT_INPUT,
    ),
  );

/**
 * Returns every answer that a conversation may ask for: turns or script, next speaker, closing
 * decision.
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

/** Returns the fields of each turn of a script in order, which is all that its text depends on. */
export function scriptShape(conversation: Pick<Conversation, "inputs" | "mode">): ResolvedRecords {
  const fields = [SPEAKER_FIELD, ...Object.keys(scriptInputs(conversation))].map(
    (name): [string, ResolvedField] => [name, { type: "boolean" }],
  );
  return { type: "records", fields: Object.fromEntries(fields), minItems: 0, maxItems: 0 };
}
