import { z } from "zod";
import type { PhaseState } from "../cursor";

/** What a stage of the phase asks: the same of every conversation that is still going. */
const activitySchema = z.enum(["script", "next", "turn", "closing"]);
export type Activity = z.infer<typeof activitySchema>;

const lineSchema = z.object({ speaker: z.string(), text: z.string() });
export type ScriptLine = z.infer<typeof lineSchema>;

const conversationStateSchema = z.object({
  /** Counts the conversations of this name in a run, from 1. */
  number: z.int(),
  /** Names its draws apart from those of other conversations of the phase. */
  part: z.string(),
  /** The row whose group this is. */
  row: z.string().nullable().default(null),
  /** Everyone who took part at first, in the order in which they speak; some may be gone. */
  members: z.array(z.string()),
  moderator: z.string().nullable().default(null),
  /** The most turns, and how many there have been, silent ones included. */
  limit: z.int().default(0),
  asked: z.int().default(0),
  /** Whose turn it is; null while the moderator decides. */
  speaker: z.string().nullable().default(null),
  /** Whose turn was last. */
  last: z.string().nullable().default(null),
  over: z.boolean().default(false),
  /** What is left of the script that the speakers may change. */
  script: z.array(lineSchema).default([]),
});

/** One conversation under way, between two stages. Members and rows are ids. */
export type ConversationState = z.infer<typeof conversationStateSchema>;

const progressSchema = z.object({
  activity: activitySchema,
  exchanges: z.array(conversationStateSchema),
});

/** Where all conversations of a phase stand: what a stage leaves for the next. */
export type ConversationProgress = z.infer<typeof progressSchema>;

export const readProgress = (state: unknown): ConversationProgress => progressSchema.parse(state);

/**
 * What is to be kept for the next stage: there may be tens of thousands of conversations, so what
 * goes without saying is left out.
 */
export function writeProgress({
  activity: next,
  exchanges: states,
}: ConversationProgress): PhaseState {
  const isUsual = (value: ConversationState[keyof ConversationState]): boolean =>
    value === null ||
    value === false ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0);
  return {
    activity: next,
    exchanges: states.map((one) =>
      Object.fromEntries(Object.entries(one).filter(([, value]) => !isUsual(value))),
    ),
  };
}

type IsPresent = (id: string) => boolean;

export const MIN_MEMBERS = 2;

/**
 * The conversation on the world as it is now: without those who are gone, and over when hardly
 * anybody is left.
 */
export function dropAbsentMembers(
  before: ConversationState,
  isPresent: IsPresent,
): ConversationState {
  if (before.members.every(isPresent)) return before;
  const script = before.script.filter(({ speaker }) => isPresent(speaker));
  const { speaker } = before;
  const next =
    speaker === null || isPresent(speaker)
      ? speaker
      : before.script.length > 0
        ? (script[0]?.speaker ?? null)
        : nextInOrder(before.members, speaker, isPresent);
  const isEmpty =
    (before.script.length > 0 && script.length === 0) ||
    before.members.filter(isPresent).length < MIN_MEMBERS;
  return { ...before, script, speaker: next, over: before.over || isEmpty };
}

/**
 * The member after the last speaker, round and round; the first before anybody has spoken. Null
 * when no one is there.
 */
export function nextInOrder(
  members: readonly string[],
  last: string | null,
  isPresent: IsPresent,
): string | null {
  const start = last === null ? 0 : members.indexOf(last) + 1;
  for (let step = 0; step < members.length; step += 1) {
    const candidate = members[(start + step) % members.length];
    if (candidate !== undefined && isPresent(candidate)) return candidate;
  }
  return null;
}

/** One of the members at random, never twice in a row; `u` from 0 to 1. */
export function nextAtRandom(
  members: readonly string[],
  last: string | null,
  isPresent: IsPresent,
  u: number,
): string | null {
  const candidates = members.filter((id) => id !== last && isPresent(id));
  return candidates[Math.floor(u * candidates.length)] ?? null;
}

/**
 * The member whom someone named; the one in order where no one, or no one who is there, was named.
 */
export function nextNamed(
  members: readonly string[],
  name: unknown,
  last: string | null,
  isPresent: IsPresent,
): string | null {
  return typeof name === "string" && members.includes(name) && isPresent(name)
    ? name
    : nextInOrder(members, last, isPresent);
}

/**
 * The conversation with the lines of a script that its speakers are going to say, as many as there
 * may be turns.
 */
export function withScript(
  before: ConversationState,
  lines: readonly ScriptLine[],
): ConversationState {
  const script = lines
    .filter(({ speaker }) => before.members.includes(speaker))
    .slice(0, before.limit);
  return { ...before, script, speaker: script[0]?.speaker ?? null, over: script.length === 0 };
}

/**
 * Share of the phase that is behind, from 0 to 1: all that is known is how many turns there may be.
 */
export function shareDone({ activity: next, exchanges: states }: ConversationProgress): number {
  const all = states.reduce((sum, { limit }) => sum + limit, 0);
  if (next === "closing" || all === 0) return 0.9;
  return (
    (0.9 * states.reduce((sum, { over, asked, limit }) => sum + (over ? limit : asked), 0)) / all
  );
}
