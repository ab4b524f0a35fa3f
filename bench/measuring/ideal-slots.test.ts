import { expect, it } from "vitest";
import { idealBusyShare } from "./ideal-slots";

it("is 1 if equal calls fill the slots, and lower if the last wave does not", () => {
  expect(idealBusyShare({ slots: 4, sigma: 0, runs: 1, callsPerRound: 8, rounds: 3 })).toBeCloseTo(
    1,
    9,
  );
  expect(idealBusyShare({ slots: 4, sigma: 0, runs: 1, callsPerRound: 5, rounds: 2 })).toBeCloseTo(
    5 / 8,
    9,
  );
});

it("lets another run use the slots that are free at the end of a round", () => {
  const one = idealBusyShare({ slots: 128, sigma: 0.5, runs: 1, callsPerRound: 3_000, rounds: 3 });
  const two = idealBusyShare({ slots: 128, sigma: 0.5, runs: 2, callsPerRound: 1_500, rounds: 3 });
  expect(one).toBeGreaterThan(0.89);
  expect(one).toBeLessThan(0.92);
  expect(two).toBeGreaterThan(one + 0.03);
});
