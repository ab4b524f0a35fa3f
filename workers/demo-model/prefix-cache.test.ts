import { describe, expect, it } from "vitest";
import { hashPrompt } from "./hash";
import { BLOCK_TOKENS, PrefixCache } from "./prefix-cache";

const blocks = (text: string) => hashPrompt([text]).blocks;

describe("prefix cache", () => {
  it("finds a known prefix, in whole blocks", () => {
    const cache = new PrefixCache(10_000);
    expect(cache.lookUp(blocks("a".repeat(640)))).toBe(0);
    expect(cache.lookUp(blocks("a".repeat(640)))).toBe(10 * BLOCK_TOKENS);
    expect(cache.lookUp(blocks(`${"a".repeat(330)}${"b".repeat(310)}`))).toBe(5 * BLOCK_TOKENS);
    expect(cache.lookUp(blocks(`b${"a".repeat(639)}`))).toBe(0);
  });

  it("evicts the least recently used blocks", () => {
    const cache = new PrefixCache(20 * BLOCK_TOKENS);
    const first = blocks("first ".repeat(110));
    cache.lookUp(first);
    for (let i = 0; i < 20; i++) cache.lookUp(blocks(`${i} other `.repeat(80)));
    expect(cache.lookUp(first)).toBe(0);
  });

  it("stores nothing without capacity", () => {
    const cache = new PrefixCache(0);
    cache.lookUp(blocks("a".repeat(640)));
    expect(cache.lookUp(blocks("a".repeat(640)))).toBe(0);
  });
});
