import { NEXT_INPUT, type ResolvedInput, TEXT_INPUT, turnInputs } from "@/lib/domain/answers";
import { groupOfConversationPart } from "@/lib/domain/scenario";
import type { Computed } from "../../expressions/contract";
import { compileInputs, type CompiledInputs } from "../../prompts/inputs";
import type { Row } from "../../base/row";
import { inside, type Place, type Render, withNames } from "../../kit/compiler";
import type { Moment } from "../../kit/evaluation-context";
import type { Task } from "../../prompts/task";
import { answersOf, compileSaying, turnOf } from "./said";
import { DRAFT, membersIn, type Scene } from "./scene";

/** The turn of one speaker, in its own words: its own call, with its own profile and memory. */
export function speakingTask(scene: Scene): Task {
  const { name, conversation, memberType, place, shared, phases } = scene;
  const { compiler, rows, describe, agentNames } = phases;
  const { label, description, prompt, mode, next } = conversation;
  const speaker: Place = withNames(
    { pointer: place.pointer, names: agentNames(memberType) },
    shared,
  );
  const declared = turnInputs(conversation);
  const inputs = compileInputs(declared, inside(speaker, "inputs"), compiler, describe);
  const asked =
    next === "lastSpeaker"
      ? withNext(inputs, scene, (moment) =>
          membersIn(moment.vars).filter((member) => member !== moment.vars["self"]),
        )
      : inputs;
  const say = compileSaying(name, declared, place.pointer, rows);
  const text = compiler.text(prompt, inside(speaker, "prompt"), "self");
  return {
    name,
    kind: "turn",
    label,
    description,
    pointer: place.pointer,
    group: groupOfConversationPart(conversation.model, "turns"),
    when: undefined,
    prompt: mode === "hybrid" ? withDraft(text) : text,
    inputs: mode === "hybrid" ? mayKeep(asked) : asked,
    requirements: [],
    act: (moment) => {
      const answers = answersOf(moment);
      const { [DRAFT]: draft = null } = moment.vars;
      say(moment, turnOf(moment), moment.vars["self"] as Row, {
        ...answers,
        [TEXT_INPUT]: answers[TEXT_INPUT] ?? draft,
      });
    },
    fallback: undefined,
  };
}

/** The moderator says who speaks next. */
export function moderatingTask(scene: Scene, moderatorType: string): Task {
  const { name, conversation, place, shared, phases } = scene;
  const { compiler, agentNames } = phases;
  const moderator: Place = withNames(
    { pointer: place.pointer, names: agentNames(moderatorType) },
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
    pointer: place.pointer,
    group: groupOfConversationPart(conversation.model, "moderation"),
    when: undefined,
    prompt: compiler.text(
      conversation.moderation ?? MODERATION,
      inside(moderator, "moderation"),
      "self",
    ),
    inputs: withNext(nothing, scene, (moment) => membersIn(moment.vars)),
    requirements: [],
    act: () => undefined,
    fallback: undefined,
  };
}

const MODERATION = [
  "You moderate a conversation.",
  "{% if turns.size > 0 %}So far:{% for t in turns %}\n- {{ t.speaker.id }}: {{ t.text }}{% endfor %}{% else %}Nobody has spoken yet.{% endif %}",
  "Who speaks next?",
].join("\n");

/** The inputs, and who speaks next: one of the candidates. */
function withNext(
  inputs: CompiledInputs,
  { memberType, phases }: Scene,
  candidates: (moment: Moment) => readonly Row[],
): CompiledInputs {
  const next = (moment: Moment): ResolvedInput => ({
    type: "ref",
    label: "Who speaks next",
    options: candidates(moment).map((row) => ({
      id: row.id,
      label: phases.describe(memberType, row, moment),
    })),
  });
  return {
    names: [...inputs.names, NEXT_INPUT],
    resolve: (moment) => ({ ...inputs.resolve(moment), [NEXT_INPUT]: next(moment) }),
    mayBeImpossible: inputs.mayBeImpossible,
    refs: new Map([...inputs.refs, [NEXT_INPUT, memberType]]),
  };
}

/** The prompt with what the script has the speaker say. */
const withDraft =
  (prompt: Render): Render =>
  (moment, viewer) => {
    const draft: Computed = moment.vars[DRAFT] ?? "";
    return `${prompt(moment, viewer).trim()}\n\nA draft of what you say next:\n“${String(draft)}”\nSay it in your own way, or answer null for "${TEXT_INPUT}" to keep it as it is.`;
  };

/** Without a text of its own, a speaker keeps the draft. */
function mayKeep(inputs: CompiledInputs): CompiledInputs {
  return {
    ...inputs,
    resolve: (moment) => {
      const { [TEXT_INPUT]: text, ...others } = inputs.resolve(moment);
      return text ? { [TEXT_INPUT]: { ...text, optional: true }, ...others } : others;
    },
    names: [TEXT_INPUT, ...inputs.names.filter((input) => input !== TEXT_INPUT)],
  };
}
