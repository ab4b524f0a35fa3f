import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestDatabase } from "@/lib/adapters/db/test-database";
import { hasRedisServer, startRedisServer } from "@/lib/container/testing/redis-server";
import { defineJob, defineProcessor, type JobHandler } from "@/lib/contracts/jobs";
import { RetryLaterError } from "@/lib/services/execution/ports";
import type { QueueLocation } from "./backend";
import { consume } from "./consume";
import { openJobQueue } from "./job-queue";
import { prepareQueueTables } from "./prepare";

/** Kinds of job that the program does not have: a schema, an id and a policy are sufficient. */
const count = defineJob({
  name: "count",
  queue: "numbers",
  schema: z.object({ number: z.int() }),
  id: ({ number }) => `count-${number}`,
  retry: { attempts: 2, backoffMs: 10 },
});
const total = defineJob({
  name: "total",
  queue: "numbers",
  schema: z.object({ of: z.string() }),
  id: ({ of }) => `total-${of}`,
  retry: { attempts: 1, backoffMs: 10 },
});
/** As an earlier version of the program might have stored it. */
const malformed = defineJob({
  ...count,
  schema: z.object({ digits: z.string() }),
  id: () => "bad",
});

const nothing = async (): Promise<void> => {};

const onPostgres = async () => {
  const database = await createTestDatabase();
  await prepareQueueTables(database.url);
  return { location: { databaseUrl: database.url }, stop: () => database.drop() };
};
const onRedis = async () => {
  const server = await startRedisServer();
  return { location: { databaseUrl: "", redisUrl: server.url }, stop: () => server.stop() };
};

describe.each([
  { name: "Postgres", start: onPostgres, isAvailable: true },
  { name: "Redis", start: onRedis, isAvailable: hasRedisServer },
])("a queue on $name", ({ start, isAvailable }) => {
  let location: QueueLocation;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    if (!isAvailable) return;
    const server = await start();
    location = server.location;
    return server.stop;
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const openQueue = () => {
    const queue = openJobQueue(location, () => undefined);
    closing.push(() => queue.close());
    return queue;
  };

  /** Consumes both kinds; returns what was logged and which payloads failed for good. */
  async function work(handlers: {
    count: JobHandler<{ number: number }>["handle"];
    total?: JobHandler<{ of: string }>["handle"];
  }): Promise<{ failed: unknown[]; logged: [string, number | undefined][] }> {
    const failed: unknown[] = [];
    const logged: [string, number | undefined][] = [];
    const onFailure = (payload: unknown) => Promise.resolve(void failed.push(payload));
    const consumers = consume(
      location,
      [
        defineProcessor(count, { concurrency: 4, handle: handlers.count, onFailure }),
        defineProcessor(total, { concurrency: 1, handle: handlers.total ?? nothing, onFailure }),
      ],
      (message, { attempt }) => void logged.push([message, attempt as number | undefined]),
    );
    closing.push(() => consumers.close());
    await consumers.ready();
    return { failed, logged };
  }

  it.runIf(isAvailable)("passes a parsed payload to its handler, once per id", async () => {
    const queue = openQueue();
    for (const number of [1, 2, 1]) await queue.enqueue(count, { number });
    const seen: number[] = [];
    await work({ count: ({ number }) => Promise.resolve(void seen.push(number + 0.5)) });
    await queue.enqueue(count, { number: 3 });
    await expect.poll(() => [...seen].sort()).toEqual([1.5, 2.5, 3.5]);
  });

  it.runIf(isAvailable)(
    "tries a job as often as its kind allows, then reports it once",
    async () => {
      let tries = 0;
      const { failed, logged } = await work({
        count: () => {
          tries += 1;
          return Promise.reject(new Error("no"));
        },
      });
      await openQueue().enqueue(count, { number: 4 });
      await expect.poll(() => failed).toEqual([{ number: 4 }]);
      expect(tries).toBe(2);
      expect(logged).toEqual([
        ["job failed", 1],
        ["job failed", 2],
      ]);
    },
  );

  it.runIf(isAvailable)("fails a malformed payload at the first attempt", async () => {
    const { failed, logged } = await work({ count: nothing });
    await openQueue().enqueue(malformed, { digits: "five" });
    await expect.poll(() => logged.length).toBeGreaterThan(1);
    expect(logged).toEqual([
      ["job failed", 1],
      ["failure could not be stored", undefined],
    ]);
    expect(failed).toEqual([]);
  });

  it.runIf(isAvailable)("delivers a postponed job again without counting an attempt", async () => {
    let tries = 0;
    const { failed, logged } = await work({
      count: nothing,
      // More often than this kind of job may fail.
      total: () => {
        tries += 1;
        return tries <= 2 ? Promise.reject(new RetryLaterError("not now")) : Promise.resolve();
      },
    });
    await openQueue().enqueue(total, { of: "patience" });
    await expect.poll(() => tries).toBe(3);
    expect({ failed, logged }).toEqual({ failed: [], logged: [] });
  });

  it.runIf(isAvailable)("starts a parent after its children, also when one failed", async () => {
    const ended: string[] = [];
    await work({
      count: ({ number }) => {
        ended.push(String(number));
        return number === 8 ? Promise.reject(new Error("no")) : Promise.resolve();
      },
      total: ({ of }) => Promise.resolve(void ended.push(of)),
    });
    await openQueue().enqueueFlow({
      job: total,
      payload: { of: "all" },
      childJob: count,
      children: [7, 8, 9].map((number) => ({ number })),
    });
    await expect.poll(() => ended.at(-1)).toBe("all");
    expect(ended.sort()).toEqual(["7", "8", "8", "9", "all"]);
  });
});
