import { expect, test } from "vitest";
import { readCommand, UsageError, usualOptions } from "./options";

test("sizes are read as a list and default to those of the benchmark", () => {
  expect(readCommand(["engine"])).toMatchObject({
    name: "engine",
    options: { agents: [1_000, 10_000, 100_000], rounds: 3, repetitions: 3 },
  });
  expect(readCommand(["engine", "--agents", "20,30", "--rounds", "1"])).toMatchObject({
    options: { agents: [20, 30], rounds: 1 },
  });
  expect(usualOptions("dummy").agents).toContain(1_000_000);
});

test.each([
  [["nonsense"]],
  [["engine", "report"]],
  [["engine", "--agents", "many"]],
  [["engine", "--agents", "5"]],
  [["engine", "--color"]],
])("%j is refused with a message, not run with something else", (words) => {
  expect(() => readCommand(words)).toThrow(UsageError);
});
