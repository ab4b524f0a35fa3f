import type { ResolvedInput, ResolvedInputs } from "@/lib/domain/answers";
import { NUMBERED_MEMORIES } from "@/lib/domain/decision";
import type { Value } from "@/lib/domain/scenario";
import type { MemoryExtent, Memory } from "../base/memory";
import type { Listing } from "./lines";

/** The memories that an agent reflects on at most: the latest since it last did. */
const MOST = 100;
const MOST_CITED = 10;

/** What a reflection needs of an agent's memories. */
export const REFLECTED: MemoryExtent = { latest: MOST, embeddings: false };

export const NUMBERED: Listing = {
  heading: "What has happened since you last took stock:",
  mark: (position) => `${position + 1}. `,
};

/** What happened since the last conclusions, latest first. */
export function sinceReflection(memories: readonly Memory[]): readonly Memory[] {
  const last = memories.findLastIndex(({ kind }) => kind === "insight");
  return memories.slice(Math.max(last + 1, memories.length - MOST)).reverse();
}

/** The fields of a reflection's answer as they are recorded. */
export const reflectionNames = (insights: number): readonly string[] => [
  ...numbers(insights).flatMap((n) => [insight(n), because(n)]),
  NUMBERED_MEMORIES,
];

/** What a reflection asks: conclusions, the first of which must be given, each with the numbers of the memories it rests on. */
export function reflectionInputs(insights: number, memories: number): ResolvedInputs {
  const most = memories === 0 ? MOST : memories;
  const inputs: Record<string, ResolvedInput> = {};
  for (const n of numbers(insights)) {
    const optional = n > 1 ? { optional: true } : {};
    inputs[insight(n)] = {
      type: "text",
      minLength: 1,
      maxLength: 300,
      description: "a conclusion, in one sentence",
      ...optional,
    };
    inputs[because(n)] = {
      type: "list",
      of: { type: "integer", min: 1, max: most },
      minItems: 1,
      maxItems: Math.min(MOST_CITED, most),
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

/** What is recorded with the answer, so that its numbers can be followed. */
export const reflectedOn = (shown: readonly Memory[]): Readonly<Record<string, Value>> => ({
  [NUMBERED_MEMORIES]: shown.map(({ version, seq }) => `${version}.${seq}`),
});

/** The conclusions in a recorded answer, each with the memories it rests on, as `version.seq`; one that names none is no conclusion. */
export function insightsIn(
  values: Readonly<Record<string, unknown>>,
  insights: number,
): readonly { readonly text: string; readonly cites: readonly string[] }[] {
  const ids = listIn(values[NUMBERED_MEMORIES]);
  return numbers(insights).flatMap((n) => {
    const text = values[insight(n)];
    const rests = listIn(values[because(n)]);
    if (typeof text !== "string" || text.trim() === "" || rests.length === 0) return [];
    const cited = rests.flatMap((number) => ids[Number(number) - 1] ?? []);
    return [{ text: text.trim(), cites: [...new Set(cited.map(String))] }];
  });
}

const numbers = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, position) => position + 1);
const insight = (n: number): string => `insight${n}`;
const because = (n: number): string => `because${n}`;
const listIn = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];
