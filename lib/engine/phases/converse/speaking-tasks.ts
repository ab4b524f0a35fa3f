import { NEXT_INPUT, type ResolvedInput, TEXT_INPUT, turnInputs } from "@/lib/domain/answers";
import { groupOfConversationPart } from "@/lib/domain/scenario";
import type { Computed } from "../../expressions/contract";
import { compileInputs, type CompiledInputs } from "../../prompts/inputs";
import type { Row } from "../../base/row";
import {
  childLocation,
  type SourceLocation,
  type RenderTemplate,
  withNames,
} from "../../kit/compiler";
import type { EvaluationContext } from "../../kit/evaluation-context";
import type { Task } from "../../prompts/task";
import { currentAnswers, compileRecordTurn, currentTurn } from "./record-turn";
import { DRAFT, currentMembers, type ConversationParts } from "./conversation-parts";

/** Compiles the turn of one speaker: a separate call with its own profile and memory. */
export function speakingTask(parts: ConversationParts): Task {
  const { name, conversation, memberType, location, shared, phases } = parts;
  const { compiler, rows, describe, agentNames } = phases;
  const { label, description, prompt, mode, next } = conversation;
  const speaker: SourceLocation = withNames(
    { pointer: location.pointer, names: agentNames(memberType) },
    shared,
  );
  const declared = turnInputs(conversation);
  const inputs = compileInputs(declared, {
    location: childLocation(speaker, "inputs"),
    compiler,
    describe,
  });
  const asked =
    next === "lastSpeaker"
      ? withNextSpeakerInput(inputs, parts, (context) =>
          currentMembers(context.vars).filter((member) => member !== context.vars["self"]),
        )
      : inputs;
  const recordTurn = compileRecordTurn({ name, inputs: declared, pointer: location.pointer, rows });
  const text = compiler.compileText(prompt, childLocation(speaker, "prompt"), "self");
  return {
    name,
    kind: "turn",
    label,
    description,
    pointer: location.pointer,
    group: groupOfConversationPart(conversation.model, "turns"),
    when: undefined,
    prompt: mode === "hybrid" ? withDraft(text) : text,
    inputs: mode === "hybrid" ? mayKeepDraft(asked) : asked,
    requirements: [],
    act: (context) => {
      const answers = currentAnswers(context);
      const { [DRAFT]: draft = null } = context.vars;
      recordTurn(context, {
        number: currentTurn(context),
        speaker: context.vars["self"] as Row,
        answers: { ...answers, [TEXT_INPUT]: answers[TEXT_INPUT] ?? draft },
      });
    },
    fallback: undefined,
  };
}

/** Compiles the task of the moderator: naming the next speaker. */
export function moderatingTask(parts: ConversationParts, moderatorType: string): Task {
  const { name, conversation, location, shared, phases } = parts;
  const { compiler, agentNames } = phases;
  const moderator: SourceLocation = withNames(
    { pointer: location.pointer, names: agentNames(moderatorType) },
    shared,
  );
  const nothing: CompiledInputs = {
    names: [],
    resolve: () => ({}),
    mayBeImpossible: false,
    refs: new Map(),
  };
  return {
    name,
    kind: "next",
    label: conversation.label,
    description: conversation.description,
    pointer: location.pointer,
    group: groupOfConversationPart(conversation.model, "moderation"),
    when: undefined,
    prompt: compiler.compileText(
      conversation.moderation ?? MODERATION,
      childLocation(moderator, "moderation"),
      "self",
    ),
    inputs: withNextSpeakerInput(nothing, parts, (context) => currentMembers(context.vars)),
    requirements: [],
    act: () => undefined,
    fallback: undefined,
  };
}

const MODERATION = [
  "You moderate a conversation.",
  "{% if turns.size > 0 %}So far:{% for t in turns %}\n- {{ t.speaker.id }}: {{ t.text }}{% " +
    "endfor %}{% else %}Nobody has spoken yet.{% endif %}",
  "Who speaks next?",
].join("\n");

/** Adds an input for the next speaker, one of the candidates. */
function withNextSpeakerInput(
  inputs: CompiledInputs,
  { memberType, phases }: ConversationParts,
  candidates: (context: EvaluationContext) => readonly Row[],
): CompiledInputs {
  const next = (context: EvaluationContext): ResolvedInput => ({
    type: "ref",
    label: "Who speaks next",
    options: candidates(context).map((row) => ({
      id: row.id,
      label: phases.describe(memberType, row, context),
    })),
  });
  return {
    names: [...inputs.names, NEXT_INPUT],
    resolve: (context) => ({ ...inputs.resolve(context), [NEXT_INPUT]: next(context) }),
    mayBeImpossible: inputs.mayBeImpossible,
    refs: new Map([...inputs.refs, [NEXT_INPUT, memberType]]),
  };
}

/** Adds the drafted line to the prompt. */
const withDraft =
  (prompt: RenderTemplate): RenderTemplate =>
  (context, viewer) => {
    const draft: Computed = context.vars[DRAFT] ?? "";
    return (
      `${prompt(context, viewer).trim()}\n\nA draft of what you say next:\n“${String(draft)}”\n` +
      `Say it in your own way, or answer null for "${TEXT_INPUT}" to keep it as it is.`
    );
  };

/** Makes the text optional; without one, the draft is kept. */
function mayKeepDraft(inputs: CompiledInputs): CompiledInputs {
  return {
    ...inputs,
    resolve: (context) => {
      const { [TEXT_INPUT]: text, ...others } = inputs.resolve(context);
      return text ? { [TEXT_INPUT]: { ...text, optional: true }, ...others } : others;
    },
    names: [TEXT_INPUT, ...inputs.names.filter((input) => input !== TEXT_INPUT)],
  };
}
