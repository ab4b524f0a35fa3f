import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import type { Draws } from "../base/row";
import { betaFrom, binomialFrom, childDraws, dirichletFrom, drawsFor, gammaFrom } from "./index";
import { normalCdf } from "./normal";

const SIZE = 20_000;
// The Kolmogorov-Smirnov statistic that one sample in ten thousand exceeds: Kolmogorov's
// distribution at √n · D = 2.225. Seeds are fixed, so a failure is a defect and never chance.
const LIMIT = 2.225 / Math.sqrt(SIZE);

const place = (seed: number, index: number): Draws =>
  childDraws(drawsFor(seed, 1, "p", "A-1"), `x#${index}`);
const draw = (from: (draws: Draws) => number): readonly number[] =>
  Array.from({ length: SIZE }, (_, index) => from(place(11, index)));

/** Returns the Kolmogorov-Smirnov statistic of a sample against a distribution function. */
function distance(sample: readonly number[], cdf: (x: number) => number): number {
  return sample
    .toSorted((a, b) => a - b)
    .reduce((most, x, index) => {
      const p = cdf(x);
      return Math.max(most, p - index / SIZE, (index + 1) / SIZE - p);
    }, 0);
}

/** Returns the largest difference from points [x, P(X ≤ x)] of a distribution function. */
const distanceAt = (
  sample: readonly number[],
  points: readonly (readonly [number, number])[],
): number =>
  points.reduce(
    (most, [x, p]) =>
      Math.max(most, Math.abs(sample.filter((value) => value <= x).length / SIZE - p)),
    0,
  );

const spreadOf = (sample: readonly number[]) => {
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const squares = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (sample.length - 1) };
};

describe("samples follow exact distribution functions", () => {
  const erlang = (x: number): number => 1 - Math.exp(-x) * (1 + x + x ** 2 / 2);
  it.each<[string, (draws: Draws) => number, (x: number) => number]>([
    ["gamma(1/2, 2), chi-square", (d) => gammaFrom(d, 0.5, 2), (x) => 2 * normalCdf(x ** 0.5) - 1],
    ["gamma(1, 4), exponential", (d) => gammaFrom(d, 1, 4), (x) => 1 - Math.exp(-x / 4)],
    ["gamma(3, 1), Erlang", (d) => gammaFrom(d, 3, 1), erlang],
    [
      "beta(1/2, 1/2), arcsine",
      (d) => betaFrom(d, 0.5, 0.5),
      (x) => (2 / Math.PI) * Math.asin(x ** 0.5),
    ],
    ["beta(1, 1), uniform", (d) => betaFrom(d, 1, 1), (x) => x],
    ["beta(2, 3)", (d) => betaFrom(d, 2, 3), (x) => 6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4],
    [
      "a share of dirichlet([1, 2, 2])",
      (d) => dirichletFrom(d, [1, 2, 2])[0] ?? -1,
      (x) => 1 - (1 - x) ** 4,
    ],
  ])("%s", (_, from, cdf) => {
    expect(distance(draw(from), cdf)).toBeLessThan(LIMIT);
  });
});

