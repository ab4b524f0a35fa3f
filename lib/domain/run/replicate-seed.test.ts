import fc from "fast-check";
import { expect, it } from "vitest";
import { replicateSeed } from "./replicate-seed";
import { runSeed } from "./index";

const MOST_REPLICATES = 200;
const replicates = Array.from({ length: MOST_REPLICATES }, (_, index) => index + 1);
const seed = fc.integer({ min: 0, max: 2_147_483_647 });

it("gives neighbouring studies no run in common", () => {
  const seen = new Set<number>();
  const studies = Array.from({ length: 1_000 }, (_, study) => study);
  for (const study of studies)
    for (const replicate of replicates) seen.add(replicateSeed(study, replicate));
  expect(seen.size).toBe(studies.length * MOST_REPLICATES);
});

it("gives the studies 7 and 8 of a comparison disjoint seeds", () => {
  const [seven, eight] = [7, 8].map((study) => replicates.map((r) => replicateSeed(study, r)));
  expect(seven?.slice(0, 3)).toEqual([7, 8_388_615, 16_777_223]);
  expect(eight?.slice(0, 3)).toEqual([8, 8_388_616, 16_777_224]);
  expect(seven?.filter((one) => eight?.includes(one))).toEqual([]);
});

it("keeps studies apart anywhere unless they are a multiple of 2^23 apart", () => {
  const replicate = fc.integer({ min: 1, max: 256 });
  fc.assert(
    fc.property(seed, seed, replicate, replicate, (study, other, first, second) => {
      const [left, right] = [replicateSeed(study, first), replicateSeed(other, second)];
      expect(runSeed.safeParse(left).success).toBe(true);
      if ((study - other) % 8_388_608 !== 0) expect(left).not.toBe(right);
      if (study === other && first !== second) expect(left).not.toBe(right);
    }),
  );
  fc.assert(
    fc.property(
      seed,
      fc.integer({ min: 1, max: 100_000 }),
      replicate,
      replicate,
      (a, gap, r, s) => {
        fc.pre(a + gap <= 2_147_483_647);
        expect(replicateSeed(a, r)).not.toBe(replicateSeed(a + gap, s));
      },
    ),
  );
});

it("gives the first replicate the seed of the study, so that a run can be started alone", () => {
  fc.assert(
    fc.property(seed, (study) => {
      expect(replicateSeed(study, 1)).toBe(study);
    }),
  );
});

it("refuses replicates that have no seed of their own", () => {
  for (const replicate of [0, 257, 1.5, Number.NaN])
    expect(() => replicateSeed(1, replicate)).toThrow(RangeError);
});
