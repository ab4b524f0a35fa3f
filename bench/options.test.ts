import { CommanderError } from "commander";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type BenchName, type BenchOptions, createBenchProgram, defaultOptions } from "./options";

beforeEach(() => {
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => vi.restoreAllMocks());

function parse(...args: string[]): (readonly [BenchName, BenchOptions])[] {
  const measured: (readonly [BenchName, BenchOptions])[] = [];
  createBenchProgram({
    measure: async (name, options) => void measured.push([name, options]),
    report: async () => undefined,
  }).parse(args, { from: "user" });
  return measured;
}

test("sizes are lists and default to those of the benchmark", () => {
  expect(parse("engine")).toEqual([
    [
      "engine",
      {
        ...{ agents: [1_000, 10_000, 100_000], rounds: 3, repetitions: 3, profile: undefined },
        crowd: { people: 50, streams: 600, rows: 1_000_000, seconds: 60, reading: 5 },
      },
    ],
  ]);
  expect(parse("crowd", "--people", "5", "--streams", "20", "--rows", "1000")).toMatchObject([
    [
      "crowd",
      {
        agents: [100_000],
        crowd: { people: 5, streams: 20, rows: 1_000, seconds: 60, reading: 5 },
      },
    ],
  ]);
  expect(parse("engine", "--agents", "20,30", "--rounds", "1")).toMatchObject([
    ["engine", { agents: [20, 30], rounds: 1, repetitions: 3 }],
  ]);
  expect(defaultOptions("dummy").agents).toContain(1_000_000);
});

test.each([
  [["nonsense"]],
  [["engine", "report"]],
  [["engine", "--agents", "many"]],
  [["engine", "--agents", "5"]],
  [["engine", "--people", "5"]],
  [["crowd", "--streams", "0"]],
  [["engine", "--color"]],
])("%j is refused and nothing is measured", (args) => {
  expect(() => parse(...args)).toThrow(CommanderError);
});
