import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { createTestDatabase } from "@/lib/adapters/db/test-database";
import { freePort } from "@/lib/adapters/process/free-port";
import { TryLater } from "@/lib/services/runs/ports";
import type { QueuePlace } from "./backend";
import { consume } from "./consume";
import { prepareQueueTables } from "./prepare";
import { openRunQueue } from "./run-queue";

const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** Throws `TryLater` more often than a job may fail, then succeeds. Gives the seconds between tries, and whatever was said of failures. */
async function tries(place: QueuePlace): Promise<{ waits: number[]; said: string[] }> {
  const said: string[] = [];
  const at: number[] = [];
  const log = (message: string): void => void said.push(message);
  const queue = openRunQueue(place, log);
  const nothing = () => Promise.resolve();
  const failed = (_: unknown, error: Error) =>
    Promise.resolve(log(`failed for good: ${error.message}`));
  const commit = () => {
    at.push(performance.now());
    if (at.length <= 7) return Promise.reject(new TryLater("not now"));
    return Promise.resolve();
  };
  const consumers = consume(
    place,
    { decide: nothing, poll: nothing, commit, failed, pollFailed: failed },
    { shards: 1, log },
  );
  await consumers.ready();
  // As after shards: a commit that has children.
  await queue.enqueueStep({ runId: "run", version: 1, epoch: 0 }, 2);
  await expect.poll(() => at.length, { timeout: 40_000 }).toBe(8);
  await consumers.close();
  await queue.close();
  return { waits: at.slice(1).map((time, index) => (time - (at[index] ?? 0)) / 1_000), said };
}

function expectPatience({ waits, said }: Awaited<ReturnType<typeof tries>>): void {
  expect(said).toEqual([]);
  expect(waits).toHaveLength(7);
  expect(Math.min(...waits)).toBeGreaterThan(0.9);
  expect(Math.max(...waits)).toBeLessThan(5);
}

describe("a job that cannot be done at this moment is brought again in about a second, and has not failed", () => {
  it("on Postgres", async () => {
    const database = await createTestDatabase();
    await prepareQueueTables(database.url);
    expectPatience(await tries({ databaseUrl: database.url }));
    await database.drop();
  });

  it.runIf(hasRedis)("on Redis", async () => {
    const port = await freePort();
    const server = spawn(
      "redis-server",
      ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    for await (const line of createInterface({ input: server.stdout }))
      if (line.includes("Ready to accept connections")) break;
    server.stdout.resume();
    expectPatience(await tries({ databaseUrl: "", redisUrl: `redis://127.0.0.1:${port}` }));
    const ended = once(server, "exit");
    server.kill("SIGTERM");
    await ended;
  });
});
