import { describeAnswer, type ResolvedAnswer, type ResolvedInputs } from "@/lib/domain/answers";
import type { openMemory } from "../memory";
import { type Task, titleOf } from "../phases/task";
import type { Render } from "../run/compiler";
import type { Memory } from "../run/contract";
import type { Moment } from "../run/moment";
import type { Viewer } from "../templates/contract";

/** What a prompt says about one type of agent. */
export type Persona = { readonly profile: Render; readonly memory: ReturnType<typeof openMemory> };

export type Offer = { readonly task: Task; readonly inputs: ResolvedInputs };

/** What is asked: the inputs of the only thing on offer, or a choice with the inputs of each. */
export function answerTo(offers: readonly Offer[]): ResolvedAnswer {
  const [only, ...others] = offers;
  if (only && others.length === 0) return { kind: "one", inputs: only.inputs };
  const actions = offers.map(({ task: { name, label, description }, inputs }) => {
    const about = { ...(label === undefined ? {} : { label }), ...(description === undefined ? {} : { description }) };
    return [name, { ...about, inputs }] as const;
  });
  return { kind: "choice", actions: Object.fromEntries(actions) };
}

/**
 * The user's part of a prompt, what changes least first: who the agent is, what it remembers, what it is asked, and how
 * to answer. Parts with nothing in them leave no trace.
 */
export function writePrompt(persona: Persona, offers: readonly Offer[], answer: ResolvedAnswer, memories: readonly Memory[], moment: Moment, viewer: Viewer): string {
  const remembered = persona.memory.recall(memories);
  const parts = [
    persona.profile(moment, viewer).trim(),
    remembered === "" ? "" : `What you remember:\n${remembered}`,
    taskText(offers, moment, viewer),
    describeAnswer(answer),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function taskText(offers: readonly Offer[], moment: Moment, viewer: Viewer): string {
  const [only, ...others] = offers;
  if (only && others.length === 0) return only.task.prompt(moment, viewer).trim();
  const options = offers.map(({ task }) => {
    const text = task.prompt(moment, viewer).trim();
    return text === "" ? titleOf(task) : `${titleOf(task)}:\n${text}`;
  });
  return ["You may do one of the following.", ...options].join("\n\n");
}
