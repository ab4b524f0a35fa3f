import { expect, test } from "vitest";
import { createLimiter } from "./limiter";

test("calls start in the order in which they came", async () => {
  const limiter = createLimiter(2);
  const started: number[] = [];
  const calls = Array.from({ length: 5_000 }, async (_, at) => {
    const release = await limiter.acquire();
    started.push(at);
    await Promise.resolve();
    release();
  });
  await Promise.all(calls);
  expect(started).toEqual(Array.from({ length: 5_000 }, (_, at) => at));
  expect([limiter.active, limiter.waiting]).toEqual([0, 0]);
});

test("ending twice frees one place", async () => {
  const limiter = createLimiter(1);
  const release = await limiter.acquire();
  release();
  release();
  expect(limiter.active).toBe(0);
});

test("a cancelled call frees its turn for the next", async () => {
  const limiter = createLimiter(1);
  const release = await limiter.acquire();
  let cancel: (reason: unknown) => void = () => undefined;
  const second = limiter.acquire((register) => {
    cancel = register;
    return () => undefined;
  });
  const third = limiter.acquire();
  expect(limiter.waiting).toBe(2);
  cancel(new Error("stop"));
  await expect(second).rejects.toThrow("stop");
  expect(limiter.waiting).toBe(1);
  release();
  await third;
  expect(limiter.active).toBe(1);
});

test("a raised limit starts waiting calls at once", async () => {
  const limiter = createLimiter(1);
  await limiter.acquire();
  const waiting = Promise.all([limiter.acquire(), limiter.acquire()]);
  limiter.setLimit(3);
  await waiting;
  expect(limiter.active).toBe(3);
});
