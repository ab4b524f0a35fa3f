import { describe, expect, it } from "vitest";
import { embed, toBase64 } from "./embeddings";

const cosine = (one: Float32Array, other: Float32Array) =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);

describe("embeddings", () => {
  it("have length 1 and the requested dimension, also without words", () => {
    for (const [text, dimensions] of [
      ["a carbon tax", 256],
      ["…", 16],
      ["x", 1],
    ] as const) {
      const vector = embed(text, dimensions);
      expect(vector).toHaveLength(dimensions);
      expect(cosine(vector, vector)).toBeCloseTo(1, 5);
    }
  });

  it("are nearer for texts on the same subject", () => {
    const tax = embed("A carbon tax would help the climate", 256);
    expect(cosine(tax, embed("The climate needs taxes on carbon", 256))).toBeGreaterThan(
      cosine(tax, embed("My cat sleeps on the sofa", 256)) + 0.2,
    );
  });

  it("are encoded as little-endian floats", () => {
    const vector = embed("hello world", 8);
    const bytes = Buffer.from(toBase64(vector), "base64");
    expect(Array.from({ length: 8 }, (_, i) => bytes.readFloatLE(i * 4))).toEqual([...vector]);
  });
});
