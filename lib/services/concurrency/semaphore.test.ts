import { expect, it } from "vitest";
import { Semaphore } from "./semaphore";

const turn = () => new Promise((resolve) => setImmediate(resolve));

it("admits at most N holders; later ones wait in order; releasing twice counts once", async () => {
  const semaphore = new Semaphore(2);
  const inside: number[] = [];
  const releases: (() => void)[] = [];
  for (const number of [1, 2, 3, 4, 5]) {
    void semaphore.acquire().then((release) => {
      inside.push(number);
      releases.push(release);
    });
  }
  await turn();
  expect(inside).toEqual([1, 2]);
  releases[0]?.();
  releases[0]?.();
  await turn();
  expect(inside).toEqual([1, 2, 3]);
  releases[1]?.();
  releases[2]?.();
  await turn();
  expect(inside).toEqual([1, 2, 3, 4, 5]);
});

it("releases the permit of work that failed", async () => {
  const semaphore = new Semaphore(1);
  await expect(semaphore.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(semaphore.run(() => Promise.resolve("yes"))).resolves.toBe("yes");
});

it("stops waiting after the time-out, and admits the next in line", async () => {
  const semaphore = new Semaphore(1);
  const release = await semaphore.acquire();
  expect(await semaphore.acquire(5)).toBeUndefined();
  const next = semaphore.acquire(60_000);
  release();
  const leaveToo = await next;
  leaveToo?.();
  expect(await semaphore.acquire(5)).toBeTypeOf("function");
});
