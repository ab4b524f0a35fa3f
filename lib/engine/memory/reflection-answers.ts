import type { ResolvedInput, ResolvedInputs } from "@/lib/domain/answers";
import { NUMBERED_MEMORIES } from "@/lib/domain/decision";
import type { Value } from "@/lib/domain/scenario";
import type { MemoryExtent, Memory } from "../base/memory";
import type { MemoryListFormat } from "./list-memories";

/** Maximum number of memories to reflect on: the latest since the last reflection. */
const MAX_MEMORIES = 100;
const MAX_CITED = 10;

/** Memories that a reflection needs. */
export const REFLECTION_EXTENT: MemoryExtent = { latest: MAX_MEMORIES, embeddings: false };

export const NUMBERED_LIST: MemoryListFormat = {
  heading: "What has happened since you last took stock:",
  mark: (position) => `${position + 1}. `,
};

/** Returns the memories since the last reflection, latest first. */
export function memoriesSinceReflection(memories: readonly Memory[]): readonly Memory[] {
  const last = memories.findLastIndex(({ kind }) => kind === "insight");
  return memories.slice(Math.max(last + 1, memories.length - MAX_MEMORIES)).reverse();
}

/** Names of the recorded fields of a reflection. */
export const reflectionFields = (insights: number): readonly string[] => [
  ...numbersUpTo(insights).flatMap((n) => [insightField(n), citationField(n)]),
  NUMBERED_MEMORIES,
];

/**
 * Inputs of a reflection: insights, of which the first is required, each with the numbers of the
 * memories it is based on.
 */
export function reflectionInputs(insights: number, memories: number): ResolvedInputs {
  const most = memories === 0 ? MAX_MEMORIES : memories;
  const inputs: Record<string, ResolvedInput> = {};
  for (const n of numbersUpTo(insights)) {
    const optional = n > 1 ? { optional: true } : {};
    inputs[insightField(n)] = {
      type: "text",
      minLength: 1,
      maxLength: 300,
      description: "a conclusion, in one sentence",
      ...optional,
    };
    inputs[citationField(n)] = {
      type: "list",
      of: { type: "integer", min: 1, max: most },
      minItems: 1,
      maxItems: Math.min(MAX_CITED, most),
      description: "the numbers of what it rests on",
      ...optional,
    };
  }
  return inputs;
}

export const reflectionPrompt = (insights: number): string =>
  `Take stock of this. What do you conclude about yourself, about others or about your situation? ${
    insights === 1 ? "Give one conclusion that goes" : `Give up to ${insights} conclusions that go`
  } beyond what happened, and say by number what each of them rests on.`;

/** Recorded next to the answer, so that the cited numbers can be resolved. */
export const recordShownMemories = (shown: readonly Memory[]): Readonly<Record<string, Value>> => ({
  [NUMBERED_MEMORIES]: shown.map(({ version, seq }) => `${version}.${seq}`),
});

/**
 * Reads the insights of a recorded answer, each with the memories it is based on as `version.seq`.
 * An insight without citations is ignored.
 */
export function readInsights(
  values: Readonly<Record<string, unknown>>,
  insights: number,
): readonly { readonly text: string; readonly cites: readonly string[] }[] {
  const ids = asList(values[NUMBERED_MEMORIES]);
  return numbersUpTo(insights).flatMap((n) => {
    const text = values[insightField(n)];
    const rests = asList(values[citationField(n)]);
    if (typeof text !== "string" || text.trim() === "" || rests.length === 0) return [];
    const cited = rests.flatMap((number) => ids[Number(number) - 1] ?? []);
    return [{ text: text.trim(), cites: [...new Set(cited.map(String))] }];
  });
}

const numbersUpTo = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, position) => position + 1);
const insightField = (n: number): string => `insight${n}`;
const citationField = (n: number): string => `because${n}`;
const asList = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];