describe("samples agree with quantiles and probabilities of scipy.stats 1.17.1", () => {
  const P = [0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99];
  const at = (quantiles: readonly number[]) => quantiles.map((x, i) => [x, P[i] ?? 0] as const);
  it.each<[string, (draws: Draws) => number, readonly (readonly [number, number])[]]>([
    [
      "gamma(0.2, 1)",
      (d) => gammaFrom(d, 0.2, 1),
      at([
        6.525480843812091e-11, 6.525516328619701e-6, 0.0006375926280520691, 0.02074633919282486,
        0.17885916079317082, 0.6049023209865736, 2.202304866901936,
      ]),
    ],
    [
      "gamma(7.3, 2)",
      (d) => gammaFrom(d, 7.3, 2),
      at([
        5.000029433881267, 8.242827587116437, 10.687486268134267, 13.939018235751238,
        17.794375990009005, 21.810978825221547, 30.00508900852542,
      ]),
    ],
    [
      "gamma(1000, 0.5)",
      (d) => gammaFrom(d, 1000, 0.5),
      at([
        463.95407989832125, 479.84696636441663, 489.2464832473464, 499.8333432134826,
        510.5718439535987, 520.367154006845, 537.5164160432175,
      ]),
    ],
    [
      "beta(0.3, 4)",
      (d) => betaFrom(d, 0.3, 4),
      at([
        4.1041237593986866e-8, 8.843870482363649e-5, 0.0018832461144910493, 0.019778314565049332,
        0.08936406138899498, 0.2143738140841478, 0.5118187304300781,
      ]),
    ],
    [
      "beta(30.5, 12.25)",
      (d) => betaFrom(d, 30.5, 12.25),
      at([
        0.5423239729385352, 0.6232345406387767, 0.6686410915594205, 0.7168053818194934,
        0.7618596781265036, 0.7992468095891035, 0.8556174124556204,
      ]),
    ],
    [
      "binomial(5, 0.3)",
      (d) => binomialFrom(d, 5, 0.3),
      [
        [0, 0.16807],
        [1, 0.52822],
        [2, 0.83692],
        [3, 0.96922],
        [4, 0.99757],
      ],
    ],
    [
      "binomial(40, 0.2)",
      (d) => binomialFrom(d, 40, 0.2),
      [
        [3, 0.028462094459744576],
        [5, 0.1613288172321643],
        [6, 0.28589136983130775],
        [8, 0.5931271301483895],
        [10, 0.8392308520023817],
        [14, 0.9920841461264805],
      ],
    ],
    [
      "binomial(40, 0.85)",
      (d) => binomialFrom(d, 40, 0.85),
      [
        [28, 0.011969217872532157],
        [31, 0.1354020351292364],
        [33, 0.39334349923609757],
        [34, 0.5674997218103754],
        [36, 0.8698312383533413],
        [39, 0.9984976987501085],
      ],
    ],
    [
      "binomial(100, 0.3)",
      (d) => binomialFrom(d, 100, 0.3),
      [
        [20, 0.01646285324186938],
        [24, 0.11357018170418094],
        [27, 0.2963661605577417],
        [30, 0.5491236007687907],
        [33, 0.7792577612422587],
        [36, 0.9201199577062689],
        [41, 0.9928264374006265],
      ],
    ],
    [
      "binomial(1000, 0.999)",
      (d) => binomialFrom(d, 1000, 0.999),
      [
        [996, 0.01892683345036046],
        [998, 0.2642410869698131],
        [999, 0.6323045752290363],
      ],
    ],
    [
      "binomial(10^6, 0.25)",
      (d) => binomialFrom(d, 1e6, 0.25),
      [
        [248993, 0.010028992025475993],
        [249445, 0.10015194563804528],
        [249708, 0.2504465597955401],
        [250000, 0.5005374350699288],
        [250292, 0.7503540837377315],
        [250555, 0.900209853036057],
        [251008, 0.99004876463882],
      ],
    ],
    [
      "binomial(10^12, 0.7)",
      (d) => binomialFrom(d, 1e12, 0.7),
      [
        [699998933933, 0.01],
        [699999412719, 0.1],
        [699999690910, 0.25],
        [700000000000, 0.5000003772600855],
        [700000309090, 0.75],
        [700000587281, 0.9],
        [700001066066, 0.99],
      ],
    ],
  ])("%s", (_, from, points) => {
    expect(distanceAt(draw(from), points)).toBeLessThan(LIMIT);
  });
});

test.each<[string, (draws: Draws) => number, number, number]>([
  ["gamma(0.7, 3)", (d) => gammaFrom(d, 0.7, 3), 2.1, 6.3],
  ["beta(2, 6)", (d) => betaFrom(d, 2, 6), 0.25, 12 / (64 * 9)],
  ["binomial(17, 0.6)", (d) => binomialFrom(d, 17, 0.6), 10.2, 4.08],
  ["binomial(500, 0.04)", (d) => binomialFrom(d, 500, 0.04), 20, 19.2],
])("%s has its mean and variance", (_, from, mean, variance) => {
  const found = spreadOf(draw(from));
  // Four standard errors of the mean; a tenth of the variance.
  expect(Math.abs(found.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / SIZE));
  expect(Math.abs(found.variance / variance - 1)).toBeLessThan(0.1);
});

