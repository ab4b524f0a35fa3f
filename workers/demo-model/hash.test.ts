import { describe, expect, it } from "vitest";
import { BLOCK_CHARS, Draws, hashPrompt, hashText, unit } from "./hash";

describe("hashes", () => {
  it("are integers within the exact range of a double, evenly distributed", () => {
    const bins = new Array<number>(10).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const hash = hashText(`person ${i}`);
      expect(Number.isSafeInteger(hash)).toBe(true);
      const bin = Math.floor(unit(hash) * 10);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }
    for (const count of bins) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  it("differ for every text among many", () => {
    const hashes = new Set(Array.from({ length: 100_000 }, (_, i) => hashText(`agent-${i}`)));
    expect(hashes.size).toBe(100_000);
  });

  it("depend on the seed", () => {
    expect(hashText("a", 1)).not.toBe(hashText("a", 2));
    expect(hashText("a", 2 ** 40)).not.toBe(hashText("a", 2 ** 41));
  });
});

describe("draws", () => {
  it("depend on their name only, not on other draws", () => {
    const one = new Draws(7);
    const first = one.unit("mood");
    one.normal("other");
    expect(one.unit("mood")).toBe(first);
    expect(one.at("x").unit("mood")).not.toBe(first);
  });

  it("are normal with mean 0 and variance 1", () => {
    const values = Array.from({ length: 20_000 }, (_, i) => new Draws(i).normal("z"));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
  });
});

describe("prompt blocks", () => {
  it("are equal exactly for equal prefixes", () => {
    const shared = "s".repeat(BLOCK_CHARS * 3);
    const one = hashPrompt([`${shared}${"a".repeat(200)}`]);
    const other = hashPrompt([`${shared}${"b".repeat(200)}`]);
    expect(one.blocks.slice(0, 3)).toEqual(other.blocks.slice(0, 3));
    expect(one.blocks[3]).not.toBe(other.blocks[3]);
    expect(one.hash).not.toBe(other.hash);
  });
});
