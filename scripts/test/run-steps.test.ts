import { expect, test } from "vitest";
import { runSteps, type Scheduled } from "./run-steps";

/** Runs steps that end on request; `begun` lists those that have started and not ended. */
function start(steps: readonly Scheduled[], slots: number) {
  const ends = new Map<string, () => void>();
  const finished = runSteps(
    steps,
    slots,
    ({ name }) => new Promise<void>((resolve) => ends.set(name, resolve)),
  );
  return {
    finished,
    begun: () => [...ends.keys()],
    async end(name: string) {
      ends.get(name)?.();
      ends.delete(name);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test("runs as many steps at a time as there are slots, in their order", async () => {
  const { begun, end, finished } = start([{ name: "a" }, { name: "b" }, { name: "c" }], 2);
  expect(begun()).toEqual(["a", "b"]);
  await end("a");
  expect(begun()).toEqual(["b", "c"]);
  await end("c");
  await end("b");
  await finished;
});

test("a step waits for those it comes after, and others go before it", async () => {
  const steps = [{ name: "a" }, { name: "b", after: ["a", "not chosen"] }, { name: "c" }];
  const { begun, end } = start(steps, 2);
  expect(begun()).toEqual(["a", "c"]);
  await end("c");
  expect(begun()).toEqual(["a"]);
  await end("a");
  expect(begun()).toEqual(["b"]);
});

test("an exclusive step starts when nothing else runs, and keeps others waiting", async () => {
  const steps = [
    { name: "a" },
    { name: "b", alone: true, after: ["a"] },
    { name: "c", after: ["a"] },
  ];
  const { begun, end } = start(steps, 2);
  await end("a");
  expect(begun()).toEqual(["b"]);
  await end("b");
  expect(begun()).toEqual(["c"]);
});

test("rejects steps that wait for each other", async () => {
  const steps = [
    { name: "a", after: ["b"] },
    { name: "b", after: ["a"] },
  ];
  await expect(runSteps(steps, 2, () => Promise.resolve())).rejects.toThrow(
    "no step may begin: a, b",
  );
});
