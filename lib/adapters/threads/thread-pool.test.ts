import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fileURLToPath } from "node:url";
import { AppError } from "@/lib/contracts/errors";
import type { Task } from "@/lib/services/computation/ports";
import { openThreadPool, type ThreadPool } from "./thread-pool";

/** The side of a task that the pool sees; its work is in `fixtures/thread.ts`. */
const task = <Input, Result>(name: string, limitSeconds = 60): Task<Input, Result> => ({
  name,
  label: name,
  limitSeconds,
  run: () => {
    throw new Error("runs in the thread only");
  },
});

const double = task<number, number>("double");
const spin = (seconds: number) => task<null, never>("spin", seconds);

let pool: ThreadPool;
beforeAll(() => {
  pool = openThreadPool({
    entry: fileURLToPath(new URL("fixtures/thread.ts", import.meta.url)),
    threads: 2,
    memoryMiB: 64,
    maxWaiting: 3,
  });
});
afterAll(() => pool.close());

describe("computations in threads", () => {
  it("return results, and errors with their problems", async () => {
    expect(await pool.run(double, 21, { person: "ann" })).toBe(42);
    await expect(pool.run(task("refuse"), null, { person: "ann" })).rejects.toMatchObject({
      code: "invalid",
      message: "No.",
      problems: [{ pointer: "/x", message: "not this" }],
    });
  });

  it("report their progress, in order, before their result", async () => {
    const shares: number[] = [];
    const onProgress = (share: number): void => void shares.push(share);
    expect(await pool.run(task("count"), 4, { person: "ann", onProgress })).toBe(4);
    expect(shares).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it("end after their time, in words, while others' go on", async () => {
    const stopped = pool.run(spin(1), null, { person: "ann" }).catch((error: unknown) => error);
    expect(await pool.run(double, 1, { person: "bea" })).toBe(2);
    expect(await stopped).toBeInstanceOf(AppError);
    expect(await stopped).toMatchObject({
      code: "invalid",
      message: expect.stringMatching(
        /^spin was stopped after 1 seconds\. Look for loops/,
      ) as unknown,
    });
    expect(await pool.run(double, 3, { person: "ann" })).toBe(6);
  });

  it("end when they need too much memory, in words", async () => {
    await expect(pool.run(task("hoard"), null, { person: "ann" })).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("more than 64 MB of memory") as unknown,
    });
    expect(await pool.run(double, 3, { person: "ann" })).toBe(6);
  });

  it("wait for others of the same person, and for nobody else's", async () => {
    const abort = new AbortController();
    const events: string[] = [];
    const heavy = pool
      .run(spin(60), null, { person: "ann", signal: abort.signal })
      .catch(() => events.push("heavy"));
    const next = pool.run(double, 1, { person: "ann" }).then(() => events.push("next of ann"));
    for (let count = 0; count < 3; count += 1)
      await pool.run(double, 1, { person: "bea" }).then(() => events.push("bea"));
    expect(events).toEqual(["bea", "bea", "bea"]);
    abort.abort();
    await Promise.all([heavy, next]);
    expect(events.slice(3)).toEqual(["heavy", "next of ann"]);
  });

  it("are cancelled with their reader, whether they began or not", async () => {
    const abort = new AbortController();
    const owner = { person: "ann", signal: abort.signal };
    const running = pool.run(task("wait"), null, owner).catch((error: unknown) => error);
    const waiting = pool.run(double, 1, owner).catch((error: unknown) => error);
    abort.abort(new Error("the reader left"));
    expect(String(await running)).toContain("the reader left");
    expect(String(await waiting)).toContain("the reader left");
    expect(await pool.run(double, 4, { person: "ann" })).toBe(8);
  });

  it("prefer the thread that knows their place", async () => {
    const where = task<null, number>("where");
    const look = (person: string, place: string) => pool.run(where, null, { person, place });
    const [x, y] = await Promise.all([look("ann", "x"), look("bea", "y")]);
    expect(x).not.toBe(y);
    expect([await look("ann", "y"), await look("ann", "x"), await look("bea", "x")]).toEqual([
      y,
      x,
      x,
    ]);
    // A place is no reason to wait: the other thread is free.
    const abort = new AbortController();
    const owner = { person: "ann", place: "x", signal: abort.signal };
    const busy = pool.run(task("wait"), null, owner).catch(() => undefined);
    expect(await look("bea", "x")).toBe(y);
    abort.abort();
    await busy;
  });

  it("are refused when a person has too many of them waiting", async () => {
    const abort = new AbortController();
    const owner = { person: "ann", signal: abort.signal };
    const results = Array.from({ length: 5 }, () =>
      pool.run(task("wait"), null, owner).catch((error: unknown) => error),
    );
    expect(await results.at(-1)).toMatchObject({ code: "tooMany" });
    abort.abort(new Error("over"));
    await Promise.all(results);
  });
});
