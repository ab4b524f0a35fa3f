import { expect, test } from "vitest";
import { readBenchOptions, UsageError } from "./options";

test("sizes are read as a list and default to the quick ones", () => {
  expect(readBenchOptions(["engine"])).toMatchObject({ agents: [1_000, 10_000], rounds: 3, repetitions: 3 });
  expect(readBenchOptions(["report"])?.agents).toContain(100_000);
  expect(readBenchOptions(["engine", "--agents", "20,30", "--rounds", "1"])).toMatchObject({ agents: [20, 30], rounds: 1 });
});

test.each([[["nonsense"]], [["engine", "report"]], [["engine", "--agents", "many"]], [["engine", "--agents", "5"]], [["engine", "--color"]]])(
  "%j is refused with a message, not run with something else",
  (words) => {
    expect(() => readBenchOptions(words)).toThrow(UsageError);
  },
);