test("each trial of a binomial succeeds or fails, whatever the parameters", () => {
  const count = fc.oneof(fc.nat(60), fc.nat(100_000), fc.constantFrom(0, 2 ** 53 - 1));
  const share = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 1e-300));
  fc.assert(
    fc.property(count, share, fc.nat(), (n, p, seed) => {
      const found = binomialFrom(place(seed, 0), n, p);
      expect(Number.isInteger(found) && found >= 0 && found <= n).toBe(true);
      if (p === 0 || p === 1) expect(found).toBe(p * n);
    }),
    { numRuns: 1_000, seed: 1 },
  );
});

test("shares add up to 1 and stay between 0 and 1, whatever the concentrations", () => {
  const concentration = fc.double({ min: 1e-300, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(fc.array(concentration, { minLength: 1, maxLength: 8 }), fc.nat(), (list, seed) => {
      const shares = dirichletFrom(place(seed, 0), list);
      expect(shares).toHaveLength(list.length);
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }),
    { numRuns: 1_000, seed: 1 },
  );
});

test("arms that differ in a parameter share common random numbers", () => {
  const correlated = (one: (d: Draws) => number, other: (d: Draws) => number): number => {
    const [xs, ys] = [draw(one), draw(other)];
    const [x, y] = [spreadOf(xs), spreadOf(ys)];
    const products = xs.reduce((sum, v, i) => sum + (v - x.mean) * ((ys[i] ?? 0) - y.mean), 0);
    return products / (SIZE - 1) / Math.sqrt(x.variance * y.variance);
  };
  const pairs = [
    [(d: Draws) => gammaFrom(d, 3, 1), (d: Draws) => gammaFrom(d, 3.5, 1)],
    [(d: Draws) => betaFrom(d, 2, 5), (d: Draws) => betaFrom(d, 2.5, 5)],
    [(d: Draws) => binomialFrom(d, 20, 0.45), (d: Draws) => binomialFrom(d, 20, 0.55)],
    [(d: Draws) => binomialFrom(d, 200, 0.3), (d: Draws) => binomialFrom(d, 200, 0.32)],
  ] as const;
  for (const [one, other] of pairs) expect(correlated(one, other)).toBeGreaterThan(0.8);
});

test("values have not changed since the first release", () => {
  // Changing these values invalidates recorded runs: raise the engine's version with them.
  const draws = drawsFor(42, 1, "speak", "Voter-1");
  expect([
    gammaFrom(draws, 2, 1.5),
    betaFrom(draws, 2, 5),
    binomialFrom(draws, 10, 0.3),
    binomialFrom(draws, 1_000, 0.3),
    ...dirichletFrom(draws, [1, 2]),
  ]).toMatchInlineSnapshot(`
    [
      5.965510488999449,
      0.23236186995231572,
      2,
      290,
      0.24009125285250307,
      0.7599087471474969,
    ]
  `);
});

test("parameters outside their domain are named", () => {
  const draws = place(1, 0);
  expect(() => gammaFrom(draws, 0, 1)).toThrow("the shape of a gamma distribution");
  expect(() => gammaFrom(draws, 1, -1)).toThrow("the scale of a gamma distribution");
  expect(() => betaFrom(draws, 1, Infinity)).toThrow("the parameter b of a beta distribution");
  expect(() => dirichletFrom(draws, [])).toThrow("at least one concentration");
  expect(() => dirichletFrom(draws, [1, Number.NaN])).toThrow("a concentration");
  expect(() => binomialFrom(draws, 2.5, 0.5)).toThrow("number of trials");
  expect(() => binomialFrom(draws, 2, 1.01)).toThrow("between 0 and 1, not 1.01");
});
