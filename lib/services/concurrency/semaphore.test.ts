import { expect, it } from "vitest";
import { Semaphore } from "./semaphore";

const turn = () => new Promise((resolve) => setImmediate(resolve));

it("lets so many in at once, the others in order, and a place is left once however often that is said", async () => {
  const gate = new Semaphore(2);
  const inside: number[] = [];
  const leaving: (() => void)[] = [];
  for (const number of [1, 2, 3, 4, 5]) {
    void gate.acquire().then((leave) => {
      inside.push(number);
      leaving.push(leave);
    });
  }
  await turn();
  expect(inside).toEqual([1, 2]);
  leaving[0]?.();
  leaving[0]?.();
  await turn();
  expect(inside).toEqual([1, 2, 3]);
  leaving[1]?.();
  leaving[2]?.();
  await turn();
  expect(inside).toEqual([1, 2, 3, 4, 5]);
});

it("gives back the place of work that failed", async () => {
  const gate = new Semaphore(1);
  await expect(gate.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(gate.run(() => Promise.resolve("yes"))).resolves.toBe("yes");
});

it("keeps nobody in line for longer than they have patience, and gives their place to the next", async () => {
  const gate = new Semaphore(1);
  const leave = await gate.acquire();
  expect(await gate.acquire(5)).toBeUndefined();
  const next = gate.acquire(60_000);
  leave();
  const leaveToo = await next;
  leaveToo?.();
  expect(await gate.acquire(5)).toBeTypeOf("function");
});
