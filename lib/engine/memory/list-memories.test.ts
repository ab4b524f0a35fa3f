import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { countTokens, loadTokenTable } from "../tokens/token-table";
import type { Memory } from "../base/memory";
import { listMemories, MEMORY_LIST } from "./list-memories";
import { NUMBERED_LIST } from "./reflection-answers";

beforeAll(() => loadTokenTable());

const made = (text: string, seq: number): Memory => ({
  version: 1,
  seq,
  round: seq,
  kind: seq % 5 === 4 ? "insight" : "told",
  text,
  importance: 0.5,
  embedding: null,
});
const anyText = fc.oneof(
  fc.lorem({ maxCount: 30 }),
  fc.string({ unit: "grapheme", maxLength: 200 }),
  fc
    .array(fc.constantFrom("記憶", "👩‍👩‍👧‍👦", "\n", "word ", "\ud83d", "  "), { maxLength: 60 })
    .map((parts) => parts.join("")),
);

describe("a list of memories", () => {
  it("stays within its budget and drops as few memories as possible, least needed first", () => {
    fc.assert(
      fc.property(
        fc.array(anyText, { maxLength: 12 }),
        fc.integer({ min: 20, max: 300 }),
        fc.boolean(),
        (texts, budget, numbered) => {
          const memories = texts.map(made);
          const chosen = memories.toReversed();
          const form = numbered ? NUMBERED_LIST : MEMORY_LIST;
          const { text, shown, cut } = listMemories({ memories, chosen, budget, format: form });
          expect(countTokens(text)).toBeLessThanOrEqual(budget);
          expect(shown).toEqual(memories.slice(memories.length - shown.length));
          expect(cut || shown.length === memories.length).toBe(true);
          if (!cut) return;
          const oneMore = listMemories({
            memories,
            chosen: chosen.slice(0, shown.length + 1),
            budget: 1e9,
            format: form,
          }).text;
          if (shown.length < memories.length) expect(countTokens(oneMore)).toBeGreaterThan(budget);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("fits at exactly its tokens, and drops one memory with one token less", () => {
    const memories = Array.from({ length: 9 }, (_, seq) =>
      made(`You met somebody new, number ${seq}, and talked for an hour.`, seq),
    );
    const whole = listMemories({ memories, chosen: memories, budget: 1e9, format: MEMORY_LIST });
    const tokens = countTokens(whole.text);
    expect(
      listMemories({ memories, chosen: memories, budget: tokens, format: MEMORY_LIST }),
    ).toEqual(whole);
    const less = listMemories({
      memories,
      chosen: memories,
      budget: tokens - 1,
      format: MEMORY_LIST,
    });
    expect(less).toMatchObject({ cut: true, shown: memories.slice(0, -1) });
  });

  it("is empty without memories", () =>
    expect(
      listMemories({ memories: [made("word", 0)], chosen: [], budget: 60, format: MEMORY_LIST }),
    ).toEqual({
      text: "",
      shown: [],
      cut: false,
    }));

  it("shows a part of a single memory that exceeds the budget", () => {
    const only = made("word ".repeat(500), 3);
    const part = listMemories({
      memories: [only],
      chosen: [only],
      budget: 60,
      format: MEMORY_LIST,
    });
    expect(part).toMatchObject({ shown: [only], cut: true });
    expect(part.text).toMatch(
      /^What you remember: - Round 3: (word ?)+\n\[The rest is left out\.\]$/,
    );
    expect(countTokens(part.text)).toBeLessThanOrEqual(60);
  });
});
