import { expect, it } from "vitest";
import { FairQueue } from "./fair-queue";

it("gives people turns, and each of them one job at a time", () => {
  const queue = new FairQueue<string>(10);
  for (const job of ["a1", "a2", "a3"]) queue.add("ann", job);
  queue.add("bea", "b1");
  expect(queue.take()).toBe("a1");
  expect(queue.take()).toBe("b1");
  expect(queue.take()).toBeUndefined();
  queue.add("cem", "c1");
  queue.done("ann");
  queue.done("bea");
  expect([queue.take(), queue.take()]).toEqual(["a2", "c1"]);
  expect(queue.take()).toBeUndefined();
});

it("refuses a person's further jobs beyond the limit, not those of others", () => {
  const queue = new FairQueue<string>(2);
  expect([queue.add("ann", "a1"), queue.add("ann", "a2"), queue.add("ann", "a3")]).toEqual([
    true,
    true,
    false,
  ]);
  expect(queue.add("bea", "b1")).toBe(true);
});

it("forgets a job that was cancelled before it began", () => {
  const queue = new FairQueue<string>(2);
  queue.add("ann", "a1");
  expect(queue.remove("ann", "a1")).toBe(true);
  expect(queue.remove("ann", "a1")).toBe(false);
  expect(queue.take()).toBeUndefined();
});
