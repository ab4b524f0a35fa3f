import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { logStore } from "@/lib/adapters/db/log-store";
import { openTestContainer, type TestContainer } from "@/lib/container/testing/test-container";
import { waitFor } from "@/lib/container/testing/wait-for";
import { SYSTEM } from "@/lib/domain/access";
import type { NewLogEntry } from "./ports";

const RUN = "01a22f13-7da4-7b52-afd1-eb17868c6ee5";

let test: TestContainer;
beforeAll(async () => void (test = await openTestContainer()));
afterAll(() => test.close());

const list = (query: object = {}) =>
  test.container.services.listLog(SYSTEM, { limit: 100, ...query });

it("keeps what a process logs, and finds it by level, process, text and run", async () => {
  const { log } = test.container;
  log("started", { port: 3000 });
  log("run paused", { level: "warning", run: RUN, reason: "The endpoint “Lab” is away: 50% lost" });
  log("request failed", { path: "/api/x", error: "redis://:geheim@lab:6379 is away" });
  const { entries } = await waitFor(list, (page) => page.entries.length === 2);
  expect(entries).toMatchObject([
    { level: "error", message: "request failed", details: { path: "/api/x" } },
    { level: "warning", program: "test", pid: process.pid, run: RUN },
  ]);
  expect(JSON.stringify(entries)).not.toContain("geheim");
  const found = async (query: object): Promise<string[]> =>
    (await list(query)).entries.map(({ message }) => message);
  expect(await found({ level: "warning" })).toEqual(["run paused"]);
  expect(await found({ run: RUN })).toEqual(["run paused"]);
  expect(await found({ text: "ENDPOINT “lab”" })).toEqual(["run paused"]);
  // What has a meaning in patterns is found as it is.
  expect(await found({ text: "50%" })).toEqual(["run paused"]);
  expect(await found({ text: "5_%" })).toEqual([]);
  expect(await found({ program: "worker" })).toEqual([]);
  expect(await found({ limit: 1 })).toEqual(["request failed"]);
  expect((await list({ limit: 1 })).next).toBe(entries[0]?.id);
  expect(await found({ limit: 1, before: entries[0]?.id })).toEqual(["run paused"]);
});

it("keeps no more than ten thousand", async () => {
  const pool = new pg.Pool({ connectionString: test.database.url });
  // A connection may still be closing when the database of the test goes.
  pool.on("error", () => undefined);
  const entry: NewLogEntry = {
    ...{ at: new Date(), level: "error", program: "worker", host: "lab", pid: 1 },
    ...{ message: "flood", run: null, details: {} },
  };
  const store = logStore({ pool });
  for (let batch = 0; batch < 11; batch += 1)
    await store.add(Array.from({ length: 1_000 }, () => entry));
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM log_entry",
  );
  expect(rows[0]?.count).toBe(10_000);
  await pool.end();
});
