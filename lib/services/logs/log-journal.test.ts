import { expect, test } from "vitest";
import { LogJournal } from "./log-journal";
import type { NewLogEntry } from "./ports";

function open({ isUp = true } = {}) {
  const stored: NewLogEntry[] = [];
  const state = { isUp, now: 1_000_000 };
  const journal = new LogJournal(
    {
      logs: {
        add: async (entries) => {
          if (!state.isUp) throw new Error("connection refused");
          stored.push(...entries);
        },
      },
      now: () => new Date(state.now),
    },
    { program: "worker", host: "lab", pid: 7 },
  );
  return { journal, stored, state };
}

test("keeps warnings and errors, without secrets, and no information", async () => {
  const { journal, stored } = open();
  journal.add("worker ready", { pid: 7 });
  journal.add("run paused", { level: "warning", run: "r1", version: 3, reason: "no credit" });
  journal.add("request failed", { error: "postgresql://lab:geheim@db/m is away\0" });
  await journal.flush();
  expect(stored).toMatchObject([
    {
      ...{ program: "worker", host: "lab", pid: 7, level: "warning", message: "run paused" },
      ...{ run: "r1", details: { version: "3", reason: "no credit" } },
    },
    { level: "error", run: null },
  ]);
  expect(stored[1]?.details.error).toMatch(/^postgresql:\/\/\[hidden\]@db\/m is away.$/);
  expect(stored[1]?.details.error).not.toContain("\0");
  await journal.flush();
  expect(stored).toHaveLength(2);
});

test("a flood costs some rows, and is counted", async () => {
  const { journal, stored, state } = open();
  for (let line = 0; line < 100_000; line += 1) journal.add("job failed", { error: "x" });
  await journal.flush();
  expect(stored).toHaveLength(51);
  expect(stored.at(-1)).toMatchObject({
    level: "warning",
    message: "99,950 further lines were left out",
  });
  state.now += 10_000;
  journal.add("job failed", { error: "y" });
  await journal.flush();
  expect(stored.at(-1)).toMatchObject({ message: "job failed", details: { error: "y" } });
});

test("keeps some for a database that is away, and counts the others", async () => {
  const { journal, stored, state } = open({ isUp: false });
  for (let line = 0; line < 300; line += 1) {
    if (line % 40 === 0) state.now += 10_000;
    journal.add("queue connection", { error: String(line) });
    if (line % 10 === 0) await journal.flush();
  }
  state.isUp = true;
  await journal.flush();
  expect(stored).toHaveLength(201);
  expect(stored[0]?.details.error).toBe("0");
  expect(stored.at(-1)?.message).toBe("100 further lines were left out");
});

test("shortens long texts and takes few details", async () => {
  const { journal, stored } = open();
  journal.add("m".repeat(5_000), {
    error: { deep: "d".repeat(9_000) },
    ...Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`d${at}`, undefined])),
  });
  await journal.flush();
  expect(stored[0]?.message).toHaveLength(1_001);
  expect(stored[0]?.details.error).toHaveLength(2_001);
  expect(Object.keys(stored[0]?.details ?? {})).toHaveLength(12);
});
