import { z } from "zod";
import type { PhaseState } from "../cursor";

/** What a stage asks; the same for all active conversations. */
const activitySchema = z.enum(["script", "next", "turn", "closing"]);
export type Activity = z.infer<typeof activitySchema>;

const lineSchema = z.object({ speaker: z.string(), text: z.string() });
export type ScriptLine = z.infer<typeof lineSchema>;

const conversationStateSchema = z.object({
  /** Number of the conversation of this name within the run, from 1. */
  number: z.int(),
  /** Separates its draws from those of other conversations of the phase. */
  part: z.string(),
  /** ID of the row that defines the group. */
  row: z.string().nullable().default(null),
  /** All initial members in speaking order; some may no longer exist. */
  members: z.array(z.string()),
  moderator: z.string().nullable().default(null),
  /** Maximum number of turns, and number of turns asked so far, including silent ones. */
  limit: z.int().default(0),
  asked: z.int().default(0),
  /** Current speaker; null while the moderator decides. */
  speaker: z.string().nullable().default(null),
  /** Previous speaker. */
  last: z.string().nullable().default(null),
  over: z.boolean().default(false),
  /** Remaining lines of a script that the speakers may change. */
  script: z.array(lineSchema).default([]),
});

/** State of one conversation between two stages. Members and rows are IDs. */
export type ConversationState = z.infer<typeof conversationStateSchema>;

const progressSchema = z.object({
  activity: activitySchema,
  exchanges: z.array(conversationStateSchema),
});

/** State of all conversations of a phase, passed from stage to stage. */
export type ConversationProgress = z.infer<typeof progressSchema>;

export const readProgress = (state: unknown): ConversationProgress => progressSchema.parse(state);

/**
 * Serialises the progress for the next stage. Omits default values, because a phase may have tens
 * of thousands of conversations.
 */
export function writeProgress({
  activity: next,
  exchanges: states,
}: ConversationProgress): PhaseState {
  const isDefault = (value: ConversationState[keyof ConversationState]): boolean =>
    value === null ||
    value === false ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0);
  return {
    activity: next,
    exchanges: states.map((one) =>
      Object.fromEntries(Object.entries(one).filter(([, value]) => !isDefault(value))),
    ),
  };
}

type IsPresent = (id: string) => boolean;

export const MIN_MEMBERS = 2;

/** Updates the conversation for members who no longer exist; ends it if too few are left. */
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
 * Returns the member after the last speaker, cyclically; at the start the first. Null if no member
 * exists.
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

/** Returns a random member other than the last speaker; `u` is uniform on [0, 1). */
export function nextAtRandom(
  members: readonly string[],
  {
    last,
    isPresent,
    u,
  }: { readonly last: string | null; readonly isPresent: IsPresent; readonly u: number },
): string | null {
  const candidates = members.filter((id) => id !== last && isPresent(id));
  return candidates[Math.floor(u * candidates.length)] ?? null;
}

/** Returns the named member; without a valid name, the next one in order. */
export function nextNamed(
  members: readonly string[],
  {
    name,
    last,
    isPresent,
  }: { readonly name: unknown; readonly last: string | null; readonly isPresent: IsPresent },
): string | null {
  return typeof name === "string" && members.includes(name) && isPresent(name)
    ? name
    : nextInOrder(members, last, isPresent);
}

/** Adds a script, limited to the members' lines and the maximum number of turns. */
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
 * Completed share of the phase, from 0 to 1. Approximate, because only the maximum number of turns
 * is known.
 */
export function shareDone({ activity: next, exchanges: states }: ConversationProgress): number {
  const all = states.reduce((sum, { limit }) => sum + limit, 0);
  if (next === "closing" || all === 0) return 0.9;
  return (
    (0.9 * states.reduce((sum, { over, asked, limit }) => sum + (over ? limit : asked), 0)) / all
  );
}
