import { describe, expect, it } from "vitest";
import { drawsFor, seedFor, childDraws } from "./index";
import { Hash } from "./hash";

/** Returns the chi-square statistic of counts against equal expectations. */
function chiSquare(values: Iterable<number>, cells: number): number {
  const counts = new Float64Array(cells);
  let n = 0;
  for (const value of values) {
    const cell = Math.floor(value * cells);
    counts[cell] = (counts[cell] ?? 0) + 1;
    n += 1;
  }
  return counts.reduce((sum, count) => sum + (count - n / cells) ** 2 / (n / cells), 0);
}

// The 0.9999 quantile of the chi-square distribution with 255 degrees of freedom. Seeds are fixed,
// so a failure is a defect and never chance.
const LIMIT_255 = 347.65;
const times = <T>(n: number, each: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => each(i));

const COORDINATES: Record<string, (i: number) => number> = {
  seed: (i) => drawsFor(i, 3, "speak", "Voter-1").uniform("x", 0),
  "large seed": (i) => drawsFor(i * 2 ** 32, 3, "speak", "Voter-1").uniform("x", 0),
  round: (i) => drawsFor(7, i, "speak", "Voter-1").uniform("x", 0),
  phase: (i) => drawsFor(7, 3, `p${i}`, "Voter-1").uniform("x", 0),
  agent: (i) => drawsFor(7, 3, "speak", `Voter-${i}`).uniform("x", 0),
  name: (i) => drawsFor(7, 3, "speak", "Voter-1").uniform(`x${i}`, 0),
  part: (i) => childDraws(drawsFor(7, 3, "speak", "Voter-1"), `x${i}`).uniform("x", 0),
  index: (i) => drawsFor(7, 3, "speak", "Voter-1").uniform("x", i),
};

describe("draws", () => {
  it("are equal for equal coordinates and unchanged since the first release", () => {
    const draws = drawsFor(42, 1, "speak", "Voter-1");
    expect(draws.uniform("opinion", 0)).toBe(
      drawsFor(42, 1, "speak", "Voter-1").uniform("opinion", 0),
    );
    // Changing these values invalidates every recorded run: raise the engine's version with them.
    expect([
      draws.uniform("opinion", 0),
      draws.uniform("opinion", 1),
      childDraws(draws, "a").uniform("b", 2),
    ]).toMatchInlineSnapshot(`
      [
        0.06606607208153226,
        0.3861117510183353,
        0.12187155754839563,
      ]
    `);
  });

  it.each(Object.entries(COORDINATES))(
    "are uniform along the %s, pairs of neighbours included",
    (_, at) => {
      const values = times(100_000, at);
      expect(chiSquare(values, 256)).toBeLessThan(LIMIT_255);
      const pairs = values
        .slice(1)
        .map((value, i) => (Math.floor(value * 16) * 16 + Math.floor((values[i] ?? 0) * 16)) / 256);
      expect(chiSquare(pairs, 256)).toBeLessThan(LIMIT_255);
      const lowBits = values.map((value) => (value * 2 ** 45) % 1);
      expect(chiSquare(lowBits, 256)).toBeLessThan(LIMIT_255);
    },
  );

  it("are uncorrelated between values of one coordinate while another is fixed", () => {
    const entries = Object.values(COORDINATES);
    for (const [a, first] of entries.entries()) {
      for (const second of entries.slice(a + 1)) {
        const cells = times(
          20_000,
          (i) => (Math.floor(first(i + 1) * 16) * 16 + Math.floor(second(i + 1) * 16)) / 256,
        );
        expect(chiSquare(cells, 256)).toBeLessThan(LIMIT_255);
      }
    }
  });

  it("change half their bits when one bit of the input changes", () => {
    const bits = (value: number): string =>
      BigInt(value * 2 ** 53)
        .toString(2)
        .padStart(53, "0");
    const flips = new Float64Array(53);
    let trials = 0;
    for (let i = 0; i < 400; i += 1) {
      for (let bit = 0; bit < 32; bit += 4) {
        const [a, b] = [
          bits(new Hash().integer(i * 7919).unit()),
          bits(new Hash().integer((i * 7919) ^ (1 << bit)).unit()),
        ];
        for (let k = 0; k < 53; k += 1) flips[k] = (flips[k] ?? 0) + (a[k] === b[k] ? 0 : 1);
        trials += 1;
      }
    }
    for (const count of flips) expect(Math.abs(count / trials - 0.5)).toBeLessThan(0.04);
  });

  it("do not collide within a million", () => {
    const seen = new Set<number>();
    for (let agent = 0; agent < 1_000; agent += 1) {
      const draws = drawsFor(1, 1, "p", `Agent-${agent}`);
      for (let index = 0; index < 1_000; index += 1) seen.add(draws.uniform("x", index));
    }
    expect(seen.size).toBe(1_000_000);
  });

  it("differ for texts that are split at different positions", () => {
    const split = [
      drawsFor(1, 1, "ab", "c"),
      drawsFor(1, 1, "a", "bc"),
      drawsFor(1, 1, "", "abc"),
      drawsFor(1, 1, "abc", ""),
      drawsFor(1, 1, "ab", "c\0"),
      childDraws(drawsFor(1, 1, "ab", ""), "c"),
    ];
    expect(new Set(split.map((draws) => draws.uniform("x", 0))).size).toBe(split.length);
    const plain = { uniform: (name: string) => name.length };
    expect(childDraws(plain, "ab").uniform("c", 0)).not.toBe(plain.uniform("c"));
  });

  it("accept negative and large integers and reject other numbers", () => {
    const values = [-1, 1, 2 ** 32 + 1, -(2 ** 32) + 1, 2 ** 52].map((seed) =>
      drawsFor(seed, 0, "", "").uniform("", 0),
    );
    expect(new Set(values).size).toBe(values.length);
    expect(() => drawsFor(0.5, 0, "", "")).toThrow(RangeError);
    expect(() => drawsFor(0, Number.NaN, "", "")).toThrow(RangeError);
  });

  it("give requests integer seeds of 31 bits", () => {
    const seeds = times(10_000, (i) => seedFor(drawsFor(1, 1, "p", `A-${i}`), "request"));
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 31)).toBe(true);
    expect(
      chiSquare(
        seeds.map((seed) => seed / 2 ** 31),
        256,
      ),
    ).toBeLessThan(LIMIT_255);
  });
});
